package dev.podo.node.containerd.instance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What of this host decides how containerd must be configured: found out, not assumed.
///
/// @param mayRaiseOomScore whether the process may make others less likely to be killed
///   (CAP_SYS_RESOURCE); without it containerd must be told to keep within what it may
/// @param hasOverlay whether overlayfs works on the data directory's file system
/// @param cgroupV2 whether the host has the unified cgroup hierarchy only
/// @param appArmor whether containerd can use AppArmor here
/// @param cniBinaries where the network plug-ins are
public record HostAbilities(
    boolean mayRaiseOomScore,
    boolean hasOverlay,
    boolean cgroupV2,
    boolean appArmor,
    Path cniBinaries) {
  private static final int CAP_SYS_RESOURCE = 24;
  private static final List<Path> CNI_PLACES =
      List.of(Path.of("/usr/lib/cni"), Path.of("/opt/cni/bin"), Path.of("/usr/libexec/cni"));

  /// @throws InstanceException when the network plug-ins are missing
  public static HostAbilities find(Path dataDirectory)
      throws InstanceException, InterruptedException {
    return new HostAbilities(
        hasCapability(CAP_SYS_RESOURCE),
        overlayWorks(dataDirectory),
        Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers")),
        hasAppArmor(),
        findCniBinaries());
  }

  String snapshotter() {
    return hasOverlay ? "overlayfs" : "native";
  }

  private static Path findCniBinaries() throws InstanceException {
    for (var place : CNI_PLACES) {
      if (Files.isExecutable(place.resolve("bridge"))
          && Files.isExecutable(place.resolve("host-local"))) {
        return place;
      }
    }
    throw new InstanceException(
        "the CNI plug-ins bridge and host-local are in none of " + CNI_PLACES,
        "install them; on Debian: apt-get install containernetworking-plugins");
  }

  /// As containerd itself decides.
  private static boolean hasAppArmor() {
    try {
      return Files.isDirectory(Path.of("/sys/kernel/security/apparmor"))
          && Files.isExecutable(Path.of("/sbin/apparmor_parser"))
          && Files.readString(Path.of("/sys/module/apparmor/parameters/enabled")).startsWith("Y");
    } catch (IOException none) {
      return false;
    }
  }

  private static boolean hasCapability(int number) {
    try {
      for (var line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("CapEff:")) {
          var set = Long.parseUnsignedLong(line.substring("CapEff:".length()).strip(), 16);
          return (set >> number & 1) == 1;
        }
      }
    } catch (IOException | NumberFormatException unknown) {
      // then the cautious way
    }
    return false;
  }

  /// Tries it: overlayfs does not work on top of itself, nor on some network file systems.
  private static boolean overlayWorks(Path directory) throws InterruptedException {
    Path probe = null;
    try {
      probe = Files.createTempDirectory(directory, "overlay-");
      for (var part : List.of("lower", "upper", "work", "merged")) {
        Files.createDirectory(probe.resolve(part));
      }
      var options =
          "lowerdir="
              + probe.resolve("lower")
              + ",upperdir="
              + probe.resolve("upper")
              + ",workdir="
              + probe.resolve("work");
      var merged = probe.resolve("merged").toString();
      var works = Commands.succeeds("mount", "-t", "overlay", "overlay", "-o", options, merged);
      if (works) {
        Commands.succeeds("umount", merged);
      }
      return works;
    } catch (IOException e) {
      return false;
    } finally {
      Commands.deleteTree(probe);
    }
  }
}
