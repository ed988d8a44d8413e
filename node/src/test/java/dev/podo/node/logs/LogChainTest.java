package dev.podo.node.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogChainTest {
  @TempDir Path directory;
  private Path current = Path.of("");

  @BeforeEach
  void write() throws IOException {
    current = directory.resolve("0.log");
    Files.writeString(directory.resolve("0.log.20260101-000000"), "a\nb\n");
    Files.writeString(directory.resolve("0.log.20260101-000010"), "c\nd\n");
    Files.writeString(current, "e\nf\n");
    Files.writeString(directory.resolve("1.log"), "of another instance\n");
  }

  private static String rest(LogChain log) throws IOException {
    List<String> out = new ArrayList<>();
    do {
      for (var line = log.nextLine(); line != null; line = log.nextLine()) {
        out.add(new String(line, StandardCharsets.UTF_8));
      }
    } while (log.advance());
    return String.join("", out);
  }

  @Test
  void filesMovedAsideAreReadFirst() throws IOException {
    try (var log = LogChain.open(current)) {
      assertThat(rest(log)).isEqualTo("abcdef");
    }
  }

  @ParameterizedTest
  @CsvSource({"0,''", "1,f", "2,ef", "3,def", "5,bcdef", "6,abcdef", "9,abcdef"})
  void theLastLinesMayBeginInAnEarlierFile(long lines, String expected) throws IOException {
    try (var log = LogChain.open(current, lines)) {
      assertThat(rest(log)).isEqualTo(expected);
    }
  }

  @Test
  void whoFollowsMissesNothingOfSeveralRotations() throws IOException {
    try (var log = LogChain.open(current, 1)) {
      assertThat(rest(log)).isEqualTo("f");
      Files.writeString(current, "g\n", StandardOpenOption.APPEND);
      Files.move(current, directory.resolve("0.log.20260101-000020"));
      assertThat(log.hasNewer()).as("before the runtime has opened the new file").isFalse();
      Files.writeString(current, "h\n");
      Files.move(current, directory.resolve("0.log.20260101-000030"));
      Files.writeString(current, "i\n");
      assertThat(log.hasNewer()).isTrue();
      assertThat(rest(log)).isEqualTo("ghi");
    }
  }

  @Test
  void oneThatWasRemovedWhileItWasReadIsFollowedByTheOldestLeft() throws IOException {
    try (var log = LogChain.open(current)) {
      Files.delete(directory.resolve("0.log.20260101-000000"));
      assertThat(rest(log)).isEqualTo("abcdef");
    }
  }

  @Test
  void withoutTheLastFileTheOthersAreRead() throws IOException {
    Files.delete(current);
    try (var log = LogChain.open(current)) {
      assertThat(rest(log)).startsWith("ab");
    }
    assertThatThrownBy(() -> LogChain.open(directory.resolve("7.log")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
