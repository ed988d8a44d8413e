package dev.podo.node.pod;

import dev.podo.node.host.Host;
import dev.podo.node.runtime.ContainerStatus;
import dev.podo.node.runtime.LogSource;
import dev.podo.node.runtime.Runtime;
import dev.podo.node.runtime.RuntimeFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads the status of a container, and when it has ended, what it left to say.
final class ContainerReader {
  private static final int MESSAGE_MAX = 4096;
  private static final int LOG_MAX = 2048;
  private static final long LOG_LINES_MAX = 80;

  private final Runtime runtime;
  private final Host host;
  private final LogSource logs;

  ContainerReader(Runtime runtime, Host host, LogSource logs) {
    this.runtime = runtime;
    this.host = host;
    this.logs = logs;
  }

  /// Null when there is no such container.
  @Nullable ContainerStatus read(String id) throws InterruptedException {
    try {
      var status = runtime.containers().status(id);
      return Observed.hasEnded(status) ? withMessage(status, lastWords(status)) : status;
    } catch (RuntimeFailure e) {
      if (e.isNotFound()) {
        return null;
      }
      throw e;
    }
  }

  /// After what the runtime has to say, if anything.
  private static ContainerStatus withMessage(ContainerStatus status, String words) {
    var ofRuntime = status.message();
    var message =
        ofRuntime.isEmpty() || words.isEmpty() ? ofRuntime + words : ofRuntime + ": " + words;
    return new ContainerStatus(
        status.container(),
        status.image(),
        status.imageRef(),
        status.startedAt(),
        status.finishedAt(),
        status.exitCode(),
        status.reason(),
        message);
  }

  private String lastWords(ContainerStatus status) throws InterruptedException {
    var annotations = status.container().annotations();
    var file = annotations.get(ContainerLabels.MESSAGE_FILE);
    var message = file == null ? "" : tail(Path.of(file));
    var fallsBack = "FallbackToLogsOnError".equals(annotations.get(ContainerLabels.MESSAGE_POLICY));
    return message.isEmpty() && fallsBack && status.exitCode() != 0 ? logTail(status) : message;
  }

  private String tail(Path file) {
    try {
      return new String(host.readTail(file, MESSAGE_MAX), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "Error on reading termination message: " + e.getMessage();
    }
  }

  private String logTail(ContainerStatus status) throws InterruptedException {
    var text = new StringBuilder();
    try {
      logs.read(
          status.container().id(),
          new LogSource.Range(null, LOG_LINES_MAX, false),
          entry -> {
            text.append(entry.text().toUtf8()).append(entry.partial() ? "" : "\n");
            return true;
          });
    } catch (RuntimeFailure gone) {
      return "";
    }
    return text.length() <= LOG_MAX ? text.toString() : text.substring(text.length() - LOG_MAX);
  }
}
