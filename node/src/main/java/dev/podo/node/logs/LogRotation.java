package dev.podo.node.logs;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.node.runtime.Container;
import dev.podo.node.runtime.Runtime;
import dev.podo.node.runtime.RuntimeFailure;
import dev.podo.node.volumes.PodDirectories;
import dev.podo.node.work.Loop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;

/// Keeps logs from filling the disk: a file that has grown too large is moved aside, and of those
/// moved aside only the latest stay. Looks at what runs; a node on which nothing runs is left
/// alone.
public final class LogRotation {
  private static final System.Logger LOG = System.getLogger(LogRotation.class.getName());
  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final long SIZE_MAX = 10L << 20;
  private static final int OLD_MAX = 4;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Runtime runtime;
  private final PodDirectories directories;
  private final Clock clock;
  private final Loop loop;

  public LogRotation(Runtime runtime, PodDirectories directories, Scope scope) {
    this.runtime = runtime;
    this.directories = directories;
    this.clock = scope.environment().clock();
    this.loop = new Loop(scope, "log rotation", this::rotateAll);
  }

  public void start() {
    loop.wakeAt(Deadline.after(clock, PERIOD));
  }

  /// Looks at all of them once.
  Deadline rotateAll() throws InterruptedException {
    try {
      for (var container : runtime.containers().list()) {
        if (container.isRunning()) {
          rotate(container);
        }
      }
    } catch (RuntimeFailure e) {
      LOG.log(System.Logger.Level.DEBUG, "rotating logs failed: {0}", e.text());
    }
    return Deadline.after(clock, PERIOD);
  }

  /// What goes wrong with one log is no reason to let the others grow.
  private void rotate(Container container) throws InterruptedException {
    try {
      var labels = container.labels();
      var directory =
          directories
              .logs(
                  labels.getOrDefault("io.kubernetes.pod.namespace", ""),
                  labels.getOrDefault("io.kubernetes.pod.name", ""),
                  labels.getOrDefault("io.kubernetes.pod.uid", ""))
              .resolve(container.name());
      rotate(container, directory, directory.resolve(container.attempt() + ".log"));
    } catch (RuntimeFailure | IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "rotating the log of container {0} failed: {1}",
          container.id(),
          e.getMessage());
    }
  }

  private void rotate(Container container, Path directory, Path file)
      throws IOException, InterruptedException {
    if (!Files.exists(file) || Files.size(file) < SIZE_MAX) {
      return;
    }
    var prefix = file.getFileName() + ".";
    var aside = directory.resolve(prefix + STAMP.format(clock.now()));
    Files.move(file, aside);
    try {
      runtime.containers().reopenLog(container.id());
    } catch (RuntimeFailure e) {
      if (!Files.exists(file)) {
        Files.move(aside, file); // it is still written to
      }
      throw e;
    }
    removeOldest(directory, prefix);
  }

  private static void removeOldest(Path directory, String prefix) throws IOException {
    var old = new ArrayList<Path>();
    try (var files = Files.newDirectoryStream(directory, prefix + "*")) {
      files.forEach(old::add);
    }
    old.sort(null);
    for (var i = 0; i < old.size() - OLD_MAX; i++) {
      Files.delete(old.get(i));
    }
  }
}
