package dev.podo.apiserver.flowcontrol;

import dev.podo.apiserver.request.RequestInfo;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Counts who watches what from outside, so that a write is known to cost more where many look.
public final class Watchers {
  private final ConcurrentMap<Watched, Integer> counts = new ConcurrentHashMap<>();

  /// @param namespace "" for all
  /// @param name "" for all
  private record Watched(String group, String resource, String namespace, String name) {}

  private static Watched watched(RequestInfo info, String namespace, String name) {
    return new Watched(info.group(), info.resource(), namespace, name);
  }

  /// A watch begins.
  ///
  /// @return ends it; to be run once
  Runnable begin(RequestInfo watch) {
    var watched = watched(watch, watch.namespace(), watch.name());
    counts.merge(watched, 1, Integer::sum);
    return () -> counts.computeIfPresent(watched, (key, count) -> count == 1 ? null : count - 1);
  }

  /// How many are told of what a request changes.
  int of(RequestInfo write) {
    if (counts.isEmpty()) {
      return 0;
    }
    var count = count(write, "", "");
    if (!write.namespace().isEmpty()) {
      count += count(write, write.namespace(), "");
    }
    if (!write.name().isEmpty()) {
      count += count(write, "", write.name());
      count += write.namespace().isEmpty() ? 0 : count(write, write.namespace(), write.name());
    }
    return count;
  }

  private int count(RequestInfo info, String namespace, String name) {
    return counts.getOrDefault(watched(info, namespace, name), 0);
  }
}
