package dev.podo.apiserver.health;

import dev.podo.apiserver.flowcontrol.FlowRecords;
import dev.podo.apiserver.flowcontrol.FlowSnapshot;
import dev.podo.apiserver.flowcontrol.Rejection;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// Tells of priority and fairness under upstream's names.
public final class FlowMetrics implements FlowRecords {
  private static final String PREFIX = "apiserver_flowcontrol_";
  private static final double[] SEATS = {1, 2, 4, 10};
  private static final double[] WATCHERS = {0, 1, 10, 100, 1_000, 10_000};
  private static final double[] LENGTHS = {0, 10, 20, 40, 80, 160, 320, 640};

  private final Metrics metrics;
  private final ConcurrentMap<String, Labels> bySchema = new ConcurrentHashMap<>();

  public FlowMetrics(Metrics metrics) {
    this.metrics = metrics;
  }

  /// The labels of a schema's requests, made once: every request asks for them.
  private record Labels(
      String level, String all, String executed, String refused, String reading, String writing) {
    static Labels of(String schema, String level) {
      var all = labels(schema, level);
      return new Labels(
          level,
          all,
          "execute=\"true\"," + all,
          "execute=\"false\"," + all,
          all + ",type=\"readOnly\"",
          all + ",type=\"mutating\"");
    }
  }

  private Labels known(String schema, String level) {
    var known = bySchema.get(schema);
    if (known == null || !known.level().equals(level)) {
      known = Labels.of(schema, level);
      bySchema.put(schema, known);
    }
    return known;
  }

  @Override
  public void dispatched(String schema, String level) {
    metrics.count(
        PREFIX + "dispatched_requests_total",
        "How many requests were let in.",
        known(schema, level).all());
  }

  @Override
  public void rejected(String schema, String level, Rejection why) {
    metrics.count(
        PREFIX + "rejected_requests_total",
        "How many requests were turned away.",
        known(schema, level).all() + ",reason=\"" + why.reason() + "\"");
  }

  @Override
  public void waited(String schema, String level, boolean executes, Duration time) {
    var labels = known(schema, level);
    metrics.observe(
        PREFIX + "request_wait_duration_seconds",
        "How long requests waited in a queue, in seconds.",
        executes ? labels.executed() : labels.refused(),
        time.toNanos() / 1e9);
  }

  @Override
  public void estimated(String schema, String level, int seats) {
    metrics.observe(
        PREFIX + "work_estimated_seats",
        "How many seats requests were taken to need.",
        known(schema, level).all(),
        SEATS,
        seats);
  }

  @Override
  public void queued(String schema, String level, int length) {
    metrics.observe(
        PREFIX + "request_queue_length_after_enqueue",
        "How long a queue was when a request had come into it.",
        known(schema, level).all(),
        LENGTHS,
        length);
  }

  @Override
  public void executed(String schema, String level, boolean readOnly, Duration time) {
    var labels = known(schema, level);
    metrics.observe(
        PREFIX + "request_execution_seconds",
        "How long requests were worked on, in seconds.",
        readOnly ? labels.reading() : labels.writing(),
        time.toNanos() / 1e9);
  }

  @Override
  public void watched(int watchers) {
    metrics.observe(
        PREFIX + "watch_count_samples",
        "How many are told of what a write changes.",
        "",
        WATCHERS,
        watchers);
  }

  /// Tells also how all stands when it is asked.
  public void tell(Supplier<FlowSnapshot> now) {
    ofFlows("current_inqueue_requests", "Requests that wait.", now, it -> it.waiting());
    ofFlows("current_inqueue_seats", "Seats that are waited for.", now, it -> it.waitingSeats());
    ofFlows(
        "current_executing_requests", "Requests that are worked on.", now, it -> it.executing());
    ofFlows("current_executing_seats", "Seats that are taken.", now, it -> it.executingSeats());
    ofLevels("nominal_limit_seats", "Seats that a level has.", now, it -> it.seats().nominal());
    ofLevels("lower_limit_seats", "Seats that a level never lends.", now, it -> it.seats().lower());
    ofLevels(
        "upper_limit_seats",
        "Seats that a level may have with those that it borrows.",
        now,
        it -> it.seats().upper());
    ofLevels(
        "current_limit_seats",
        "Seats that a level could have just now, with those that others lend it.",
        now,
        it -> it.seats().current());
  }

  private void ofFlows(
      String name,
      String help,
      Supplier<FlowSnapshot> now,
      ToIntFunction<FlowSnapshot.OfFlow> value) {
    metrics.gauges(
        PREFIX + name,
        help,
        () -> {
          SortedMap<String, Integer> values = new TreeMap<>();
          for (var flow : now.get().flows()) {
            values.put(labels(flow.schema(), flow.level()), value.applyAsInt(flow));
          }
          return values;
        });
  }

  private void ofLevels(
      String name,
      String help,
      Supplier<FlowSnapshot> now,
      ToIntFunction<FlowSnapshot.OfLevel> value) {
    metrics.gauges(
        PREFIX + name,
        help,
        () -> {
          SortedMap<String, Integer> values = new TreeMap<>();
          for (var level : now.get().levels()) {
            values.put("priority_level=\"" + level.name() + "\"", value.applyAsInt(level));
          }
          return values;
        });
  }

  private static String labels(String schema, String level) {
    return "flow_schema=\"" + schema + "\",priority_level=\"" + level + "\"";
  }
}
