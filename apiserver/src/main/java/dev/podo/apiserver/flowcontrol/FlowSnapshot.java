package dev.podo.apiserver.flowcontrol;

import java.util.ArrayList;
import java.util.List;

/// How levels, queues and flows stood at one instant.
public record FlowSnapshot(List<OfLevel> levels, List<OfFlow> flows) {

  /// How a level stood.
  ///
  /// @param seats nominal, without those that it may lend, and with those that it may borrow
  /// @param requests how many were there, and how many there have been
  /// @param queues those that had anything to do
  public record OfLevel(
      String name, boolean exempt, Seats seats, Requests requests, List<OfQueue> queues) {}

  public record Seats(int nominal, int lower, int upper, int current, int executing) {}

  public record Requests(
      int waiting, int executing, long dispatched, long rejected, long timedOut, long cancelled) {}

  /// How a queue stood.
  ///
  /// @param executing requests that came out of it
  /// @param next its virtual time, in seat-nanoseconds
  public record OfQueue(
      int index, int executing, int executingSeats, long next, List<Waiting> waiting) {}

  /// Who waited.
  ///
  /// @param arrived in nanoseconds of the server's own clock
  public record Waiting(String schema, String distinguisher, int seats, long arrived) {}

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
        view.levels().all().stream().map(level -> of(level, view.levels())).toList(),
        view.flows().stream().map(FlowSnapshot::of).toList());
  }

  private static OfLevel of(Level level, PriorityLevels levels) {
    var queues = new ArrayList<OfQueue>();
    for (var queue : level.activeQueues()) {
      queues.add(
          new OfQueue(
              queue.index,
              queue.executing,
              queue.executingSeats,
              queue.next,
              queue.waiting.stream().map(FlowSnapshot::of).toList()));
    }
    return new OfLevel(
        level.name(),
        level.config().exempt(),
        new Seats(
            level.nominal(),
            level.min(),
            level.max(),
            levels.currentLimit(level),
            level.executingSeats),
        new Requests(
            level.waiting,
            level.executing,
            level.dispatched,
            level.rejected,
            level.timedOut,
            level.cancelled),
        queues);
  }

  private static Waiting of(Work work) {
    return new Waiting(work.flow.schema(), work.distinguisher, work.width, work.arrived);
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
