package dev.podo.node.containerd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.node.runtime.ContainerSecurity.Namespaces;
import dev.podo.node.runtime.Resources;
import dev.podo.node.runtime.SecurityProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the kernel says of containers that were to be confined.
@ExtendWith(OnContainerd.class)
final class SecurityTest {
  private final TestNode node;

  SecurityTest(TestNode node) {
    this.node = node;
  }

  @Test
  void confinesAsAsked() throws Exception {
    try (var pod = new Pod(node)) {
      var wanted =
          Pod.shell(
              "grep -E 'Seccomp:|NoNewPrivs|Groups' /proc/self/status; cat /proc/self/oom_score_adj");
      wanted.noNewPrivileges = true;
      wanted.groups = List.of(4321L);
      wanted.resources = new Resources(0, 0, 0, 0, 700);
      pod.run(wanted);
      assertThat(pod.output("main"))
          .contains("NoNewPrivs:\t1", "Seccomp:\t2", "4321")
          .contains("\n700");
    }
  }

  @Test
  void leavesUnconfinedWhatIsToBe() throws Exception {
    try (var pod = new Pod(node)) {
      var wanted = Pod.shell("grep -E 'Seccomp:|NoNewPrivs' /proc/self/status");
      wanted.seccomp = SecurityProfile.UNCONFINED;
      pod.run(wanted);
      assertThat(pod.output("main")).contains("NoNewPrivs:\t0", "Seccomp:\t0");
    }
  }

  @Test
  void setsTheKernelsParametersForThePodAlone() throws Exception {
    var sysctls = Map.of("net.ipv4.ip_unprivileged_port_start", "77");
    try (var pod = new Pod(node, c -> Pod.with(c, Pod.SHARED_NOTHING, sysctls));
        var other = new Pod(node)) {
      pod.run(Pod.shell("cat /proc/sys/net/ipv4/ip_unprivileged_port_start"));
      assertThat(pod.output("main")).isEqualTo("77");
      other.run(Pod.shell("cat /proc/sys/net/ipv4/ip_unprivileged_port_start"));
      assertThat(other.output("main")).isNotEqualTo("77");
    }
  }

  @Test
  void containersSeeEachOthersProcessesWhereTheyShareThem() throws Exception {
    var shared = new Namespaces(false, false, false, true);
    try (var pod = new Pod(node, c -> Pod.with(c, shared, Map.of()))) {
      var first = Pod.shell("exec sleep 1000");
      first.namespaces = shared;
      pod.start(first);
      var second = new Pod.Wanted("second", "/bin/ps");
      second.namespaces = shared;
      pod.run(second);
      assertThat(pod.output("second")).contains("sleep 1000").contains("pause");
    }
    try (var pod = new Pod(node)) {
      var container = pod.idle();
      pod.start(new Pod.Wanted("other", "/bin/sleep", "1234"));
      var seen = node.runtime().streaming().run(container, List.of("ps"), Duration.ofSeconds(10));
      assertThat(seen.stdout().toUtf8()).doesNotContain("1234");
    }
  }

  @Test
  void aContainerSeesTheProcessesOfTheOneThatItLooksInto() throws Exception {
    try (var pod = new Pod(node)) {
      var target = pod.start(Pod.shell("exec sleep 4321"));
      var second = new Pod.Wanted("second", "/bin/ps");
      second.namespaces = new Namespaces(false, false, false, false, target);
      pod.run(second);
      assertThat(pod.output("second")).contains("sleep 4321");
    }
  }
}
