package dev.podo.node.containerd.instance;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Promise;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/// The process of one containerd: found by its pid file, started, stopped, waited for.
final class ContainerdProcess {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  private final ContainerdSettings settings;
  private final Clock clock;

  ContainerdProcess(ContainerdSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  Optional<ProcessHandle> find() {
    try {
      var pid = Long.parseLong(Files.readString(settings.pidFile()).strip());
      return ProcessHandle.of(pid).filter(this::isOurs);
    } catch (IOException | NumberFormatException none) {
      return Optional.empty();
    }
  }

  /// The pid may belong to somebody else by now.
  private boolean isOurs(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
          .contains(settings.configFile().toString());
    } catch (IOException gone) {
      return false;
    }
  }

  /// Leaves one alone that runs with this configuration and answers; else starts one. Containers go
  /// on meanwhile.
  void ensureRunning(String config) throws IOException, InstanceException, InterruptedException {
    var current = find();
    if (current.isPresent()) {
      if (runsWith(config) && awaitAnswer(current.get())) {
        return;
      }
      stop();
    }
    Files.writeString(settings.configFile(), config);
    var process = spawn();
    Files.writeString(settings.pidFile(), process.pid() + "\n");
    if (!awaitAnswer(process.toHandle())) {
      process.destroyForcibly();
      throw new InstanceException(
          "containerd did not start: " + lastError(), "its log has more: " + settings.logFile());
    }
  }

  private boolean runsWith(String config) {
    try {
      return Files.readString(settings.configFile()).equals(config);
    } catch (IOException none) {
      return false;
    }
  }

  private boolean awaitAnswer(ProcessHandle process) throws InterruptedException {
    var deadline = Deadline.after(clock, PATIENCE);
    while (!answers()) {
      if (!process.isAlive() || deadline.hasPassed(clock)) {
        return false;
      }
      clock.sleep(LOOK_AGAIN);
    }
    return true;
  }

  private Process spawn() throws InstanceException {
    for (var program : List.of(settings.binary(), "runc", "ctr")) {
      if (!Commands.exists(program)) {
        throw new InstanceException(
            program + " is not installed",
            "install it; on Debian: apt-get install containerd runc");
      }
    }
    var command = new ArrayList<String>();
    // A session of its own: what stops Podo must not stop the containers' keeper.
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add("/usr/bin/setsid");
    }
    command.addAll(List.of(settings.binary(), "--config", settings.configFile().toString()));
    try {
      return new ProcessBuilder(command)
          .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(settings.logFile().toFile()))
          .start();
    } catch (IOException e) {
      throw new InstanceException(
          "containerd cannot be run (" + e.getMessage() + ")", "check " + settings.binary());
    }
  }

  private boolean answers() {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(settings.socket()));
    } catch (IOException e) {
      return false;
    }
  }

  private String lastError() {
    try {
      return Files.readAllLines(settings.logFile()).stream()
          .filter(l ->
              l.contains("level=fatal")
                  || l.contains("level=error")
                  || l.startsWith("containerd:")
                  || l.startsWith("setsid:"))
          .reduce((a, b) -> b)
          .orElse("no error in its log");
    } catch (IOException e) {
      return "no log";
    }
  }

  /// Stops it, by force if it does not follow. Not running: succeeds.
  void stop() throws InterruptedException {
    var process = find();
    if (process.isEmpty()) {
      return;
    }
    process.get().destroy();
    if (!awaitEnd(process.get(), Deadline.after(clock, PATIENCE))) {
      process.get().destroyForcibly();
      awaitEnd(process.get(), Deadline.after(clock, PATIENCE));
    }
  }

  /// @return false when the deadline passed first
  boolean awaitEnd(ProcessHandle process, Deadline deadline) throws InterruptedException {
    var ended = new Promise<Boolean>(clock);
    var _ = process.onExit().thenRun(() -> ended.complete(true));
    try {
      return ended.await(deadline);
    } catch (TimeoutException e) {
      return false;
    }
  }
}
