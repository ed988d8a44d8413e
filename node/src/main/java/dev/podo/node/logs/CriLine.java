package dev.podo.node.logs;

import dev.podo.model.Bytes;
import dev.podo.node.runtime.LogSource.LogEntry;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A line of a log file: `TIME STREAM TAGS TEXT`, where the tag `P` says that the text goes on.
final class CriLine {
  private CriLine() {}

  /// @param line without its end
  /// @return null when it is no such line: the end of a file that was being written when the
  ///   machine stopped
  static @Nullable LogEntry parse(byte[] line) {
    var first = indexOf(line, 0);
    var second = first < 0 ? -1 : indexOf(line, first + 1);
    var third = second < 0 ? -1 : indexOf(line, second + 1);
    if (third < 0) {
      return null;
    }
    var time = time(text(line, 0, first));
    if (time == null) {
      return null;
    }
    var tags = text(line, second + 1, third);
    return new LogEntry(
        time,
        text(line, first + 1, second).equals("stderr"),
        tags.equals("P") || tags.startsWith("P:"),
        Bytes.of(Arrays.copyOfRange(line, third + 1, line.length)));
  }

  private static int indexOf(byte[] line, int from) {
    for (var i = from; i < line.length; i++) {
      if (line[i] == ' ') {
        return i;
      }
    }
    return -1;
  }

  private static String text(byte[] line, int from, int to) {
    return new String(line, from, to - from, StandardCharsets.UTF_8);
  }

  private static @Nullable Instant time(String text) {
    try {
      return text.endsWith("Z") ? Instant.parse(text) : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
