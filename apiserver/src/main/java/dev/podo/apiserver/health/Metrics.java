package dev.podo.apiserver.health;

import dev.podo.apiserver.http.Header;
import dev.podo.apiserver.request.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Counters, gauges and histograms, told in the text format of Prometheus. Whoever counts bounds
/// the values of his labels.
public final class Metrics {
  private static final double[] SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
  };

  private final Map<String, Family> families = new ConcurrentSkipListMap<>();

  private record Family(String type, String help, Map<String, Object> series) {}

  private static final class Histogram {
    private final double[] bounds;
    private final LongAdder[] buckets;
    private final DoubleAdder sum = new DoubleAdder();

    Histogram(double[] bounds) {
      this.bounds = bounds;
      this.buckets = new LongAdder[bounds.length + 1];
      for (var i = 0; i < buckets.length; i++) {
        buckets[i] = new LongAdder();
      }
    }

    void observe(double value) {
      var i = 0;
      while (i < bounds.length && value > bounds[i]) {
        i++;
      }
      buckets[i].increment();
      sum.add(value);
    }
  }

  private Family family(String name, String type, String help) {
    return families.computeIfAbsent(name, n -> new Family(type, help, new ConcurrentHashMap<>()));
  }

  /// @param labels as they are printed: `verb="get",code="200"`
  public void count(String name, String help, String labels) {
    var series = family(name, "counter", help).series();
    if (series.computeIfAbsent(labels, l -> new LongAdder()) instanceof LongAdder adder) {
      adder.increment();
    }
  }

  public void observe(String name, String help, String labels, double seconds) {
    observe(name, help, labels, SECONDS, seconds);
  }

  /// @param bounds of the buckets, ascending; those of the first observation hold
  void observe(String name, String help, String labels, double[] bounds, double value) {
    var series = family(name, "histogram", help).series();
    if (series.computeIfAbsent(labels, l -> new Histogram(bounds)) instanceof Histogram histogram) {
      histogram.observe(value);
    }
  }

  /// What another component counts, asked for each time when it is told.
  ///
  /// @param labels as they are printed
  public void counter(String name, String help, String labels, LongSupplier value) {
    family(name, "counter", help).series().put(labels, value);
  }

  /// Asks for the value each time when it is told.
  public void gauge(String name, String help, DoubleSupplier value) {
    family(name, "gauge", help).series().put("", value);
  }

  /// Asks for the values each time when they are told, by their labels as they are printed.
  public void gauges(String name, String help, Supplier<SortedMap<String, Integer>> values) {
    family(name, "gauge", help).series().put("", new Gauges(values));
  }

  private record Gauges(Supplier<SortedMap<String, Integer>> values) {}

  /// What `/metrics` answers.
  public Answer answer() {
    return new Answer.OfDocument(
        200,
        List.of(new Header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")),
        text().getBytes(StandardCharsets.UTF_8));
  }

  String text() {
    var out = new StringBuilder();
    families.forEach((name, family) -> {
      out.append("# HELP ").append(name).append(' ').append(family.help()).append('\n');
      out.append("# TYPE ").append(name).append(' ').append(family.type()).append('\n');
      new ConcurrentSkipListMap<>(family.series())
          .forEach((labels, value) -> print(out, name, labels, value));
    });
    return out.toString();
  }

  private static void print(StringBuilder out, String name, String labels, Object value) {
    switch (value) {
      case LongAdder counter -> line(out, name, labels, Long.toString(counter.sum()));
      case LongSupplier counter -> line(out, name, labels, Long.toString(counter.getAsLong()));
      case DoubleSupplier gauge -> line(out, name, labels, number(gauge.getAsDouble()));
      case Gauges(var values) ->
          values.get().forEach((each, is) -> line(out, name, each, Integer.toString(is)));
      case Histogram histogram -> print(out, name, labels, histogram);
      default -> throw new IllegalStateException("no metric: " + value);
    }
  }

  private static void print(StringBuilder out, String name, String labels, Histogram histogram) {
    var separator = labels.isEmpty() ? "" : ",";
    var sum = 0L;
    for (var i = 0; i < histogram.buckets.length; i++) {
      sum += histogram.buckets[i].sum();
      var bound = i < histogram.bounds.length ? number(histogram.bounds[i]) : "+Inf";
      line(out, name + "_bucket", labels + separator + "le=\"" + bound + "\"", Long.toString(sum));
    }
    line(out, name + "_sum", labels, number(histogram.sum.sum()));
    line(out, name + "_count", labels, Long.toString(sum));
  }

  private static void line(StringBuilder out, String name, String labels, String value) {
    out.append(name);
    if (!labels.isEmpty()) {
      out.append('{').append(labels).append('}');
    }
    out.append(' ').append(value).append('\n');
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
