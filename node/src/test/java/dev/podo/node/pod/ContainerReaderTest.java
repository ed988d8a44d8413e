package dev.podo.node.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.foundation.Clock;
import dev.podo.model.Bytes;
import dev.podo.node.RunningPod;
import dev.podo.node.host.LocalHost;
import dev.podo.node.host.Mounts;
import dev.podo.node.runtime.LogSource;
import dev.podo.node.simulated.SimulatedHost;
import dev.podo.node.simulated.SimulatedRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// terminationMessagePath and terminationMessagePolicy.
class ContainerReaderTest {
  @TempDir Path root;
  private final SimulatedRuntime runtime = new SimulatedRuntime(Clock.system(), 1);

  /// A log of three lines, the second one in two parts.
  private static void log(String id, LogSource.Range range, LogSource.Sink sink)
      throws InterruptedException {
    assertThat(range.tailLines()).isEqualTo(80);
    for (var text : new String[] {"one", "tw", "o", "three"}) {
      sink.accept(
          new LogSource.LogEntry(Instant.EPOCH, false, text.equals("tw"), Bytes.utf8(text)));
    }
  }

  private String message(String file, String policy, int exitCode)
      throws IOException, InterruptedException {
    var path = root.resolve("message");
    Files.writeString(path, file);
    var annotations = new TreeMap<String, String>();
    annotations.put(ContainerLabels.MESSAGE_FILE, path.toString());
    annotations.put(ContainerLabels.MESSAGE_POLICY, policy);
    var pod = RunningPod.in(runtime, "p", annotations);
    var host =
        new LocalHost(root, Mounts.unsupported(), () -> SimulatedHost.numbered("n", 1).facts());
    var reader = new ContainerReader(runtime, host, ContainerReaderTest::log);
    var running = reader.read(pod.container());
    assertThat(running).isNotNull();
    assertThat(running.message()).isEmpty();
    runtime.crash(pod.id().uid(), "c", exitCode, "");
    var ended = reader.read(pod.container());
    assertThat(ended).isNotNull();
    return ended.message();
  }

  /// What is in the file, the policy and the exit code; the message, where ~ is an end of line.
  @ParameterizedTest
  @CsvSource({
    "bye, File, 0, bye",
    "bye, File, 1, bye",
    "'', File, 1, ''",
    "bye, FallbackToLogsOnError, 1, bye",
    "'', FallbackToLogsOnError, 1, one~two~three~",
    "'', FallbackToLogsOnError, 0, ''",
  })
  void lastWordsAreTheFilesOrTheLogs(String file, String policy, int code, String expected)
      throws IOException, InterruptedException {
    assertThat(message(file, policy, code)).isEqualTo(expected.replace('~', '\n'));
  }

  @Test
  void noMoreThanFourKibibytesAreRead() throws IOException, InterruptedException {
    assertThat(message("x".repeat(5000), "File", 1)).hasSize(4096);
  }
}
