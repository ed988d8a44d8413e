package dev.podo.controllers.nodeipam;

import dev.podo.model.core.v1.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The addresses of all Pods (IPv4), in parts of 256 addresses, and which node gets which part.
public final class PodRanges {
  private static final int ADDRESS_BITS = 32;
  private static final int PART_PREFIX = 24;
  private static final int PART_BITS = ADDRESS_BITS - PART_PREFIX;
  private static final int OCTET = 0xff;

  private static final Comparator<Node> OLDEST_FIRST =
      Comparator.<Node, Instant>comparing(
              node -> node.metadata().creationTimestamp(),
              Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(node -> node.metadata().name());

  private final long firstPart;
  private final int parts;

  private PodRanges(long firstPart, int parts) {
    this.firstPart = firstPart;
    this.parts = parts;
  }

  /// @param cidr of IPv4, such as `10.244.0.0/16`: checked, and no smaller than one part
  public static PodRanges parse(String cidr) {
    var block = Block.parse(cidr);
    return new PodRanges(block.first() >> PART_BITS, (int) (block.size() >> PART_BITS));
  }

  /// What each node that has no range yet gets: the lowest free one, the oldest node first.
  ///
  /// @param nodes all nodes of the cluster
  /// @return by name of the node; a node that is not there goes without, for all are taken
  public SortedMap<String, String> assign(Collection<Node> nodes) {
    var taken = taken(nodes);
    var assigned = new TreeMap<String, String>();
    for (var node : nodes.stream().filter(PodRanges::isWaiting).sorted(OLDEST_FIRST).toList()) {
      var part = taken.nextClearBit(0);
      if (part < parts) {
        taken.set(part);
        assigned.put(node.metadata().name(), text(part));
      }
    }
    return assigned;
  }

  /// The range that a node has, or is about to get.
  ///
  /// @param nodes all nodes of the cluster, with that one or without
  /// @return nothing when all are taken
  public Optional<String> of(String name, Collection<Node> nodes) {
    var others = new ArrayList<Node>();
    for (var node : nodes) {
      if (!node.metadata().name().equals(name)) {
        others.add(node);
      } else if (!node.spec().podCIDR().isEmpty()) {
        return Optional.of(node.spec().podCIDR());
      }
    }
    var part = taken(others).nextClearBit(0);
    return part < parts ? Optional.of(text(part)) : Optional.empty();
  }

  static boolean isWaiting(Node node) {
    return node.spec().podCIDR().isEmpty() && node.metadata().deletionTimestamp() == null;
  }

  /// A node may have been given a range of any size by hand; a node that is going keeps its own
  /// until it is gone.
  private BitSet taken(Collection<Node> nodes) {
    var taken = new BitSet(parts);
    for (var node : nodes) {
      var spec = node.spec();
      var ranges = spec.podCIDRs().isEmpty() ? List.of(spec.podCIDR()) : spec.podCIDRs();
      for (var range : ranges) {
        if (!range.isEmpty() && range.indexOf(':') < 0) {
          take(Block.parse(range), taken);
        }
      }
    }
    return taken;
  }

  private void take(Block block, BitSet taken) {
    var from = Math.max((block.first() >> PART_BITS) - firstPart, 0);
    var to = Math.min((block.last() >> PART_BITS) - firstPart, parts - 1L);
    if (from <= to) {
      taken.set((int) from, (int) to + 1);
    }
  }

  private String text(int part) {
    var first = (firstPart + part) << PART_BITS;
    return "%d.%d.%d.%d/%d"
        .formatted(
            (first >> 24) & OCTET,
            (first >> 16) & OCTET,
            (first >> 8) & OCTET,
            first & OCTET,
            PART_PREFIX);
  }

  /// Addresses as numbers.
  private record Block(long first, long size) {
    static Block parse(String cidr) {
      var slash = cidr.indexOf('/');
      var address = 0L;
      for (var octet : cidr.substring(0, slash).split("\\.", -1)) {
        address = address * (OCTET + 1) + Integer.parseInt(octet);
      }
      var size = 1L << (ADDRESS_BITS - Integer.parseInt(cidr.substring(slash + 1)));
      return new Block(address & -size, size);
    }

    long last() {
      return first + size - 1;
    }
  }
}
