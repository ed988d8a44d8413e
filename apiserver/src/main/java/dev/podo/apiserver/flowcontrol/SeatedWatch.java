package dev.podo.apiserver.flowcontrol;

import dev.podo.apiserver.request.RequestInfo;
import dev.podo.apiserver.request.Watch;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A watch that keeps its seat until it has told the state with which it begins, and is counted
/// among the watchers until it ends.
public final class SeatedWatch implements Watch {
  private final Watch watch;
  private final FlowControl.Ticket ticket;
  private final Runnable ended;
  private final AtomicBoolean closed = new AtomicBoolean();
  private boolean seated = true; // Only who polls looks at it.

  private SeatedWatch(Watch watch, FlowControl.Ticket ticket, Runnable ended) {
    this.watch = watch;
    this.ticket = ticket;
    this.ended = ended;
  }

  public static Watch of(
      Watch watch, RequestInfo info, FlowControl.Ticket ticket, Watchers watchers) {
    return new SeatedWatch(watch, ticket, watchers.begin(info));
  }

  @Override
  public @Nullable Change poll() {
    var change = watch.poll();
    if (seated && (change == null || change.type() != Type.ADDED)) {
      seated = false;
      ticket.close();
    }
    return change;
  }

  @Override
  public void requirePlace() {
    watch.requirePlace();
  }

  @Override
  public boolean isOver() {
    return watch.isOver();
  }

  @Override
  public void onAvailable(Runnable action) {
    watch.onAvailable(action);
  }

  @Override
  public @Nullable Change bookmark() {
    return watch.bookmark();
  }

  @Override
  public Duration life() {
    return watch.life();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      watch.close();
      ticket.close();
      ended.run();
    }
  }
}
