package dev.podo.bench.ingress;

import dev.podo.bench.machine.Command;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The load generator wrk: 64 connections that are kept, one thread.
///
/// @param failures replies that were not 2xx or 3xx, and errors of sockets, as wrk tells them; ""
///   for none
record Wrk(double perSecond, String p99, String failures) {
  private static final int CONNECTIONS = 64;
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern P99 = Pattern.compile("99%\\s+(\\S+)");
  private static final Pattern FAILURES = Pattern.compile("(Non-2xx.*|Socket errors.*)");

  static Wrk load(int port, Duration time) throws IOException, InterruptedException {
    var output =
        Command.run(
            time.plusSeconds(20),
            List.of(
                "wrk",
                "-t1",
                "-c" + CONNECTIONS,
                "-d" + time.toSeconds() + "s",
                "--latency",
                "http://127.0.0.1:" + port + "/"));
    var failures = FAILURES.matcher(output);
    return new Wrk(
        Double.parseDouble(first(RATE, output)),
        first(P99, output),
        failures.find() ? failures.group(1).strip() : "");
  }

  private static String first(Pattern pattern, String output) throws IOException {
    var found = pattern.matcher(output);
    if (!found.find()) {
      throw new IOException("wrk's output cannot be understood: " + output.strip());
    }
    return found.group(1);
  }

  @Override
  public String toString() {
    var text = String.format(Locale.ROOT, "%,.0f/s, p99 %s", perSecond, p99);
    return failures.isEmpty() ? text : text + ", " + failures;
  }
}
