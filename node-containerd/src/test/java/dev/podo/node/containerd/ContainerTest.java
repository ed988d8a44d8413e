package dev.podo.node.containerd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.node.containerd.Pod.Wanted;
import dev.podo.node.runtime.Container.State;
import dev.podo.node.runtime.ContainerConfig.Env;
import dev.podo.node.runtime.ContainerSecurity.Capabilities;
import dev.podo.node.runtime.ContainerStats;
import dev.podo.node.runtime.Mount;
import dev.podo.node.runtime.Resources;
import dev.podo.node.runtime.RuntimeEvent;
import dev.podo.node.runtime.RuntimeFailure;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnContainerd.class)
final class ContainerTest {
  private final TestNode node;

  ContainerTest(TestNode node) {
    this.node = node;
  }

  @Test
  void runsItsImagesCommandAsItsImageSays() throws Exception {
    try (var pod = new Pod(node)) {
      var container = pod.idle();
      var status = node.runtime().containers().status(container);
      assertThat(status.container().isRunning()).isTrue();
      assertThat(status.container().sandboxId()).isEqualTo(pod.id);
      assertThat(status.container().labels()).containsEntry("name", "main");
      assertThat(status.container().annotations()).containsEntry("note", "of main");
      assertThat(status.image()).isEqualTo(TestNode.IMAGE);
      assertThat(status.startedAt()).isNotNull();
      assertThat(status.finishedAt()).isNull();
      assertThat(status.reason()).isEmpty();
    }
  }

  @Test
  void listsWhatStatusSays() throws Exception {
    try (var pod = new Pod(node)) {
      var container = pod.idle();
      assertThat(node.runtime().containers().list())
          .contains(node.runtime().containers().status(container).container());
    }
  }

  @Test
  void passesEnvironmentInOrder() throws Exception {
    try (var pod = new Pod(node)) {
      var wanted = Pod.shell("env");
      wanted.env = List.of(new Env("A", "1"), new Env("A", "x = \"y\""), new Env("EMPTY", ""));
      pod.run(wanted);
      assertThat(pod.output("main").lines())
          .contains("A=x = \"y\"", "EMPTY=", "FROM_IMAGE=yes")
          .doesNotContain("A=1");
    }
  }

  @Test
  void mountsFilesAndDirectories() throws Exception {
    try (var pod = new Pod(node)) {
      var directory = Files.createDirectory(pod.logs.resolve("data"));
      Files.writeString(directory.resolve("in"), "from the node");
      var wanted = Pod.shell("cat /a/in; echo back > /a/out; echo no > /b/out; cat /c");
      wanted.mounts =
          List.of(
              Mount.of(directory, "/a", false),
              Mount.of(directory, "/b", true),
              Mount.of(directory.resolve("in"), "/c", true));
      pod.run(wanted);
      assertThat(directory.resolve("out")).hasContent("back\n");
      assertThat(pod.output("main")).contains("from the node").contains("Read-only file system");
    }
  }

  @Test
  void runsAsAnotherUserWithFewerCapabilities() throws Exception {
    try (var pod = new Pod(node)) {
      var wanted = Pod.shell("id -u; grep CapBnd /proc/self/status; touch /x");
      wanted.user = 1234L;
      wanted.capabilities = new Capabilities(List.of("NET_ADMIN"), List.of("ALL"));
      pod.run(wanted);
      assertThat(pod.output("main"))
          .contains("1234")
          .contains("CapBnd:\t0000000000001000")
          .contains("Permission denied");
    }
  }

  @Test
  void keepsTheRootReadOnly() throws Exception {
    try (var pod = new Pod(node)) {
      var wanted = Pod.shell("touch /x");
      wanted.readOnlyRoot = true;
      assertThat(pod.run(wanted).exitCode()).isEqualTo(1);
      assertThat(pod.output("main")).contains("Read-only file system");
    }
  }

  @Test
  void killsWhatExceedsItsMemory() throws Exception {
    try (var pod = new Pod(node)) {
      var wanted =
          new Wanted("main", "/bin/dd", "if=/dev/zero", "of=/dev/null", "bs=200M", "count=1");
      wanted.resources = new Resources(0, 0, 0, 32 << 20, 0);
      var status = pod.run(wanted);
      assertThat(status.exitCode()).isEqualTo(137);
      assertThat(status.reason()).isEqualTo("OOMKilled");
    }
  }

  @Test
  void limitsTheProcessor() throws Exception {
    try (var pod = new Pod(node)) {
      var wanted = Pod.shell("cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us /sys/fs/cgroup/cpu.max");
      wanted.resources = new Resources(512, 50_000, 100_000, 64 << 20, 500);
      pod.run(wanted);
      assertThat(pod.output("main")).contains("50000");
    }
  }

  @Test
  void tellsHowItEnded() throws Exception {
    try (var pod = new Pod(node)) {
      var good = pod.run(new Wanted("good", "/bin/true"));
      assertThat(good.exitCode()).isZero();
      assertThat(good.reason()).isEqualTo("Completed");
      assertThat(good.container().state()).isEqualTo(State.EXITED);
      assertThat(good.finishedAt()).isAfterOrEqualTo(good.startedAt());
      var bad = pod.run(new Wanted("bad", "/bin/sh", "-c", "exit 42"));
      assertThat(bad.exitCode()).isEqualTo(42);
      assertThat(bad.reason()).isEqualTo("Error");
    }
  }

  @Test
  void saysWhenThereIsNoSuchCommand() throws Exception {
    try (var pod = new Pod(node)) {
      var wanted = new Wanted("main", "/no/such");
      Files.createDirectories(pod.logs.resolve("main"));
      var container = node.runtime().containers().create(pod.id, wanted.config());
      assertThat(pod.state(container)).isEqualTo(State.CREATED);
      assertThatThrownBy(() -> node.runtime().containers().start(container))
          .isInstanceOf(RuntimeFailure.class)
          .hasMessageContaining("/no/such");
      var status = node.runtime().containers().status(container);
      assertThat(status.container().state()).isEqualTo(State.EXITED);
      assertThat(status.exitCode()).isEqualTo(128);
      assertThat(status.reason()).isEqualTo("StartError");
    }
  }

  @Test
  void tellsOfStartStopAndRemoval() throws Exception {
    try (var pod = new Pod(node)) {
      var container = pod.idle();
      var started =
          pod.await(e ->
              e.type() == RuntimeEvent.Type.CONTAINER_STARTED && e.containerId().equals(container));
      assertThat(started.podUid()).isEqualTo(pod.config.pod().uid());
      assertThat(started.sandboxId()).isEqualTo(pod.id);
      node.runtime().containers().stop(container, Duration.ofSeconds(10));
      pod.await(e ->
          e.type() == RuntimeEvent.Type.CONTAINER_STOPPED && e.containerId().equals(container));
      assertThat(node.runtime().containers().status(container).exitCode()).isZero();
      node.runtime().containers().remove(container);
      pod.await(e ->
          e.type() == RuntimeEvent.Type.CONTAINER_REMOVED && e.containerId().equals(container));
      assertThatThrownBy(() -> node.runtime().containers().status(container))
          .isInstanceOfSatisfying(RuntimeFailure.class, e -> assertThat(e.isNotFound()).isTrue());
    }
  }

  @Test
  void stopAndRemoveOfTheUnknownSucceed() throws Exception {
    node.runtime().containers().stop("0123456789abcdef", Duration.ZERO);
    node.runtime().containers().remove("0123456789abcdef");
    node.runtime().sandboxes().stop("0123456789abcdef");
    node.runtime().sandboxes().remove("0123456789abcdef");
  }

  @Test
  void killsWhatDoesNotStop() throws Exception {
    try (var pod = new Pod(node)) {
      var container = pod.start(Pod.shell("trap '' TERM; while true; do sleep 0.1; done"));
      node.runtime().containers().stop(container, Duration.ofSeconds(1));
      var status = node.runtime().containers().status(container);
      assertThat(status.container().state()).isEqualTo(State.EXITED);
      assertThat(status.exitCode()).isEqualTo(137);
    }
  }

  @Test
  void writesLogsInTheFormatOfCri() throws Exception {
    try (var pod = new Pod(node)) {
      pod.run(Pod.shell("echo out; echo err >&2; echo -n cut"));
      assertThat(Files.readAllLines(pod.logs.resolve("main/0.log")))
          .hasSize(3)
          .anySatisfy(line -> assertThat(line).matches("\\S+ stdout F out"))
          .anySatisfy(line -> assertThat(line).matches("\\S+ stderr F err"))
          .anySatisfy(line -> assertThat(line).matches("\\S+ stdout P cut"));
    }
  }

  @Test
  void writesToANewLogAfterReopening() throws Exception {
    try (var pod = new Pod(node)) {
      var wanted = Pod.shell("trap 'echo more' HUP; echo first; while true; do sleep 0.05; done");
      var container = pod.start(wanted);
      var log = pod.logs.resolve("main/0.log");
      while (!Files.exists(log) || Files.size(log) == 0) {
        Thread.onSpinWait();
      }
      Files.move(log, pod.logs.resolve("main/0.log.old"));
      node.runtime().containers().reopenLog(container);
      assertThat(log).exists();
      node.runtime()
          .streaming()
          .run(container, List.of("/bin/kill", "-HUP", "1"), Duration.ofSeconds(10));
      while (Files.size(log) == 0) {
        Thread.onSpinWait();
      }
      assertThat(log).content().contains("stdout F more").doesNotContain("first");
    }
  }

  @Test
  void measuresWhatRuns() throws Exception {
    try (var pod = new Pod(node)) {
      var container = pod.idle();
      pod.run(new Wanted("ended", "/bin/true"));
      var stats = node.runtime().containers().stats();
      assertThat(stats).extracting(ContainerStats::containerId).contains(container);
      var own =
          stats.stream().filter(s -> s.containerId().equals(container)).findFirst().orElseThrow();
      assertThat(own.cpuNanos()).isPositive();
      assertThat(own.memoryBytes()).isPositive();
    }
  }
}
