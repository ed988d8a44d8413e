package dev.podo.network.linux;

import dev.podo.network.DataplaneException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Runs the host's own small tools, in the network namespace of the calling thread.
final class Commands {
  private Commands() {}

  /// What a tool left: its exit code, and all that it printed.
  record Result(int exitCode, String output) {}

  /// @throws DataplaneException when the tool fails or is not installed
  static void run(String... command) {
    var result = tryRun(command);
    if (result.exitCode() != 0) {
      throw new DataplaneException(
          String.join(" ", command) + " failed: " + result.output().strip(), null);
    }
  }

  /// @throws DataplaneException when the tool is not installed
  static Result tryRun(String... command) {
    try {
      var process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      throw new DataplaneException(
          command[0] + " cannot be run: install it (Debian: iproute2, conntrack)",
          new UncheckedIOException(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataplaneException("interrupted while running " + command[0], e);
    }
  }
}
