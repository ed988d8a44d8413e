package dev.podo.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What to measure and how long.
///
/// @param names of the benchmarks; empty for all
/// @param podo the script that starts clusters
/// @param markdown where the tables are kept; null to print them only
/// @param runs how often whole processes are started
/// @param idle how long the idle cluster is looked at
record Options(List<String> names, Path podo, @Nullable Path markdown, int runs, Duration idle) {
  static final String USAGE =
      """
      usage: ./dev bench [NAME...] [--markdown FILE] [--runs N] [--idle SECONDS] [--podo FILE]

        --markdown FILE  put the tables between their marks in FILE, besides printing them
        --runs N         start whole processes so often (5)
        --idle SECONDS   look at the idle cluster for so long (20; the target is stated for 300)
        --podo FILE      measure this podo: of a checkout, or of an unpacked distribution

      benchmarks:
      """;

  Options {
    names = List.copyOf(names);
  }

  /// @throws IllegalArgumentException when the arguments make no sense; says why
  static Options parse(List<String> arguments) {
    var names = new ArrayList<String>();
    var podo = Path.of("podo").toAbsolutePath();
    Path markdown = null;
    int runs = 5;
    int idle = 20;
    for (var rest = arguments.iterator(); rest.hasNext(); ) {
      var argument = rest.next();
      if (!argument.startsWith("--")) {
        names.add(argument);
        continue;
      }
      if (!rest.hasNext()) {
        throw new IllegalArgumentException(argument + " needs a value");
      }
      var value = rest.next();
      switch (argument) {
        case "--markdown" -> markdown = Path.of(value);
        case "--podo" -> podo = Path.of(value).toAbsolutePath();
        case "--runs" -> runs = number(argument, value);
        case "--idle" -> idle = number(argument, value);
        default -> throw new IllegalArgumentException("no such option: " + argument);
      }
    }
    return new Options(names, podo, markdown, runs, Duration.ofSeconds(idle));
  }

  private static int number(String option, String value) {
    if (!value.matches("[1-9]\\d{0,4}")) {
      throw new IllegalArgumentException(option + " takes a number from 1, not " + value);
    }
    return Integer.parseInt(value);
  }
}
