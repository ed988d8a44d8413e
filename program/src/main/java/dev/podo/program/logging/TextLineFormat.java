package dev.podo.program.logging;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// `2026-01-02T03:04:05.678Z INFO apiserver: listening on 0.0.0.0:6443`; a stack trace follows
/// indented.
final class TextLineFormat implements LineFormat {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Override
  public String line(LogLine event) {
    var line = new StringBuilder(128);
    TIME.formatTo(event.time(), line);
    line.append(' ').append(padded(event.level())).append(event.component()).append(": ");
    line.append(event.message().replace("\n", "\\n"));
    if (event.error() != null) {
      line.append("\n    ").append(event.error().strip().replace("\n", "\n    "));
    }
    return line.toString();
  }

  private static String padded(String level) {
    return (level.toUpperCase(Locale.ROOT) + "        ").substring(0, 8);
  }
}
