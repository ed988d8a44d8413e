package dev.podo.node.simulated;

import dev.podo.node.runtime.RuntimeFailure;
import java.util.BitSet;

/// The pod addresses of one simulated node: 10.64.0.0/10 is cut into ranges of 256, one per node;
/// the lowest free one is handed out.
final class Addresses {
  private static final int BASE = (10 << 24) | (64 << 16);
  private static final int PER_NODE = 256;
  private static final int NODES_MAX = (1 << 22) / PER_NODE;
  private static final int FIRST = 2;

  private final int start;
  private final BitSet taken = new BitSet();

  Addresses(int node) {
    this.start = BASE + (node % NODES_MAX) * PER_NODE;
  }

  String take() {
    var free = taken.nextClearBit(FIRST);
    if (free >= PER_NODE - 1) {
      throw new RuntimeFailure(
          RuntimeFailure.Kind.OTHER, "no IP addresses available in range set: " + range());
    }
    taken.set(free);
    return text(start + free);
  }

  void giveBack(String ip) {
    taken.clear(Integer.parseInt(ip.substring(ip.lastIndexOf('.') + 1)));
  }

  private String range() {
    return text(start) + "/24";
  }

  private static String text(int address) {
    return (address >>> 24)
        + "."
        + (address >>> 16 & 255)
        + "."
        + (address >>> 8 & 255)
        + "."
        + (address & 255);
  }
}
