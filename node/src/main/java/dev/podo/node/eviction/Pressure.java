package dev.podo.node.eviction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a node is short of: a pure function of what was known before, what is measured, and the
/// time.
///
/// @param met the thresholds that are met now, the one to act upon first: of memory there is no
///   other way to get more
/// @param lastSeen when each condition was last seen to hold; it stays for a while, so that it does
///   not go to and fro
record Pressure(List<Threshold> met, Map<PressureCondition, Instant> lastSeen) {
  static final Pressure NONE = new Pressure(List.of(), Map.of());

  Pressure {
    met = List.copyOf(met);
    var copy = new EnumMap<PressureCondition, Instant>(PressureCondition.class);
    copy.putAll(lastSeen);
    lastSeen = Collections.unmodifiableMap(copy);
  }

  Pressure next(NodeUsage usage, EvictionSettings settings, Instant now) {
    var nowMet = new ArrayList<Threshold>();
    var seen = new EnumMap<PressureCondition, Instant>(PressureCondition.class);
    lastSeen.forEach((condition, at) -> {
      if (now.isBefore(at.plus(settings.transition()))) {
        seen.put(condition, at);
      }
    });
    for (var threshold : settings.thresholds()) {
      if (threshold.isMet(usage.of(threshold.signal()))) {
        nowMet.add(threshold);
        seen.put(threshold.signal().condition(), now);
      }
    }
    nowMet.sort((a, b) -> a.signal().compareTo(b.signal()));
    return new Pressure(nowMet, seen);
  }

  Set<PressureCondition> conditions() {
    var out = EnumSet.noneOf(PressureCondition.class);
    out.addAll(lastSeen.keySet());
    return out;
  }
}
