package dev.podo.network.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The assumption "root+nft": tests that make network namespaces and nftables rules of their own
/// need a privileged process on Linux with libnftables, iproute2 and conntrack.
final class Root {
  private Root() {}

  static boolean withNft() {
    try {
      var root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
      if (root) {
        LibNftables.open().close();
      }
      return root && hasProgram("ip") && hasProgram("conntrack");
    } catch (java.io.IOException | RuntimeException e) {
      return false;
    }
  }

  private static boolean hasProgram(String name) {
    return Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }
}
