package dev.podo.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DeterminismTest {
  @Test
  void theSameSeedGivesTheSameHistory() {
    assertThat(Runs.shortRun(7)).isEqualTo(Runs.shortRun(7));
  }

  @Test
  void anotherSeedGivesAnotherHistory() {
    assertThat(Runs.shortRun(7)).isNotEqualTo(Runs.shortRun(8));
  }

  @Test
  void aSecondJvmGivesTheSameHistory() throws IOException, InterruptedException {
    assertThat(inAnotherJvm(7)).isEqualTo(Runs.shortRun(7));
  }

  @Test
  void chaosIsTheSameAgain() {
    assertThat(Chaos.run(5)).isEqualTo(Chaos.run(5));
  }

  private static String inAnotherJvm(long seed) throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Runs.class.getName(),
                Long.toString(seed))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var out = process.getInputStream()) {
      var text = new String(out.readAllBytes(), StandardCharsets.UTF_8).trim();
      assertThat(process.waitFor()).isZero();
      return text;
    }
  }
}
