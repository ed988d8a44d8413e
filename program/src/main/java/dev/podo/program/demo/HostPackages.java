package dev.podo.program.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/// What running containers needs of the host, as Debian packages, and which of them are missing.
public final class HostPackages {
  private static final List<String> PROGRAM_FOLDERS =
      List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");
  private static final List<String> LIBRARY_FOLDERS =
      List.of(
          "/usr/lib/x86_64-linux-gnu",
          "/usr/lib/aarch64-linux-gnu",
          "/lib/x86_64-linux-gnu",
          "/lib/aarch64-linux-gnu",
          "/usr/lib64",
          "/usr/local/lib");
  private static final List<String> CNI_FOLDERS =
      List.of("/usr/lib/cni", "/opt/cni/bin", "/usr/libexec/cni");

  private static final List<String> HOLDER_FOLDERS =
      List.of("/usr/bin", "/usr/libexec/catatonit", "/usr/libexec/podman");

  private static final List<HostPackage> ALL =
      List.of(
          new HostPackage("containerd", "runs the containers", in(PROGRAM_FOLDERS, "containerd")),
          new HostPackage("runc", "starts one container", in(PROGRAM_FOLDERS, "runc")),
          new HostPackage(
              "containernetworking-plugins",
              "gives pods their addresses",
              in(CNI_FOLDERS, "bridge")),
          new HostPackage(
              "libnftables1", "carries out Services", in(LIBRARY_FOLDERS, "libnftables.so.1")),
          new HostPackage(
              "conntrack",
              "forgets connections to pods that are gone",
              in(PROGRAM_FOLDERS, "conntrack")),
          new HostPackage("catatonit", "holds a pod's namespaces", in(HOLDER_FOLDERS, "catatonit")),
          new HostPackage("iproute2", "sets up links", in(PROGRAM_FOLDERS, "ip")));

  private HostPackages() {}

  /// One package.
  ///
  /// @param purpose what Podo needs it for
  /// @param places where it would be; one of them is enough
  public record HostPackage(String name, String purpose, List<Path> places) {}

  /// The packages that this host lacks.
  public static List<HostPackage> missing() {
    return missing(Files::exists);
  }

  static List<HostPackage> missing(Predicate<Path> exists) {
    return ALL.stream().filter(p -> p.places().stream().noneMatch(exists)).toList();
  }

  /// As an argument list of apt-get.
  public static String names(List<HostPackage> packages) {
    return String.join(" ", packages.stream().map(HostPackage::name).toList());
  }

  private static List<Path> in(List<String> folders, String file) {
    return folders.stream().map(folder -> Path.of(folder, file)).toList();
  }
}
