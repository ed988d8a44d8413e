package dev.podo.controllers.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/// What the controllers of a process have done, in numbers.
public final class Metrics {
  private final ConcurrentSkipListMap<Series, LongAdder> counters = new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListMap<Series, LongSupplier> gauges = new ConcurrentSkipListMap<>();

  /// One number.
  ///
  /// @param metric as Prometheus names it
  /// @param controller the value of the label `name`
  public record Sample(String metric, String controller, long value) {}

  private record Series(String metric, String controller) implements Comparable<Series> {
    @Override
    public int compareTo(Series other) {
      var byMetric = metric.compareTo(other.metric);
      return byMetric != 0 ? byMetric : controller.compareTo(other.controller);
    }
  }

  /// All numbers, sorted by metric and controller.
  public List<Sample> samples() {
    var out = new ConcurrentSkipListMap<Series, Long>();
    counters.forEach((series, counter) -> out.put(series, counter.sum()));
    gauges.forEach((series, gauge) -> out.put(series, gauge.getAsLong()));
    var samples = new ArrayList<Sample>();
    out.forEach((series, v) -> samples.add(new Sample(series.metric(), series.controller(), v)));
    return samples;
  }

  void count(String metric, String controller, long more) {
    counter(metric, controller).add(more);
  }

  /// For what is counted often.
  LongAdder counter(String metric, String controller) {
    return counters.computeIfAbsent(new Series(metric, controller), s -> new LongAdder());
  }

  void gauge(String metric, String controller, LongSupplier value) {
    gauges.put(new Series(metric, controller), value);
  }
}
