package dev.podo.network.linux;

import java.nio.file.Files;
import java.nio.file.Path;

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
      return root;
    } catch (java.io.IOException | RuntimeException e) {
      return false;
    }
  }
}
