package dev.podo.node.containerd.instance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs small programs of the host to their end.
final class Commands {
  private Commands() {}

  /// @param output standard output and standard error together
  record Result(int exitCode, String output) {}

  /// @param program a path, or a name to look for as a shell does
  static boolean exists(String program) {
    if (program.contains("/")) {
      return Files.isExecutable(Path.of(program));
    }
    var places = System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    return Arrays.stream(places.split(":"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  static boolean succeeds(String... command) throws InterruptedException {
    try {
      return run(List.of(command)).exitCode() == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  /// @throws IOException when there is no such program
  static Result run(List<String> command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var in = process.getInputStream()) {
      process.getOutputStream().close();
      var output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output.strip());
    }
  }

  /// One that is in use, or not there, is left.
  static void deleteIfEmpty(Path directory) {
    try {
      Files.deleteIfExists(directory);
    } catch (IOException inUse) {
      // as it should be
    }
  }

  static void deleteTree(@Nullable Path directory) {
    if (directory == null || !Files.exists(directory)) {
      return;
    }
    try (var files = Files.walk(directory)) {
      for (var file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
