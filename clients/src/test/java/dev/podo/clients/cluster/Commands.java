package dev.podo.clients.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs a program to its end, and keeps what it printed.
public final class Commands {
  private static final long LIMIT_SECONDS = 300;

  private Commands() {}

  /// What a program did.
  public record Result(List<String> command, int exitCode, String out, String err) {
    public Result requireSuccess() {
      if (exitCode != 0) {
        throw new AssertionError(this);
      }
      return this;
    }

    @Override
    public String toString() {
      return String.join(" ", command)
          + "\nexit code "
          + exitCode
          + "\n--- out\n"
          + out
          + "--- err\n"
          + err;
    }
  }

  public static Result run(Map<String, String> environment, String stdin, List<String> command) {
    return run(new ProcessBuilder(command), environment, stdin);
  }

  /// Runs it without input in a directory.
  public static Result runIn(
      Path directory, Map<String, String> environment, List<String> command) {
    return run(new ProcessBuilder(command).directory(directory.toFile()), environment, "");
  }

  private static Result run(ProcessBuilder builder, Map<String, String> environment, String stdin) {
    try {
      var out = Files.createTempFile("out", ".txt");
      var err = Files.createTempFile("err", ".txt");
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().putAll(environment);
      var process = builder.start();
      try (var input = process.getOutputStream()) {
        input.write(stdin.getBytes(StandardCharsets.UTF_8));
      } catch (IOException closed) {
        // it wanted no input
      }
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      var result = new Result(builder.command(), process.exitValue(), read(out), read(err));
      Files.delete(out);
      Files.delete(err);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
