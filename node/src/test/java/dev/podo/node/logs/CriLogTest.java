package dev.podo.node.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CriLogTest {
  @TempDir Path directory;

  @Test
  void readsALine() {
    var entry =
        CriLine.parse(
            "2026-11-23T04:05:06.123456789Z stderr F hello  world"
                .getBytes(StandardCharsets.UTF_8));
    assertThat(entry).isNotNull();
    assertThat(entry.time()).isEqualTo(Instant.parse("2026-11-23T04:05:06.123456789Z"));
    assertThat(entry.stderr()).isTrue();
    assertThat(entry.partial()).isFalse();
    assertThat(entry.text().toUtf8()).isEqualTo("hello  world");
  }

  @Test
  void readsPartsAndOffsetsAndEmptyLines() {
    var part =
        CriLine.parse("2026-11-23T04:05:06+01:00 stdout P x".getBytes(StandardCharsets.UTF_8));
    assertThat(part).isNotNull();
    assertThat(part.partial()).isTrue();
    assertThat(part.time()).isEqualTo(Instant.parse("2026-11-23T03:05:06Z"));
    var empty = CriLine.parse("2026-11-23T04:05:06Z stdout F ".getBytes(StandardCharsets.UTF_8));
    assertThat(empty).isNotNull();
    assertThat(empty.text().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "2026-11-23T04:05:06Z stdout", "yesterday stdout F x"})
  void whatIsNoLogLineIsNone(String line) {
    assertThat(CriLine.parse(line.getBytes(StandardCharsets.UTF_8))).isNull();
  }

  @ParameterizedTest
  @CsvSource({"0,''", "1,c", "2,b c", "3,a b c", "9,a b c"})
  void tailIsTheLastLines(long lines, String expected) throws IOException {
    var path = directory.resolve("0.log");
    Files.writeString(path, "a\nb\nc\n");
    try (var file = new LogFile(path)) {
      file.seekToLastLines(lines);
      assertThat(String.join(" ", rest(file))).isEqualTo(expected);
    }
  }

  @Test
  void tailOfALongFileIsFoundFromTheEnd() throws IOException {
    var path = directory.resolve("0.log");
    var text = new StringBuilder();
    for (var i = 0; i < 50_000; i++) {
      text.append("line ").append(i).append('\n');
    }
    Files.writeString(path, text);
    try (var file = new LogFile(path)) {
      file.seekToLastLines(20_000);
      var rest = rest(file);
      assertThat(rest).hasSize(20_000);
      assertThat(rest.getFirst()).isEqualTo("line 30000");
    }
  }

  @Test
  void aGrowingFileIsReadOnAndALineOnlyWhenItIsWhole() throws IOException {
    var path = directory.resolve("0.log");
    Files.writeString(path, "a\nb");
    try (var file = new LogFile(path)) {
      assertThat(rest(file)).containsExactly("a");
      Files.writeString(path, "c\nd\n", StandardOpenOption.APPEND);
      assertThat(rest(file)).containsExactly("bc", "d");
      assertThat(file.isAt(path)).isTrue();
      Files.move(path, directory.resolve("0.log.old"));
      assertThat(file.isAt(path)).isFalse();
      assertThat(file.isAt(directory.resolve("0.log.old"))).isTrue();
    }
  }

  private static List<String> rest(LogFile file) throws IOException {
    var out = new ArrayList<String>();
    for (var line = file.nextLine(); line != null; line = file.nextLine()) {
      out.add(new String(line, StandardCharsets.UTF_8));
    }
    return out;
  }
}
