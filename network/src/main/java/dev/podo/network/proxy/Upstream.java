package dev.podo.network.proxy;

import dev.podo.network.ingress.Backend.Endpoint;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One endpoint as the proxy sees it: what it has in flight, and the idle connections to it, which
/// each event loop keeps for itself. It outlives route tables as long as one of them names it.
final class Upstream {
  private final Endpoint endpoint;
  private final InetSocketAddress address;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final List<ArrayDeque<UpstreamConnection>> idle;
  private volatile boolean retired;

  Upstream(Endpoint endpoint, int loops) {
    this.endpoint = endpoint;
    this.address = new InetSocketAddress(endpoint.ip(), endpoint.port());
    this.idle = new ArrayList<>(loops);
    for (int i = 0; i < loops; i++) {
      idle.add(new ArrayDeque<>());
    }
  }

  InetSocketAddress address() {
    return address;
  }

  int inFlight() {
    return inFlight.get();
  }

  void begin() {
    inFlight.incrementAndGet();
  }

  void end() {
    inFlight.decrementAndGet();
  }

  /// No table names it any more: connections close as soon as they are idle.
  boolean isRetired() {
    return retired;
  }

  void retire() {
    retired = true;
  }

  /// The connection used last: the one least likely to be closed by the endpoint just now.
  @Nullable UpstreamConnection pollIdle(int loop) {
    return idle.get(loop).pollLast();
  }

  boolean offerIdle(int loop, UpstreamConnection connection, int max) {
    var mine = idle.get(loop);
    if (retired || mine.size() >= max) {
      return false;
    }
    mine.addLast(connection);
    return true;
  }

  void forgetIdle(int loop, UpstreamConnection connection) {
    idle.get(loop).remove(connection);
  }

  /// Closes what is idle on one loop; called on its thread.
  void closeIdle(int loop) {
    var mine = idle.get(loop);
    for (var next = mine.poll(); next != null; next = mine.poll()) {
      next.close();
    }
  }

  @Override
  public String toString() {
    return endpoint.toString();
  }
}
