package dev.podo.program.logging;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Sends what the process logs – through `System.Logger`, and through the loggers of Netty and
/// gRPC, which end in `java.util.logging` as well – to one stream, one line an event.
public final class LineLogging {
  private LineLogging() {}

  /// @param level one of debug, info, warning, error
  /// @param json one JSON object a line instead of text
  public static void install(String level, boolean json, OutputStream out) {
    LogManager.getLogManager().reset();
    var root = Logger.getLogger("");
    root.setLevel(Level.WARNING);
    root.addHandler(new LineHandler(json, new PrintStream(out, true, StandardCharsets.UTF_8)));
    Logger.getLogger("dev.podo").setLevel(levelOf(level));
  }

  private static Level levelOf(String level) {
    return switch (level) {
      case "debug" -> Level.FINE;
      case "warning" -> Level.WARNING;
      case "error" -> Level.SEVERE;
      default -> Level.INFO;
    };
  }

  private static final class LineHandler extends Handler {
    private final LineFormat format;
    private final PrintStream out;

    LineHandler(boolean json, PrintStream out) {
      this.format = json ? new JsonLineFormat() : new TextLineFormat();
      this.out = out;
    }

    @Override
    public void publish(LogRecord record) {
      if (isLoggable(record)) {
        out.println(format.line(LogLine.of(record)));
      }
    }

    @Override
    public void flush() {
      out.flush();
    }

    @Override
    public void close() {
      out.flush();
    }
  }
}
