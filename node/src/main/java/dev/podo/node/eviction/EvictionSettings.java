package dev.podo.node.eviction;

import dev.podo.model.Quantity;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.stream.Collectors;

/// When a node counts as short of something.
///
/// @param thresholds below which pods go at once
/// @param period how often is looked
/// @param transition for how long a condition stays after it was last seen to hold
public record EvictionSettings(List<Threshold> thresholds, Duration period, Duration transition) {
  /// Upstream's own, but for the disk: there 10 and 15 %, which on the one large disk of a small
  /// cluster is tens of gigabytes that nobody may use.
  public static final String DEFAULT_THRESHOLDS =
      "memory.available<100Mi,nodefs.available<5%,nodefs.inodesFree<5%,imagefs.available<5%";

  public static final EvictionSettings DEFAULTS = parse(DEFAULT_THRESHOLDS);

  public EvictionSettings {
    thresholds = List.copyOf(thresholds);
  }

  /// Thresholds in the kubelet's words, with its period and transition.
  ///
  /// @param text as in `memory.available<100Mi,nodefs.available<5%`; empty for no thresholds
  /// @throws IllegalArgumentException that says which part is wrong and what would be right
  public static EvictionSettings parse(String text) {
    var thresholds = new EnumMap<Signal, Threshold>(Signal.class);
    for (var part : text.isBlank() ? new String[0] : text.split(",", -1)) {
      var threshold = threshold(part.strip());
      if (thresholds.put(threshold.signal(), threshold) != null) {
        throw new IllegalArgumentException("names " + threshold.signal().text() + " twice");
      }
    }
    return new EvictionSettings(
        List.copyOf(thresholds.values()), Duration.ofSeconds(10), Duration.ofMinutes(5));
  }

  private static Threshold threshold(String text) {
    var sides = text.split("<", -1);
    if (sides.length != 2) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no threshold; write one such as nodefs.available<5%");
    }
    var signal =
        Arrays.stream(Signal.values())
            .filter(s -> s.text().equals(sides[0]))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(unknown(sides[0])));
    return sides[1].endsWith("%")
        ? Threshold.percent(signal, percent(sides[1]))
        : Threshold.of(signal, amount(sides[1]));
  }

  private static int percent(String text) {
    if (!text.matches("\\d{1,2}%")) {
      throw new IllegalArgumentException(
          "\"" + text + "\" must be a whole percentage from 0% to 99%");
    }
    return Integer.parseInt(text.substring(0, text.length() - 1));
  }

  private static long amount(String text) {
    try {
      var value = Quantity.parse(text).value();
      if (value >= 0) {
        return value;
      }
    } catch (IllegalArgumentException e) {
      // Told below, with what would be right.
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" must be an amount such as 100Mi, or a percentage such as 5%");
  }

  private static String unknown(String signal) {
    return "\""
        + signal
        + "\" is no signal; there are "
        + Arrays.stream(Signal.values()).map(Signal::text).collect(Collectors.joining(", "));
  }
}
