package dev.podo.bench.machine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs other programs, for a bounded time.
public final class Command {
  private Command() {}

  /// @return what it printed
  /// @throws IOException when it cannot run, fails, or takes longer than it may
  public static String run(Duration patience, List<String> words)
      throws IOException, InterruptedException {
    return run(patience, new ProcessBuilder(words));
  }

  public static String run(Duration patience, ProcessBuilder builder)
      throws IOException, InterruptedException {
    var output = Files.createTempFile("podo-bench-", ".out");
    try {
      var process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      var ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      var text = Files.readString(output, StandardCharsets.UTF_8);
      if (!ended || process.exitValue() != 0) {
        var how = ended ? "failed" : "took too long";
        throw new IOException(
            String.join(" ", builder.command()) + " " + how + ": " + text.strip());
      }
      return text;
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /// A port of loopback that was free a moment ago.
  public static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
