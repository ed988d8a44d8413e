package dev.podo.apiserver.relay;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Connections to other servers that have served a request and may serve another. Few are kept, and
/// not for long: a server may close one at any time, and whoever takes it then finds out only when
/// no reply comes.
public final class Origins implements AutoCloseable {
  static final int KEPT = 128;
  static final int KEPT_FOR_ONE = 16;
  private static final Duration IDLE = Duration.ofSeconds(90);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Duration SLOWEST_DIAL = Duration.ofSeconds(30);

  private final Scope scope;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Destination, ArrayDeque<Idle>> idle = new LinkedHashMap<>();
  private int kept;
  private boolean closed;

  private record Idle(OriginConnection connection, Clock.Timer timer) {}

  /// @param scope on whose threads bodies are sent, and with which the connections are closed
  public Origins(Scope scope) {
    this.scope = scope;
    this.clock = scope.environment().clock();
    scope.onClose(this);
  }

  /// How long one end may take nothing of what the other has for it.
  Duration patience() {
    return PATIENCE;
  }

  Scope scope() {
    return scope;
  }

  public Clock clock() {
    return clock;
  }

  /// One that is open already, the last used first; null when there is none.
  @Nullable OriginConnection idle(Destination to) {
    lock.lock();
    try {
      var waiting = idle.get(to);
      if (waiting == null) {
        return null;
      }
      var last = waiting.removeLast(); // An empty one is not kept.
      forget(to, waiting);
      last.timer().cancel();
      return last.connection();
    } finally {
      lock.unlock();
    }
  }

  private void forget(Destination to, ArrayDeque<Idle> emptied) {
    kept--;
    if (emptied.isEmpty()) {
      idle.remove(to);
    }
  }

  /// A new one.
  OriginConnection dial(Destination to, Deadline deadline) throws IOException {
    return OriginConnection.open(
        to, clock, Deadline.after(clock, SLOWEST_DIAL).orEarlier(deadline));
  }

  /// Takes one back that is between two requests.
  void keep(Destination to, OriginConnection connection) {
    lock.lock();
    try {
      var waiting = idle.get(to);
      if (closed || kept >= KEPT || (waiting != null && waiting.size() >= KEPT_FOR_ONE)) {
        connection.close();
        return;
      }
      connection.boundBy(Deadline.never());
      var timer = clock.schedule(clock.nanos() + IDLE.toNanos(), () -> drop(to, connection));
      idle.computeIfAbsent(to, it -> new ArrayDeque<>()).add(new Idle(connection, timer));
      kept++;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("ReferenceEquality") // This very connection.
  private void drop(Destination to, OriginConnection connection) {
    lock.lock();
    try {
      var waiting = idle.get(to);
      if (waiting != null && waiting.removeIf(it -> it.connection() == connection)) {
        forget(to, waiting);
        connection.close();
      }
    } finally {
      lock.unlock();
    }
  }

  int kept() {
    lock.lock();
    try {
      return kept;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      for (var waiting : idle.values()) {
        for (var each : waiting) {
          each.timer().cancel();
          each.connection().close();
        }
      }
      idle.clear();
      kept = 0;
    } finally {
      lock.unlock();
    }
  }
}
