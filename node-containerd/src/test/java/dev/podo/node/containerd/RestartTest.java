package dev.podo.node.containerd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Promise;
import dev.podo.foundation.Scope;
import dev.podo.foundation.Signal;
import dev.podo.node.containerd.Pod.Wanted;
import dev.podo.node.containerd.instance.ContainerdInstance;
import dev.podo.node.containerd.instance.ContainerdSettings;
import dev.podo.node.containerd.instance.InstanceException;
import dev.podo.node.runtime.RuntimeEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What survives, and what does not, when containerd or Podo goes. Each test has a containerd of
/// its own.
@ExtendWith(OnContainerd.class)
final class RestartTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Set<Thread> ofOthers;
  private TestNode node;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    ofOthers = threadsOfConnections();
    node = TestNode.start("r");
  }

  @AfterEach
  void end() {
    node.close();
    assertThat(traces()).isEmpty();
    assertThat(node.directory).doesNotExist();
    assertThat(node.settings.runtimeDirectory()).doesNotExist();
  }

  @Test
  void containerdKilledIsStartedAgainAndContainersGoOn() throws Exception {
    var pod = new Pod(node);
    var container = pod.idle();
    var before = node.runtime().containers().status(container);
    var events = new CopyOnWriteArrayList<RuntimeEvent>();
    var changed = new Signal(Clock.system());
    node.runtime()
        .onEvent(event -> {
          events.add(event);
          changed.raise();
        });
    containerd().destroyForcibly();
    var deadline = Deadline.after(Clock.system(), PATIENCE);
    changed.awaitUntil(() -> events.contains(RuntimeEvent.resync()), deadline);
    assertThat(events).contains(RuntimeEvent.resync());
    assertThat(node.runtime().containers().status(container)).isEqualTo(before);
    node.runtime().containers().stop(container, Duration.ofSeconds(10));
    changed.awaitUntil(
        () -> events.stream().anyMatch(e -> e.type() == RuntimeEvent.Type.CONTAINER_STOPPED),
        deadline);
    assertThat(events)
        .contains(
            new RuntimeEvent(
                RuntimeEvent.Type.CONTAINER_STOPPED, pod.config.pod().uid(), pod.id, container));
  }

  private ProcessHandle containerd() throws IOException {
    var pid = Files.readString(node.settings.runtimeDirectory().resolve("containerd.pid"));
    return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
  }

  @Test
  void anotherPodoFindsThePodsOfTheFirst() throws Exception {
    var pod = new Pod(node);
    var container = pod.idle();
    var sandbox = node.runtime().sandboxes().status(pod.id);
    var status = node.runtime().containers().status(container);
    var keeper = containerd().pid();
    node.reconnect();
    assertThat(containerd().pid()).isEqualTo(keeper);
    assertThat(node.runtime().sandboxes().list()).containsExactly(sandbox.sandbox());
    assertThat(node.runtime().sandboxes().status(pod.id)).isEqualTo(sandbox);
    assertThat(sandbox.sandbox().annotations()).isEqualTo(pod.config.annotations());
    assertThat(node.runtime().containers().list()).containsExactly(status.container());
    // Containers made now are as if made before: same log directory, same host name.
    var late = node.runtime().containers().create(pod.id, new Wanted("late", "hostname").config());
    Files.createDirectories(pod.logs.resolve("late"));
    var stopped = new Promise<RuntimeEvent>(Clock.system());
    node.runtime()
        .onEvent(event -> {
          if (event.containerId().equals(late)
              && event.type() == RuntimeEvent.Type.CONTAINER_STOPPED) {
            stopped.complete(event);
          }
        });
    node.runtime().containers().start(late);
    var event = stopped.await(Deadline.after(Clock.system(), PATIENCE));
    assertThat(event.podUid()).isEqualTo(pod.config.pod().uid());
    assertThat(event.sandboxId()).isEqualTo(pod.id);
    assertThat(pod.output("late")).isEqualTo("web-1");
  }

  @Test
  void stopAllKeepsImagesAndNothingElse() throws Exception {
    new Pod(node).idle();
    node.scope().close();
    try (var scope = Scope.root("down", Environment.system())) {
      ContainerdInstance.stopAll(node.settings, Duration.ofSeconds(5), scope);
      assertThat(traces()).isEmpty();
      ContainerdInstance.stopAll(node.settings, Duration.ofSeconds(5), scope);
    }
    node.reconnect();
    assertThat(node.runtime().sandboxes().list()).isEmpty();
    assertThat(node.runtime().containers().list()).isEmpty();
    assertThat(node.runtime().images().find(TestNode.IMAGE)).isNotNull();
    assertThat(node.runtime().info().networkReady()).isTrue();
    var pod = new Pod(node);
    assertThat(pod.run(new Wanted("again", "/bin/true")).exitCode()).isZero();
  }

  @Test
  void everythingGoesEvenWhenContainerdCannotRunAnyMore() throws Exception {
    new Pod(node).start(Pod.shell("trap '' TERM; while true; do sleep 1; done"));
    node.scope().close();
    containerd().destroyForcibly();
    var broken =
        new ContainerdSettings(
            "/no/containerd",
            node.settings.root(),
            node.settings.runtimeDirectory(),
            node.settings.cniConfigDirectory());
    try (var scope = Scope.root("down", Environment.system())) {
      ContainerdInstance.removeEverything(broken, scope);
      assertThat(traces()).isEmpty();
      ContainerdInstance.removeEverything(broken, scope);
    }
  }

  @Test
  void saysWhatToInstallWhenContainerdIsMissing() {
    var missing =
        new ContainerdSettings(
            "/no/containerd",
            node.directory.resolve("other"),
            node.settings.runtimeDirectory().resolve("o"),
            node.directory.resolve("other-cni"));
    try (var scope = Scope.root("up", Environment.system())) {
      assertThatThrownBy(() -> ContainerdInstance.start(missing, scope))
          .isInstanceOf(InstanceException.class)
          .hasMessage(
              "/no/containerd is not installed;"
                  + " install it; on Debian: apt-get install containerd runc");
    }
  }

  @Test
  void closingEndsAllThreads() throws Exception {
    new Pod(node).idle();
    node.scope().close();
    var deadline = Deadline.after(Clock.system(), PATIENCE);
    Set<Thread> left;
    do {
      left = threadsOfConnections();
      left.removeAll(ofOthers);
    } while (!left.isEmpty() && !deadline.hasPassed(Clock.system()));
    assertThat(left).isEmpty();
  }

  private static Set<Thread> threadsOfConnections() {
    var threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(thread ->
        !thread.getName().startsWith("multiThreadIoEventLoopGroup")
            && !thread.getName().contains("HttpClient"));
    return threads;
  }

  /// Processes, mounts, links, namespaces and cgroups of this node.
  private List<String> traces() {
    var out = new ArrayList<String>();
    ProcessHandle.allProcesses()
        .filter(p -> commandLine(p).contains(node.settings.runtimeDirectory().toString()))
        .forEach(p -> out.add("process " + commandLine(p)));
    try {
      for (var line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
        if (line.contains(node.settings.runtimeDirectory().toString())
            || line.contains(node.directory.toString())) {
          out.add("mount " + line.split(" ")[4]);
        }
      }
      var ports = Path.of("/sys/class/net", node.bridge, "brif");
      if (Files.exists(ports)) {
        try (var files = Files.newDirectoryStream(ports)) {
          files.forEach(port -> out.add("link " + port.getFileName()));
        }
      }
      addCgroups(out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out;
  }

  private void addCgroups(List<String> out) throws IOException {
    try (var tops = Files.newDirectoryStream(Path.of("/sys/fs/cgroup"))) {
      for (var top : tops) {
        var ours = top.resolve(node.settings.cgroup().substring(1));
        if (Files.isDirectory(ours)) {
          try (var pods = Files.newDirectoryStream(ours, Files::isDirectory)) {
            pods.forEach(pod -> out.add("cgroup " + pod));
          }
        }
      }
    }
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
    } catch (IOException gone) {
      return "";
    }
  }
}
