package dev.podo.node.containerd.instance;

import dev.podo.foundation.Backoff;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.node.containerd.cri.CriRuntime;
import dev.podo.node.containerd.cri.CriSettings;
import dev.podo.node.runtime.RuntimeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/// Keeps one containerd running. One that an earlier Podo left running is taken over, so that a
/// restart of Podo disturbs no container; one that dies is started again.
public final class ContainerdInstance {
  private static final System.Logger LOG = System.getLogger(ContainerdInstance.class.getName());
  private static final Backoff RESTART =
      Backoff.exponential(Duration.ofMillis(100), Duration.ofSeconds(10));

  /// One that ran for so long is started again at once.
  private static final Duration STEADY = Duration.ofMinutes(1);

  private final ContainerdProcess process;
  private final String config;
  private final Scope scope;

  private ContainerdInstance(ContainerdProcess process, String config, Scope scope) {
    this.process = process;
    this.config = config;
    this.scope = scope;
  }

  /// Starts containerd, or finds it running, and connects. When the scope closes the connection
  /// ends; containerd and its containers go on.
  ///
  /// @throws InstanceException when it cannot run here
  public static CriRuntime start(ContainerdSettings settings, Scope parent)
      throws InstanceException, InterruptedException {
    var scope = parent.child("containerd");
    try {
      makePrivate(settings.root());
      makePrivate(settings.runtimeDirectory());
      makePrivate(settings.ioDirectory());
      Files.createDirectories(settings.cniConfigDirectory());
      var host = HostAbilities.find(settings.root());
      var process = new ContainerdProcess(settings, scope.environment().clock());
      var instance = new ContainerdInstance(process, ContainerdConfig.text(settings, host), scope);
      process.ensureRunning(instance.config);
      LOG.log(System.Logger.Level.INFO, "containerd runs in {0}: {1}", settings.root(), host);
      scope.fork("keep", instance::keep);
      var runtime = new CriRuntime(connection(settings, host), scope);
      runtime.awaitServing();
      PauseImage.ensure(settings, runtime.images());
      return runtime;
    } catch (IOException e) {
      scope.close();
      throw new InstanceException(
          "containerd cannot be set up in " + settings.root() + ": " + e.getMessage(),
          "check the disk and the permissions");
    } catch (RuntimeFailure e) {
      scope.close();
      throw new InstanceException(
          "containerd does not serve: " + e.text(), "its log has more: " + settings.logFile());
    } catch (InstanceException | InterruptedException | RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  /// Stops and removes all sandboxes and containers of the instance and ends it; images stay. What
  /// a containerd that cannot run any more left behind is removed too.
  ///
  /// @param grace how long containers get to end by themselves
  public static void stopAll(ContainerdSettings settings, Duration grace, Scope parent)
      throws InterruptedException {
    new Teardown(settings, parent).stopAll(grace);
  }

  /// As [#stopAll] without grace, and removes the instance's directories, what its network left on
  /// the host and its cgroups: nothing stays behind.
  ///
  /// @throws IOException when something cannot be removed; says what
  public static void removeEverything(ContainerdSettings settings, Scope parent)
      throws IOException, InterruptedException {
    var teardown = new Teardown(settings, parent);
    teardown.stopAll(Duration.ZERO);
    teardown.removeFiles();
  }

  static CriSettings connection(ContainerdSettings settings, HostAbilities host) {
    return new CriSettings(
        settings.socket(),
        settings.ioDirectory(),
        settings.cgroup(),
        host.appArmor(),
        ContainerdSettings.PAUSE_IMAGE,
        new ArchiveImport(settings, host));
  }

  private static void makePrivate(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
  }

  /// Starts it again whenever it ends.
  private void keep() throws InterruptedException {
    var clock = scope.environment().clock();
    var failures = 0;
    while (true) {
      var running = process.find();
      if (running.isPresent()) {
        var since = clock.nanos();
        process.awaitEnd(running.get(), Deadline.never());
        LOG.log(System.Logger.Level.WARNING, "containerd ended; starting it again");
        failures = clock.nanos() - since > STEADY.toNanos() ? 0 : failures;
      }
      if (failures > 0) {
        clock.sleep(RESTART.delay(failures, scope.environment().random()));
      }
      failures++;
      try {
        process.ensureRunning(config);
      } catch (IOException | InstanceException e) {
        LOG.log(
            System.Logger.Level.ERROR, "containerd cannot be started again: {0}", e.getMessage());
      }
    }
  }
}
