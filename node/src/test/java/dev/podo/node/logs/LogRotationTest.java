package dev.podo.node.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.foundation.VirtualClock;
import dev.podo.node.RunningPod;
import dev.podo.node.simulated.SimulatedRuntime;
import dev.podo.node.volumes.PodDirectories;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogRotationTest {
  private static final long LIMIT = 10L << 20;

  @TempDir Path root;
  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final SimulatedRuntime runtime = new SimulatedRuntime(clock, 1);

  private Path logOf(RunningPod pod) throws IOException {
    var id = pod.id();
    var directory =
        root.resolve("logs/" + id.namespace() + "_" + id.name() + "_" + id.uid() + "/c");
    return Files.createDirectories(directory).resolve("0.log");
  }

  private static void grow(Path file, long size) throws IOException {
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(size);
    }
  }

  private static List<String> names(Path file) throws IOException {
    try (var files = Files.list(file.getParent())) {
      return files.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aLogThatHasGrownTooLargeIsMovedAsideAndOnlyTheLatestFourStay() throws Exception {
    var system = Environment.system();
    var environment = new Environment(clock, system.random(), system.threads());
    try (var scope = Scope.root("test", environment)) {
      var rotation =
          new LogRotation(runtime, new PodDirectories(root, root.resolve("logs")), scope);
      var log = logOf(RunningPod.in(runtime, "p"));
      var small = logOf(RunningPod.in(runtime, "q"));
      grow(small, LIMIT - 1);
      for (var i = 0; i < 6; i++) {
        grow(log, LIMIT);
        rotation.rotateAll();
        assertThat(log).doesNotExist();
        clock.advance(Duration.ofSeconds(10));
      }
      assertThat(names(log))
          .containsExactly(
              "0.log.20260101-000020",
              "0.log.20260101-000030",
              "0.log.20260101-000040",
              "0.log.20260101-000050");
      assertThat(names(small)).containsExactly("0.log");
    }
  }
}
