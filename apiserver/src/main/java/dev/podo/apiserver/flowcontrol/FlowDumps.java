package dev.podo.apiserver.flowcontrol;

import dev.podo.apiserver.request.Answer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// What `/debug/api_priority_and_fairness/…` tells: tables as upstream's, with commas and aligned.
public final class FlowDumps {
  /// Below which the tables lie.
  public static final String PATH = "/debug/api_priority_and_fairness/";

  private static final String NEVER = "0001-01-01T00:00:00Z";
  private static final double NANOS = 1e9;

  private final Supplier<FlowSnapshot> source;

  public FlowDumps(Supplier<FlowSnapshot> source) {
    this.source = source;
  }

  public Answer levels() {
    var table = new Table();
    table.row(
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
      table.row(
          level.name(),
          level.queues().stream().filter(queue -> !queue.waiting().isEmpty()).count(),
          requests.waiting() + requests.executing() == 0,
          false,
          requests.waiting(),
          requests.executing(),
          requests.dispatched(),
          requests.rejected(),
          requests.timedOut(),
          requests.cancelled());
    }
    return table.answer();
  }

  public Answer queues() {
    var table = new Table();
    table.row(
        "PriorityLevelName",
        "Index",
        "PendingRequests",
        "ExecutingRequests",
        "SeatsInUse",
        "NextDispatchR",
        "InitialSeatsSum",
        "MaxSeatsSum",
        "TotalWorkSum");
    for (var level : source.get().levels()) {
      for (var queue : level.queues()) {
        table.row(
            level.name(),
            queue.index(),
            queue.waiting().size(),
            queue.executing(),
            queue.executingSeats(),
            seatSeconds(queue.next()),
            sum(queue, WorkEstimate::seats),
            sum(queue, WorkEstimate::width),
            seatSeconds(sum(queue, FlowDumps::work)));
      }
    }
    return table.answer();
  }

  private static long sum(FlowSnapshot.OfQueue queue, ToLongFunction<WorkEstimate> part) {
    return queue.waiting().stream().mapToLong(it -> part.applyAsLong(it.estimate())).sum();
  }

  /// In seat-nanoseconds.
  private static long work(WorkEstimate estimate) {
    return estimate.seats() * Level.ESTIMATE_NANOS
        + estimate.finalSeats() * estimate.afterwards().toNanos();
  }

  private static String seatSeconds(long seatNanos) {
    return String.format(Locale.ROOT, "%.8fss", seatNanos / NANOS);
  }

  /// @param details whether to say what each request is
  public Answer requests(boolean details) {
    var table = new Table();
    var headings =
        new ArrayList<Object>(
            List.of(
                "PriorityLevelName",
                "FlowSchemaName",
                "QueueIndex",
                "RequestIndexInQueue",
                "FlowDistingsher",
                "ArriveTime",
                "InitialSeats",
                "FinalSeats",
                "AdditionalLatency",
                "StartTime"));
    if (details) {
      headings.addAll(
          List.of(
              "UserName",
              "Verb",
              "APIPath",
              "Namespace",
              "Name",
              "APIVersion",
              "Resource",
              "SubResource"));
    }
    table.row(headings.toArray());
    for (var level : source.get().levels()) {
      for (var queue : level.queues()) {
        for (var place = 0; place < queue.waiting().size(); place++) {
          table.row(request(level, queue.waiting().get(place), place, details));
        }
      }
      level.working().forEach(it -> table.row(request(level, it, -1, details)));
    }
    return table.answer();
  }

  private static Object[] request(
      FlowSnapshot.OfLevel level, FlowSnapshot.OfRequest request, int place, boolean details) {
    var started = request.started();
    var estimate = request.estimate();
    var cells =
        new ArrayList<Object>(
            List.of(
                level.name(),
                request.schema(),
                request.queue(),
                place,
                request.distinguisher(),
                request.arrived(),
                estimate.seats(),
                estimate.finalSeats(),
                goDuration(estimate.afterwards()),
                started == null ? NEVER : started));
    var info = request.info();
    if (details && info != null) {
      var groupVersion = info.group().isEmpty() ? "" : info.group() + "/";
      cells.addAll(
          List.of(
              request.user(),
              info.verb(),
              info.path(),
              info.namespace(),
              info.name(),
              groupVersion + info.version(),
              info.resource(),
              info.subresource()));
    }
    return cells.toArray();
  }

  private static String goDuration(Duration duration) {
    var seconds = BigDecimal.valueOf(duration.toNanos(), 9);
    var unit = duration.isZero() || duration.toSeconds() > 0 ? "s" : "ms";
    var number = unit.equals("s") ? seconds : seconds.movePointRight(3);
    return (number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString()) + unit;
  }

  /// Lines of cells, each but the last as wide as the widest of its column.
  private static final class Table {
    private static final int NARROWEST = 8;

    private final List<List<String>> rows = new ArrayList<>();
    private final List<Integer> widths = new ArrayList<>();

    void row(Object... cells) {
      var row = new ArrayList<String>();
      for (var i = 0; i < cells.length; i++) {
        var cell = String.valueOf(cells[i]) + (i == cells.length - 1 ? "" : ",");
        row.add(cell);
        if (i == widths.size()) {
          widths.add(NARROWEST);
        }
        if (i < cells.length - 1) {
          widths.set(i, Math.max(widths.get(i), cell.length() + 1));
        }
      }
      rows.add(row);
    }

    Answer answer() {
      var text = new StringBuilder();
      for (var row : rows) {
        for (var i = 0; i < row.size() - 1; i++) {
          text.append(row.get(i)).repeat(' ', widths.get(i) - row.get(i).length());
        }
        text.append(row.getLast()).append('\n');
      }
      return Answer.OfDocument.text(200, text.toString());
    }
  }
}
