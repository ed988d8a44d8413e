package dev.podo.node.containerd.instance;

import dev.podo.foundation.Deadline;
import dev.podo.foundation.Mailbox;
import dev.podo.foundation.Promise;
import dev.podo.foundation.Scope;
import dev.podo.node.containerd.cri.CriRuntime;
import dev.podo.node.runtime.RuntimeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Ends an instance: in order through containerd where that runs or can be started, by hand where
/// it cannot.
final class Teardown {
  private static final System.Logger LOG = System.getLogger(Teardown.class.getName());
  private static final int AT_ONCE = 8;

  /// What containerd, runc and the network plug-ins make outside of an instance's directories,
  /// whichever instance they serve; the innermost first.
  private static final List<Path> SHARED =
      Stream.of(
              "/run/containerd/runc/k8s.io",
              "/run/containerd/runc",
              "/run/containerd/s",
              "/run/containerd",
              "/run/netns",
              "/var/lib/cni/results",
              "/var/lib/cni/networks",
              "/var/lib/cni/cache",
              "/var/lib/cni")
          .map(Path::of)
          .toList();

  private final ContainerdSettings settings;
  private final Scope parent;
  private final ContainerdProcess process;
  private final Remains remains;

  Teardown(ContainerdSettings settings, Scope parent) {
    this.settings = settings;
    this.parent = parent;
    this.process = new ContainerdProcess(settings, parent.environment().clock());
    this.remains = new Remains(settings, parent.environment().clock());
  }

  void stopAll(Duration grace) throws InterruptedException {
    if (hasContainers()) {
      try (var scope = parent.child("teardown")) {
        removePods(connect(scope), grace, scope);
      } catch (IOException | InstanceException | RuntimeFailure e) {
        LOG.log(
            System.Logger.Level.WARNING,
            "containerd does not help to stop its containers: {0}",
            e.getMessage());
      }
    }
    process.stop();
    remains.end();
  }

  private boolean hasContainers() {
    return process.find().isPresent()
        || Files.exists(settings.dataDirectory().resolve("io.containerd.metadata.v1.bolt/meta.db"));
  }

  private CriRuntime connect(Scope scope)
      throws IOException, InstanceException, InterruptedException {
    Files.createDirectories(settings.runtimeDirectory());
    var host = HostAbilities.find(settings.root());
    process.ensureRunning(ContainerdConfig.text(settings, host));
    var runtime = new CriRuntime(ContainerdInstance.connection(settings, host), scope);
    runtime.awaitServing();
    return runtime;
  }

  private static void removePods(CriRuntime runtime, Duration grace, Scope scope)
      throws InterruptedException {
    if (!grace.isZero()) {
      var running = runtime.containers().list().stream().filter(c -> c.isRunning()).toList();
      forEach(running, scope, container -> runtime.containers().stop(container.id(), grace));
    }
    forEach(runtime.sandboxes().list(), scope, pod -> runtime.sandboxes().remove(pod.id()));
    forEach(
        runtime.containers().list(),
        scope,
        container -> {
          runtime.containers().stop(container.id(), Duration.ZERO);
          runtime.containers().remove(container.id());
        });
  }

  @FunctionalInterface
  private interface Step<T> {
    void apply(T item) throws InterruptedException;
  }

  /// Does it for all, some at once; one that fails does not hold up the others.
  private static <T> void forEach(List<T> items, Scope scope, Step<T> step)
      throws InterruptedException {
    if (items.isEmpty()) {
      return;
    }
    var clock = scope.environment().clock();
    var queue = new Mailbox<T>(clock, items.size());
    items.forEach(queue::offer);
    var left = new AtomicInteger(items.size());
    var done = new Promise<Boolean>(clock);
    for (var worker = 0; worker < Math.min(AT_ONCE, items.size()); worker++) {
      scope.fork(
          "worker",
          () -> {
            for (var item = queue.poll(); item != null; item = queue.poll()) {
              try {
                step.apply(item);
              } catch (RuntimeFailure e) {
                LOG.log(System.Logger.Level.WARNING, "{0} is left: {1}", item, e.text());
              }
              if (left.decrementAndGet() == 0) {
                done.complete(true);
              }
            }
          });
    }
    try {
      done.await(Deadline.never());
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  void removeFiles() throws IOException, InterruptedException {
    remains.requireUnmounted();
    new CniDirectory(settings.cniConfigDirectory()).removeRemains(remains.sandboxes());
    remains.removeCgroups();
    for (var directory :
        List.of(settings.runtimeDirectory(), settings.root(), settings.cniConfigDirectory())) {
      Commands.deleteTree(directory);
    }
    SHARED.forEach(Commands::deleteIfEmpty);
  }
}
