package dev.podo.node.streams;

import dev.podo.client.node.ByteSink;
import dev.podo.client.node.LogRequest;
import dev.podo.node.runtime.LogSource;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes log entries as a request wants them: with or without times, of one stream or both, and
/// not more than so many bytes.
final class LogLines implements LogSource.Sink {
  private final LogRequest request;
  private final ByteSink out;
  private @Nullable Long left;
  private boolean inLine;

  LogLines(LogRequest request, ByteSink out) {
    this.request = request;
    this.out = out;
    this.left = request.limitBytes();
  }

  @Override
  public boolean accept(LogSource.LogEntry entry) throws InterruptedException {
    if (!isWanted(entry)) {
      return true;
    }
    var bytes = bytes(entry);
    if (left == null) {
      out.write(bytes);
      return true;
    }
    var cut = bytes.length <= left ? bytes : Arrays.copyOf(bytes, (int) (long) left);
    if (cut.length > 0) {
      out.write(cut);
    }
    left -= cut.length;
    return left > 0;
  }

  private boolean isWanted(LogSource.LogEntry entry) {
    return switch (request.stream()) {
      case "Stdout" -> !entry.stderr();
      case "Stderr" -> entry.stderr();
      default -> true;
    };
  }

  /// The parts of a long line are joined; its time stands before the first one.
  private byte[] bytes(LogSource.LogEntry entry) {
    var line = new ByteArrayOutputStream();
    if (request.timestamps() && !inLine) {
      line.writeBytes((time(entry.time()) + " ").getBytes(StandardCharsets.UTF_8));
    }
    line.writeBytes(entry.text().toArray());
    inLine = entry.partial();
    if (!inLine) {
      line.write('\n');
    }
    return line.toByteArray();
  }

  /// RFC 3339 with nine digits of a second, as in the log itself.
  private static String time(Instant at) {
    var seconds = Instant.ofEpochSecond(at.getEpochSecond()).toString();
    return seconds.substring(0, seconds.length() - 1)
        + String.format(Locale.ROOT, ".%09dZ", at.getNano());
  }
}
