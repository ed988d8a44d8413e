package dev.podo.apiserver.flowcontrol;

import dev.podo.apiserver.request.ForwardingWatch;
import dev.podo.apiserver.request.RequestInfo;
import dev.podo.apiserver.request.Watch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A watch that keeps its seat until it has told the state with which it begins, and is counted
/// among the watchers until it ends.
public final class SeatedWatch extends ForwardingWatch {
  private final FlowControl.Ticket ticket;
  private final Runnable ended;
  private final AtomicBoolean closed = new AtomicBoolean();
  private boolean seated = true; // Only who polls looks at it.

  private SeatedWatch(Watch watch, FlowControl.Ticket ticket, Runnable ended) {
    super(watch);
    this.ticket = ticket;
    this.ended = ended;
  }

  public static Watch of(
      Watch watch, RequestInfo info, FlowControl.Ticket ticket, Watchers watchers) {
    return new SeatedWatch(watch, ticket, watchers.begin(info));
  }

  @Override
  public @Nullable Change poll() {
    var change = super.poll();
    if (seated && (change == null || change.type() != Type.ADDED)) {
      seated = false;
      ticket.close();
    }
    return change;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      super.close();
      ticket.close();
      ended.run();
    }
  }
}
