package dev.podo.apiserver.flowcontrol;

import dev.podo.apiserver.request.Answer;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What `/debug/api_priority_and_fairness/…` tells: tables with commas, their headings as
/// upstream's.
public final class FlowDumps {
  /// Below which the tables lie.
  public static final String PATH = "/debug/api_priority_and_fairness/";

  private final Supplier<FlowSnapshot> source;

  public FlowDumps(Supplier<FlowSnapshot> source) {
    this.source = source;
  }

  public Answer levels() {
    var table = new StringBuilder();
    row(
        table,
        "PriorityLevelName",
        "ActiveQueues",
        "IsIdle",
        "IsQuiescing",
        "WaitingRequests",
        "ExecutingRequests",
        "DispatchedRequests",
        "RejectedRequests",
        "TimedoutRequests",
        "CancelledRequests");
    for (var level : source.get().levels()) {
      var requests = level.requests();
      row(
          table,
          level.name(),
          level.exempt() ? "<none>" : level.queues().size(),
          requests.waiting() + requests.executing() == 0,
          false,
          level.exempt() ? "<none>" : requests.waiting(),
          requests.executing(),
          requests.dispatched(),
          requests.rejected(),
          requests.timedOut(),
          requests.cancelled());
    }
    return Answer.OfDocument.text(200, table.toString());
  }

  public Answer queues() {
    var table = new StringBuilder();
    row(
        table,
        "PriorityLevelName",
        "Index",
        "PendingRequests",
        "ExecutingRequests",
        "SeatsInUse",
        "NextDispatchR");
    for (var level : source.get().levels()) {
      for (var queue : level.queues()) {
        row(
            table,
            level.name(),
            queue.index(),
            queue.waiting().size(),
            queue.executing(),
            queue.executingSeats(),
            queue.next());
      }
    }
    return Answer.OfDocument.text(200, table.toString());
  }

  public Answer requests() {
    var table = new StringBuilder();
    row(
        table,
        "PriorityLevelName",
        "FlowSchemaName",
        "QueueIndex",
        "RequestIndexInQueue",
        "FlowDistingsher",
        "InitialSeats");
    for (var level : source.get().levels()) {
      for (var queue : level.queues()) {
        addRequests(table, level.name(), queue);
      }
    }
    return Answer.OfDocument.text(200, table.toString());
  }

  private static void addRequests(StringBuilder table, String level, FlowSnapshot.OfQueue queue) {
    var place = 0;
    for (var waiting : queue.waiting()) {
      row(
          table,
          level,
          waiting.schema(),
          queue.index(),
          place++,
          waiting.distinguisher(),
          waiting.seats());
    }
  }

  private static void row(StringBuilder table, Object... cells) {
    table
        .append(List.of(cells).stream().map(String::valueOf).collect(Collectors.joining(", ")))
        .append('\n');
  }
}
