package dev.podo.program.daemon;

import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Promise;
import dev.podo.foundation.Scope;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Starts the serving process so that it outlives this one, and follows its start.
///
/// The child tells its progress as lines on its standard output: any text is a step, [#READY] ends
/// the start, and [#FAILED] followed by a message says why it cannot. Its log goes to `podo.log`.
public final class Launch {
  public static final String READY = "\u0001ready";
  public static final String FAILED = "\u0001failed ";

  private final Environment environment;
  private final Path dataDir;

  public Launch(Environment environment, Path dataDir) {
    this.environment = environment;
    this.dataDir = dataDir;
  }

  /// Returns when the child is ready.
  ///
  /// @param arguments of the `serve` command
  /// @param onStep told each step of the start
  /// @throws LaunchException when the child failed, ended, or was not ready in time
  public void start(List<String> arguments, Consumer<String> onStep, Duration patience)
      throws IOException, InterruptedException, LaunchException {
    var process = spawn(arguments);
    try (var scope = Scope.root("launch", environment);
        var lines = process.inputReader(StandardCharsets.UTF_8)) {
      var outcome = new Promise<String>(environment.clock());
      scope.fork("follow", () -> follow(lines, onStep, outcome));
      var result = await(outcome, patience, process);
      if (!result.equals(READY)) {
        throw new LaunchException(result.substring(FAILED.length()), log());
      }
    }
  }

  public Path log() {
    return dataDir.resolve("podo.log");
  }

  private Process spawn(List<String> arguments) throws IOException {
    var command = new ArrayList<String>();
    // A session of its own: the terminal that started the cluster may go away.
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add("/usr/bin/setsid");
    }
    command.addAll(SelfCommand.of(arguments));
    return new ProcessBuilder(command)
        .directory(dataDir.toFile())
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .start();
  }

  private static void follow(
      BufferedReader lines, Consumer<String> onStep, Promise<String> outcome) {
    try {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(READY) || line.startsWith(FAILED)) {
          outcome.complete(line);
          return;
        }
        onStep.accept(line);
      }
      outcome.complete(FAILED + "the server ended before it was ready");
    } catch (IOException e) {
      outcome.complete(FAILED + "the server's output broke off: " + e.getMessage());
    }
  }

  private String await(Promise<String> outcome, Duration patience, Process process)
      throws InterruptedException {
    try {
      return outcome.await(Deadline.after(environment.clock(), patience));
    } catch (TimeoutException e) {
      process.destroy();
      return FAILED
          + "not ready within "
          + patience.toSeconds()
          + " s; the last step above is where it hangs";
    }
  }

  /// The server did not come up.
  public static final class LaunchException extends Exception {
    private static final long serialVersionUID = 1;

    LaunchException(String message, Path log) {
      super(message + "\nThe log has more: " + log);
    }
  }
}
