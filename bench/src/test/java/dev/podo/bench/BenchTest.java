package dev.podo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BenchTest {
  @Test
  void eachBenchmarkHasItsPlaceInTheDocument() throws Exception {
    var document = Files.readString(Path.of("..", "docs", "performance.md"));
    assertThat(Bench.names())
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .allSatisfy(name ->
            assertThat(document)
                .containsOnlyOnce("<!-- bench " + name + " -->")
                .containsOnlyOnce("<!-- /bench " + name + " -->"));
  }
}
