package dev.podo.node.logs;

import dev.podo.foundation.Clock;
import dev.podo.node.runtime.Container;
import dev.podo.node.runtime.LogSource;
import dev.podo.node.runtime.Runtime;
import dev.podo.node.runtime.RuntimeFailure;
import dev.podo.node.volumes.PodDirectories;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/// Reads the log files that a runtime writes.
public final class CriLogs implements LogSource {
  /// How often a file that somebody follows is looked at.
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Runtime runtime;
  private final PodDirectories directories;
  private final Clock clock;

  public CriLogs(Runtime runtime, PodDirectories directories, Clock clock) {
    this.runtime = runtime;
    this.directories = directories;
    this.clock = clock;
  }

  @Override
  public void read(String containerId, Range range, Sink sink) throws InterruptedException {
    var container = runtime.containers().status(containerId).container();
    var path = path(container);
    try {
      read(container.id(), path, range, sink);
    } catch (NoSuchFileException e) {
      throw RuntimeFailure.notFound("log of container \"" + container.name() + "\"");
    } catch (IOException e) {
      throw new RuntimeFailure(
          RuntimeFailure.Kind.OTHER, "reading " + path + " failed: " + e.getMessage(), e);
    }
  }

  private Path path(Container container) throws InterruptedException {
    var pod = runtime.sandboxes().status(container.sandboxId()).sandbox().pod();
    return directories
        .logs(pod.namespace(), pod.name(), pod.uid())
        .resolve(container.name())
        .resolve(container.attempt() + ".log");
  }

  private void read(String containerId, Path path, Range range, Sink sink)
      throws IOException, InterruptedException {
    Long tail = range.tailLines();
    try (var log = tail == null ? LogChain.open(path) : LogChain.open(path, tail);
        var writer = range.follow() ? new LogWriter(runtime, containerId, clock) : null) {
      while (drain(log, range, sink)) {
        if (log.hasNewer()) {
          if (writer != null) {
            clock.sleep(LOOK); // the runtime has opened the new file, and may not have changed over
          }
          if (!drain(log, range, sink)) {
            return;
          }
          log.advance();
        } else if (writer == null) {
          return;
        } else if (writer.hasEnded()) {
          drain(log, range, sink); // what it wrote between the two looks
          return;
        } else {
          writer.awaitEnd(LOOK);
        }
      }
    }
  }

  /// @return false when the sink wants no more
  private static boolean drain(LogChain log, Range range, Sink sink)
      throws IOException, InterruptedException {
    var since = range.since();
    for (var line = log.nextLine(); line != null; line = log.nextLine()) {
      var entry = CriLine.parse(line);
      if (entry != null
          && (since == null || !entry.time().isBefore(since))
          && !sink.accept(entry)) {
        return false;
      }
    }
    return true;
  }
}
