package dev.podo.program.logging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/// One event to be logged.
///
/// @param component the module that logs, such as `apiserver`; for foreign code its package
/// @param error stack trace, null when there is none
record LogLine(
    Instant time, String level, String component, String message, @Nullable String error) {
  private static final String OWN_PREFIX = "dev.podo.";

  static LogLine of(LogRecord event) {
    return new LogLine(
        event.getInstant(),
        levelOf(event.getLevel()),
        componentOf(event.getLoggerName()),
        messageOf(event),
        stackTraceOf(event.getThrown()));
  }

  private static String levelOf(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "error";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "warning";
    }
    return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
  }

  private static String componentOf(@Nullable String logger) {
    if (logger == null) {
      return "jvm";
    }
    if (!logger.startsWith(OWN_PREFIX)) {
      var lastDot = logger.lastIndexOf('.');
      return lastDot < 0 ? logger : logger.substring(0, lastDot);
    }
    var rest = logger.substring(OWN_PREFIX.length());
    var dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }

  private static String messageOf(LogRecord event) {
    var message = String.valueOf(event.getMessage());
    var parameters = event.getParameters();
    if (parameters == null || parameters.length == 0) {
      return message;
    }
    try {
      return new MessageFormat(message, java.util.Locale.ROOT).format(parameters);
    } catch (IllegalArgumentException notAPattern) {
      return message;
    }
  }

  private static @Nullable String stackTraceOf(@Nullable Throwable thrown) {
    if (thrown == null) {
      return null;
    }
    var out = new StringWriter();
    thrown.printStackTrace(new PrintWriter(out));
    return out.toString();
  }
}
