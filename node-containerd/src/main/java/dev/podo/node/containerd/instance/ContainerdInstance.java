package dev.podo.node.containerd.instance;

import dev.podo.foundation.Backoff;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Promise;
import dev.podo.foundation.Scope;
import dev.podo.node.containerd.cri.CriRuntime;
import dev.podo.node.containerd.image.ImageArchive;
import dev.podo.node.runtime.RuntimeFailure;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/// Keeps one containerd running. One that an earlier Podo left running is taken over, so that a restart of Podo
/// disturbs no container; one that dies is started again.
public final class ContainerdInstance {
  private static final System.Logger LOG = System.getLogger(ContainerdInstance.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
  private static final Backoff RESTART = Backoff.exponential(Duration.ofMillis(100), Duration.ofSeconds(10));

  private final ContainerdSettings settings;
  private final HostAbilities host;
  private final Scope scope;
  private final Clock clock;

  private ContainerdInstance(ContainerdSettings settings, HostAbilities host, Scope scope) {
    this.settings = settings;
    this.host = host;
    this.scope = scope;
    this.clock = scope.environment().clock();
  }

  /// Starts containerd, or finds it running, and connects. When the scope closes the connection ends;
  /// containerd and its containers go on.
  ///
  /// @throws InstanceException when it cannot run here
  public static CriRuntime start(ContainerdSettings settings, Scope parent)
      throws InstanceException, InterruptedException {
    var scope = parent.child("containerd-instance");
    try {
      makePrivate(settings.root());
      makePrivate(settings.runtimeDirectory());
      makePrivate(settings.ioDirectory());
      Files.createDirectories(settings.cniConfigDirectory());
      var instance = new ContainerdInstance(settings, HostAbilities.find(settings.root()), scope);
      instance.ensureRunning();
      scope.fork("keep", instance::keep);
      var runtime = new CriRuntime(settings.socket(), settings.ioDirectory(), instance::importArchive, scope);
      instance.ensurePauseImage(runtime);
      return runtime;
    } catch (IOException e) {
      throw new InstanceException(
          "containerd cannot be set up in " + settings.root() + ": " + e.getMessage(), "check the disk and the permissions");
    }
  }

  /// Stops the containerd that serves these settings, if one does. Its containers should have been removed before.
  public static void stop(ContainerdSettings settings, Clock clock) throws InterruptedException {
    var process = running(settings);
    if (process.isEmpty()) {
      return;
    }
    process.get().destroy();
    var gone = new Promise<Boolean>(clock);
    var _ = process.get().onExit().thenRun(() -> gone.complete(true));
    try {
      gone.await(Deadline.after(clock, PATIENCE));
    } catch (TimeoutException e) {
      process.get().destroyForcibly();
    }
  }

  private static void makePrivate(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
  }

  private void ensureRunning() throws IOException, InstanceException, InterruptedException {
    if (running(settings).isPresent() && answers()) {
      return;
    }
    Files.writeString(settings.configFile(), ContainerdConfig.text(settings, host));
    var process = spawn();
    Files.writeString(settings.pidFile(), process.pid() + "\n");
    var deadline = Deadline.after(clock, PATIENCE);
    while (!answers()) {
      if (!process.isAlive() || deadline.hasPassed(clock)) {
        process.destroyForcibly();
        throw new InstanceException("containerd did not start: " + lastError(), "its log has more: " + settings.logFile());
      }
      clock.sleep(LOOK_AGAIN);
    }
  }

  private Process spawn() throws InstanceException {
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
          "containerd cannot be run (" + e.getMessage() + ")",
          "install it; on Debian: apt-get install containerd runc");
    }
  }

  private boolean answers() {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(settings.socket()));
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<ProcessHandle> running(ContainerdSettings settings) {
    try {
      var pid = Long.parseLong(Files.readString(settings.pidFile()).strip());
      return ProcessHandle.of(pid).filter(p -> isOurs(p, settings));
    } catch (IOException | NumberFormatException none) {
      return Optional.empty();
    }
  }

  private static boolean isOurs(ProcessHandle process, ContainerdSettings settings) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).contains(settings.configFile().toString());
    } catch (IOException gone) {
      return false;
    }
  }

  /// Starts it again whenever it ends.
  private void keep() throws InterruptedException {
    var failures = 0;
    while (true) {
      var process = running(settings);
      if (process.isPresent()) {
        awaitEnd(process.get());
        LOG.log(System.Logger.Level.WARNING, "containerd ended; starting it again");
      }
      clock.sleep(RESTART.delay(++failures, scope.environment().random()));
      try {
        ensureRunning();
        failures = 0;
      } catch (IOException | InstanceException e) {
        LOG.log(System.Logger.Level.ERROR, "containerd cannot be started again: {0}", e.getMessage());
      }
    }
  }

  private void awaitEnd(ProcessHandle process) throws InterruptedException {
    var ended = new Promise<Boolean>(clock);
    var _ = process.onExit().thenRun(() -> ended.complete(true));
    try {
      ended.await(Deadline.never());
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private String lastError() {
    try {
      var lines = Files.readAllLines(settings.logFile());
      return lines.stream()
          .filter(l -> l.contains("level=fatal") || l.contains("level=error") || l.contains("containerd:"))
          .reduce((a, b) -> b)
          .orElse("no error in its log");
    } catch (IOException e) {
      return "no log";
    }
  }

  /// containerd's own tool imports archives: its API for it differs between versions.
  private List<String> importArchive(Path archive) throws IOException, InterruptedException {
    var result =
        Commands.run(
            List.of("ctr", "--address", settings.socket().toString(), "--namespace", "k8s.io", "images", "import", archive.toString()));
    if (result.exitCode() != 0) {
      throw new IOException(result.output());
    }
    var names = new ArrayList<String>();
    for (var line : result.output().split("\n")) {
      // As in: unpacking localhost/podo/pause:1 (sha256:…)...done
      if (line.startsWith("unpacking ")) {
        names.add(line.substring("unpacking ".length()).replaceFirst(" .*", ""));
      }
    }
    if (names.isEmpty()) {
      throw new IOException("the archive holds no named image: " + result.output());
    }
    return names;
  }

  private void ensurePauseImage(CriRuntime runtime)
      throws IOException, InstanceException, InterruptedException {
    if (runtime.images().find(ContainerdSettings.PAUSE_IMAGE) != null) {
      return;
    }
    var archive = Files.createTempFile(settings.root(), "pause-", ".tar");
    try {
      pauseImage().write(archive);
      runtime.images().load(archive);
    } catch (RuntimeFailure e) {
      throw new InstanceException("the pause image cannot be loaded: " + e.text(), "its log has more: " + settings.logFile());
    } finally {
      Files.deleteIfExists(archive);
    }
  }

  /// catatonit reaps what a pod's processes leave behind; busybox only sleeps, but serves.
  private static ImageArchive pauseImage() throws IOException, InstanceException {
    var image = new ImageArchive(ContainerdSettings.PAUSE_IMAGE);
    for (var binary : List.of("/usr/bin/catatonit", "/usr/libexec/catatonit/catatonit", "/usr/libexec/podman/catatonit")) {
      if (Files.isExecutable(Path.of(binary))) {
        return image.file("/pause", Path.of(binary)).entrypoint("/pause", "-P");
      }
    }
    var busybox = Path.of("/bin/busybox");
    if (Files.isExecutable(busybox)) {
      return image.file("/bin/busybox", busybox).entrypoint("/bin/busybox", "sleep", "2147483647");
    }
    throw new InstanceException(
        "neither catatonit nor a static busybox is here to hold pods' namespaces",
        "install one; on Debian: apt-get install catatonit");
  }
}
