package dev.podo.node.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.node.LogRequest;
import dev.podo.model.Bytes;
import dev.podo.node.runtime.LogSource.LogEntry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLinesTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00.5Z");

  /// A line in two parts, one on standard error, and a last one.
  private static final List<LogEntry> ENTRIES =
      List.of(
          new LogEntry(AT, false, true, Bytes.utf8("long ")),
          new LogEntry(AT.plusSeconds(1), false, false, Bytes.utf8("line")),
          new LogEntry(AT.plusSeconds(2), true, false, Bytes.utf8("oops")),
          new LogEntry(AT.plusSeconds(3), false, false, Bytes.utf8("end")));

  /// Timestamps, limit, stream; where ~ is an end of line.
  @ParameterizedTest
  @CsvSource({
    "false,, All, long line~oops~end~",
    "false,, Stdout, long line~end~",
    "false,, Stderr, oops~",
    "false, 7, All, long li",
    "false, 10, All, long line~",
    "false, 1000, All, long line~oops~end~",
    "true, 40, All, 2026-01-01T00:00:00.500000000Z long line",
    "true,, Stderr, 2026-01-01T00:00:02.500000000Z oops~",
  })
  void areWrittenAsTheRequestSays(
      boolean timestamps, @Nullable Long limit, String stream, String expected)
      throws InterruptedException {
    var request =
        new LogRequest("ns", "p", "c", false, false, null, timestamps, null, limit, stream);
    var out = new ByteArrayOutputStream();
    var lines = new LogLines(request, out::writeBytes);
    for (var entry : ENTRIES) {
      if (!lines.accept(entry)) {
        break;
      }
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(expected.replace('~', '\n'));
  }
}
