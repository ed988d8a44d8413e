package dev.podo.node.containerd.instance;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What an instance may leave on the host when containerd could not clear up: shims, containers'
/// processes, their network namespaces, mounts, cgroups.
final class Remains {
  private static final Path NETWORK_NAMESPACES = Path.of("/run/netns");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ContainerdSettings settings;
  private final Clock clock;

  Remains(ContainerdSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /// Ends processes – the shims first, so that none reports or restarts anything – and unmounts.
  void end() throws InterruptedException {
    kill(shims());
    var processes = containerProcesses();
    var namespaces = networkNamespaces(processes);
    kill(processes);
    for (var namespace : namespaces) {
      Commands.succeeds("ip", "netns", "delete", namespace);
    }
    unmount();
  }

  /// Ids of sandboxes that containerd did not get to remove.
  List<String> sandboxes() {
    var kept = settings.dataDirectory().resolve("io.containerd.grpc.v1.cri/sandboxes");
    if (!Files.isDirectory(kept)) {
      return List.of();
    }
    try (var files = Files.list(kept)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /// What is below a mount that stays must not be deleted: it may be anybody's.
  void requireUnmounted() throws IOException {
    var left = mounts();
    if (!left.isEmpty()) {
      throw new IOException(left.getFirst() + " is still mounted; unmount it and try again");
    }
  }

  private List<ProcessHandle> shims() {
    return ProcessHandle.allProcesses().filter(this::isShim).toList();
  }

  private boolean isShim(ProcessHandle process) {
    try {
      var command = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
      return command.contains("containerd-shim")
          && List.of(command.split("\0")).contains(settings.socket().toString());
    } catch (IOException gone) {
      return false;
    }
  }

  private List<ProcessHandle> containerProcesses() {
    var pids = new TreeSet<Long>();
    for (var cgroup : cgroups()) {
      try {
        for (var line : Files.readAllLines(cgroup.resolve("cgroup.procs"))) {
          pids.add(Long.parseLong(line));
        }
      } catch (IOException | NumberFormatException gone) {
        // then nobody is in it
      }
    }
    return pids.stream().flatMap(pid -> ProcessHandle.of(pid).stream()).toList();
  }

  private void kill(List<ProcessHandle> processes) throws InterruptedException {
    processes.forEach(ProcessHandle::destroyForcibly);
    var deadline = Deadline.after(clock, PATIENCE);
    for (var process : processes) {
      new ContainerdProcess(settings, clock).awaitEnd(process, deadline);
    }
  }

  /// Names below /run/netns of the namespaces that these processes are in.
  private static SortedSet<String> networkNamespaces(List<ProcessHandle> processes) {
    var names = new TreeSet<String>();
    if (processes.isEmpty() || !Files.isDirectory(NETWORK_NAMESPACES)) {
      return names;
    }
    var inodes =
        processes.stream().map(p -> inode(Path.of("/proc/" + p.pid() + "/ns/net"))).toList();
    try (var files = Files.list(NETWORK_NAMESPACES)) {
      files
          .filter(f -> f.getFileName().toString().startsWith("cni-"))
          .filter(f -> inode(f) != 0 && inodes.contains(inode(f)))
          .forEach(f -> names.add(f.getFileName().toString()));
    } catch (IOException e) {
      // none to be found
    }
    return names;
  }

  private static long inode(Path file) {
    try {
      return (long) Files.getAttribute(file, "unix:ino");
    } catch (IOException gone) {
      return 0;
    }
  }

  private void unmount() throws InterruptedException {
    for (var mount : mounts()) {
      if (!Commands.succeeds("umount", mount.toString())) {
        Commands.succeeds("umount", "--lazy", mount.toString());
      }
    }
  }

  /// Mounts below the instance's directories, the innermost first.
  private List<Path> mounts() {
    var ours = List.of(settings.root(), settings.runtimeDirectory());
    var found = new ArrayList<Path>();
    for (var mount : mountInfo()) {
      var point = Path.of(mount.get(4).replace("\\040", " "));
      if (ours.stream().anyMatch(directory -> point.startsWith(directory))) {
        found.add(point);
      }
    }
    Collections.reverse(found);
    return found;
  }

  private static List<List<String>> mountInfo() {
    try {
      return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
          .map(line -> List.of(line.split(" ")))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /// The instance's cgroups in all hierarchies, the innermost first.
  private List<Path> cgroups() {
    var found = new ArrayList<Path>();
    for (var top : hierarchies()) {
      var ours = top.resolve(settings.cgroup().substring(1));
      if (Files.isDirectory(ours)) {
        try (var files = Files.walk(ours)) {
          files.filter(Files::isDirectory).forEach(found::add);
        } catch (IOException gone) {
          // nothing is left of it
        }
      }
    }
    Collections.reverse(found);
    return found;
  }

  /// One mount for each controller in cgroup v1, one for all in v2.
  private static SortedSet<Path> hierarchies() {
    return mountInfo().stream()
        .filter(m -> m.get(m.indexOf("-") + 1).startsWith("cgroup"))
        .map(m -> Path.of(m.get(4)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  void removeCgroups() throws IOException {
    for (var cgroup : cgroups()) {
      Files.deleteIfExists(cgroup);
    }
    for (var top : hierarchies()) {
      removeIfEmpty(top.resolve("podo"));
    }
  }

  /// Another instance may have its cgroups beside ours.
  private static void removeIfEmpty(Path cgroup) {
    try {
      Files.deleteIfExists(cgroup);
    } catch (IOException inUse) {
      // as it should be
    }
  }
}
