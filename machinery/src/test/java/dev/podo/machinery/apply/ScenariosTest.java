package dev.podo.machinery.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The tables of writes: after `NAME.input.yaml` everything is as `NAME.expected.txt` says.
class ScenariosTest {
  private static final Path TABLES = Path.of("src/test/resources/apply");
  private static final String INPUT = ".input.yaml";

  @TestFactory
  Stream<DynamicTest> playsOut() throws IOException {
    try (var files = Files.list(TABLES)) {
      return files.filter(it -> it.toString().endsWith(INPUT)).sorted().toList().stream()
          .map(ScenariosTest::test);
    }
  }

  private static DynamicTest test(Path input) {
    var file = input.getFileName().toString();
    var name = file.substring(0, file.length() - INPUT.length());
    return DynamicTest.dynamicTest(
        name,
        () ->
            assertThat(Scenario.play(Files.readAllBytes(input)))
                .isEqualTo(Files.readString(input.resolveSibling(name + ".expected.txt"))));
  }
}
