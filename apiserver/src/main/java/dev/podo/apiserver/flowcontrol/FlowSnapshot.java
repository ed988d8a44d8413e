package dev.podo.apiserver.flowcontrol;

import dev.podo.apiserver.request.RequestInfo;
import dev.podo.foundation.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How levels, queues and flows stood at one instant.
public record FlowSnapshot(List<OfLevel> levels, List<OfFlow> flows) {

  /// How a level stood.
  ///
  /// @param seats nominal, without those that it may lend, and with those that it may borrow
  /// @param requests how many were there, and how many there have been
  /// @param queues all of them, in order
  /// @param working on whom it worked
  public record OfLevel(
      String name, Seats seats, Requests requests, List<OfQueue> queues, List<OfRequest> working) {}

  public record Seats(int nominal, int lower, int upper, int current, int executing) {}

  public record Requests(
      int waiting, int executing, long dispatched, long rejected, long timedOut, long cancelled) {}

  /// How a queue stood.
  ///
  /// @param executing requests that came out of it
  /// @param next its virtual time, in seat-nanoseconds
  public record OfQueue(
      int index, int executing, int executingSeats, long next, List<OfRequest> waiting) {}

  /// Who was there.
  ///
  /// @param queue where he waited; -1 for who never did
  /// @param started null for who waited still
  /// @param user "" if it is not known
  /// @param info null if it is not known
  public record OfRequest(
      String schema,
      int queue,
      String distinguisher,
      WorkEstimate estimate,
      Instant arrived,
      @Nullable Instant started,
      String user,
      @Nullable RequestInfo info) {}

  /// The requests that one schema led to one level.
  public record OfFlow(
      String schema,
      String level,
      int waiting,
      int waitingSeats,
      int executing,
      int executingSeats) {}

  static FlowSnapshot of(FlowControl.View view) {
    return new FlowSnapshot(
        view.levels().all().stream().map(level -> of(level, view)).toList(),
        view.flows().stream().map(FlowSnapshot::of).toList());
  }

  private static OfLevel of(Level level, FlowControl.View view) {
    return new OfLevel(
        level.name(),
        new Seats(
            level.nominal(),
            level.min(),
            level.max(),
            view.levels().currentLimit(level),
            level.executingSeats),
        new Requests(
            level.waiting,
            level.executing,
            level.dispatched,
            level.rejected,
            level.timedOut,
            level.cancelled),
        queues(level, view.clock()),
        level.working.stream().map(work -> of(work, view.clock())).toList());
  }

  private static List<OfQueue> queues(Level level, Clock clock) {
    var queues = new ArrayList<OfQueue>();
    for (var queue : level.queues()) {
      queues.add(
          queue == null
              ? new OfQueue(queues.size(), 0, 0, 0, List.of())
              : new OfQueue(
                  queue.index,
                  queue.executing,
                  queue.executingSeats,
                  queue.next,
                  queue.waiting.stream().map(work -> of(work, clock)).toList()));
    }
    return queues;
  }

  private static OfRequest of(Work work, Clock clock) {
    var queue = work.queue;
    var asked = work.asked;
    return new OfRequest(
        work.flow.schema(),
        queue == null ? -1 : queue.index,
        work.distinguisher,
        work.estimate,
        at(work.arrived, clock),
        work.state == Work.State.WAITING ? null : at(work.started, clock),
        asked == null ? "" : asked.user(),
        asked == null ? null : asked.info());
  }

  private static Instant at(long nanos, Clock clock) {
    return clock.now().minusNanos(clock.nanos() - nanos);
  }

  private static OfFlow of(Flow flow) {
    return new OfFlow(
        flow.schema(),
        flow.level().name(),
        flow.waiting,
        flow.waitingSeats,
        flow.executing,
        flow.executingSeats);
  }
}
