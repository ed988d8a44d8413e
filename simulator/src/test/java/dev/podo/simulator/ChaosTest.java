package dev.podo.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever fails, nothing happens that never may; and once it has healed, the cluster comes to
/// rest. Other seeds: `./dev sim SEED…`.
class ChaosTest {
  /// Separated by commas, or a range as in `1-200`.
  private static final String SEEDS = "podo.sim.seeds";

  private static final Logger LOGS = Logger.getLogger("dev.podo");

  @BeforeAll
  static void beQuiet() {
    // Failing is what happens all the time here.
    LOGS.setLevel(Level.OFF);
  }

  static LongStream seeds() throws IOException {
    var asked = System.getProperty(SEEDS, "");
    if (!asked.isEmpty()) {
      return Arrays.stream(asked.split("[, ]+")).flatMapToLong(ChaosTest::range);
    }
    return LongStream.concat(LongStream.rangeClosed(1, 8), failedOnce()).distinct();
  }

  private static LongStream range(String text) {
    var parts = text.split("-", 2);
    return LongStream.rangeClosed(
        Long.parseLong(parts[0]), Long.parseLong(parts[parts.length - 1]));
  }

  /// Each line of the file: a seed, and the bug that it showed in a few words.
  private static LongStream failedOnce() throws IOException {
    try (var in = ChaosTest.class.getResourceAsStream("seeds.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .mapToLong(line -> Long.parseLong(line.split("\\s+", 2)[0]))
              .boxed()
              .toList()
              .stream()
              .mapToLong(Long::longValue);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void invariantsHoldAndTheClusterComesToRest(long seed) {
    var report = Chaos.run(seed);
    System.out.println(report);
    assertThat(report.revisions()).isPositive();
  }
}
