package dev.podo.node.containerd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.node.containerd.Pod.Wanted;
import dev.podo.node.runtime.RuntimeEvent;
import dev.podo.node.runtime.RuntimeFailure;
import dev.podo.node.runtime.Sandbox;
import dev.podo.node.runtime.SandboxConfig.PortMapping;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnContainerd.class)
final class SandboxTest {
  private final TestNode node;

  SandboxTest(TestNode node) {
    this.node = node;
  }

  @Test
  void reportsItselfReady() throws InterruptedException {
    var info = node.runtime().info();
    assertThat(info.name()).isEqualTo("containerd");
    assertThat(info.version()).isNotEmpty();
    assertThat(info.ready()).as(info.message()).isTrue();
    assertThat(info.networkReady()).as(info.message()).isTrue();
  }

  @Test
  void givesAnAddressThatTheHostReaches() throws Exception {
    try (var pod = new Pod(node)) {
      var status = node.runtime().sandboxes().status(pod.id);
      assertThat(status.ips()).hasSize(1);
      assertThat(InetAddress.getByName(status.ips().getFirst()).isReachable(5000)).isTrue();
      assertThat(status.sandbox().ready()).isTrue();
    }
  }

  @Test
  void returnsWhatItWasMadeWith() throws Exception {
    try (var pod = new Pod(node)) {
      var listed =
          node.runtime().sandboxes().list().stream().filter(s -> s.id().equals(pod.id)).findFirst();
      var status = node.runtime().sandboxes().status(pod.id).sandbox();
      assertThat(listed).hasValue(status);
      assertThat(status.pod()).isEqualTo(pod.config.pod());
      assertThat(status.labels()).isEqualTo(pod.config.labels());
      assertThat(status.annotations()).isEqualTo(pod.config.annotations());
    }
  }

  @Test
  void setsHostNameAndNameServers() throws Exception {
    try (var pod = new Pod(node)) {
      pod.run(Pod.shell("hostname; cat /etc/resolv.conf"));
      assertThat(pod.output("main"))
          .contains("web-1", "nameserver 10.96.0.10", "search cluster.local", "options ndots:5");
    }
  }

  @Test
  void sharesTheHostsNetworkWhenAsked() throws Exception {
    try (var pod = new Pod(node, c -> Pod.config(c.logDirectory(), true, List.of()))) {
      assertThat(node.runtime().sandboxes().status(pod.id).ips()).isEmpty();
    }
  }

  @Test
  void mapsHostPorts() throws Exception {
    var port = 20_000 + (int) (ProcessHandle.current().pid() % 10_000);
    var mapping = new PortMapping("TCP", 80, port, "");
    try (var pod = new Pod(node, c -> Pod.config(c.logDirectory(), false, List.of(mapping)))) {
      pod.start(Pod.shell("echo ready; while true; do echo hello | nc -l -p 80; done"));
      var ip = node.runtime().sandboxes().status(pod.id).ips().getFirst();
      assertThat(readOnceListening(ip, 80)).isEqualTo("hello\n");
      var own = ip.substring(0, ip.lastIndexOf('.')) + ".1";
      assertThat(readOnceListening(own, port)).isEqualTo("hello\n");
    }
  }

  private static String readOnceListening(String host, int port) throws IOException {
    for (var tries = 0; ; tries++) {
      try (var socket = new Socket(host, port)) {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException notYet) {
        if (tries > 10_000) {
          throw notYet;
        }
      }
    }
  }

  @Test
  void stopEndsContainersAndTellsSo() throws Exception {
    try (var pod = new Pod(node)) {
      var container = pod.idle();
      node.runtime().sandboxes().stop(pod.id);
      var stopped =
          pod.await(
              e -> e.type() == RuntimeEvent.Type.SANDBOX_STOPPED && e.sandboxId().equals(pod.id));
      assertThat(stopped.podUid()).isEqualTo(pod.config.pod().uid());
      assertThat(node.runtime().containers().status(container).container().isRunning()).isFalse();
      assertThat(node.runtime().sandboxes().status(pod.id).sandbox().ready()).isFalse();
      node.runtime().sandboxes().stop(pod.id);
    }
  }

  @Test
  void removalLeavesNothing() throws Exception {
    var before = traces();
    try (var pod = new Pod(node)) {
      pod.idle();
      assertThat(traces()).isNotEqualTo(before);
      node.runtime().sandboxes().remove(pod.id);
      pod.await(e -> e.type() == RuntimeEvent.Type.SANDBOX_REMOVED && e.sandboxId().equals(pod.id));
      node.runtime().sandboxes().remove(pod.id);
      assertThatThrownBy(() -> node.runtime().sandboxes().status(pod.id))
          .isInstanceOfSatisfying(RuntimeFailure.class, e -> assertThat(e.isNotFound()).isTrue());
      assertThat(node.runtime().sandboxes().list()).extracting(Sandbox::id).doesNotContain(pod.id);
    }
    assertThat(traces()).isEqualTo(before);
  }

  @Test
  void removesWhatAFailedAttemptLeft() throws Exception {
    var before = traces();
    assertThatThrownBy(
            () -> new Pod(node, c -> Pod.with(c, Pod.SHARED_NOTHING, Map.of("no.such", "1"))))
        .isInstanceOf(RuntimeFailure.class);
    assertThat(traces()).isEqualTo(before);
  }

  /// What pods leave on the host if nobody clears up.
  private SortedSet<String> traces() throws IOException {
    var out = new TreeSet<String>();
    for (var line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
      if (line.contains(node.settings.runtimeDirectory().toString())
          || line.contains(node.directory.toString())) {
        out.add("mount " + line.split(" ")[4]);
      }
    }
    try (var ports = Files.list(Path.of("/sys/class/net", node.bridge, "brif"))) {
      ports.forEach(port -> out.add("link " + port.getFileName()));
    }
    var leases = node.directory.resolve("leases/net-" + node.bridge);
    if (Files.isDirectory(leases)) {
      try (var files = Files.newDirectoryStream(leases, "10.*")) {
        files.forEach(lease -> out.add("lease " + lease.getFileName()));
      }
    }
    return out;
  }

  @Test
  void containersShareTheNetwork() throws Exception {
    try (var pod = new Pod(node)) {
      pod.start(new Wanted("server", "httpd", "-f", "-p", "127.0.0.1:9000", "-h", "/etc"));
      var status =
          pod.run(Pod.shell("until wget -q -O - http://127.0.0.1:9000/passwd; do true; done"));
      assertThat(status.exitCode()).isZero();
      assertThat(pod.output("main")).contains("someone");
    }
  }
}
