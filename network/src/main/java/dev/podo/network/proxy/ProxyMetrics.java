package dev.podo.network.proxy;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/// What the proxy has done since it started.
public final class ProxyMetrics {
  private static final int CLASSES = 6;

  private final LongAdder[] byClass = new LongAdder[CLASSES];
  private final LongAdder retries = new LongAdder();
  private final LongAdder aborted = new LongAdder();
  private final LongAdder connections = new LongAdder();

  ProxyMetrics() {
    for (int i = 0; i < CLASSES; i++) {
      byClass[i] = new LongAdder();
    }
  }

  void answered(int status) {
    byClass[Math.min(Math.max(status / 100, 0), CLASSES - 1)].increment();
  }

  void retried() {
    retries.increment();
  }

  void aborted() {
    aborted.increment();
  }

  void connected() {
    connections.increment();
  }

  void disconnected() {
    connections.decrement();
  }

  /// Responses begun, by class: `2xx` and so on.
  public SortedMap<String, Long> responses() {
    var out = new TreeMap<String, Long>();
    for (int i = 1; i < CLASSES; i++) {
      out.put(i + "xx", byClass[i].sum());
    }
    return Collections.unmodifiableSortedMap(out);
  }

  /// Attempts beyond the first one of a request.
  public long retries() {
    return retries.sum();
  }

  /// Responses that ended before they were complete.
  public long abortedResponses() {
    return aborted.sum();
  }

  /// Client connections open now.
  public long openConnections() {
    return connections.sum();
  }
}
