package dev.podo.network.dns;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/// What the cluster's DNS has done since it started.
public final class DnsMetrics {
  private static final String[] CODES = {
    "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "OTHER"
  };

  private final LongAdder[] byCode = new LongAdder[CODES.length];
  private final LongAdder forwarded = new LongAdder();

  DnsMetrics() {
    for (int i = 0; i < CODES.length; i++) {
      byCode[i] = new LongAdder();
    }
  }

  void answered(int code) {
    byCode[Math.min(code, CODES.length - 1)].increment();
  }

  void forwarded() {
    forwarded.increment();
  }

  /// Answers by code, as in `NOERROR` (RFC 1035): those of other servers that were handed on, too.
  public SortedMap<String, Long> responses() {
    var out = new TreeMap<String, Long>();
    for (int i = 0; i < CODES.length; i++) {
      out.put(CODES[i], byCode[i].sum());
    }
    return Collections.unmodifiableSortedMap(out);
  }

  /// Questions that other servers were asked, or would have been but for a kept answer.
  public long forwardedRequests() {
    return forwarded.sum();
  }
}
