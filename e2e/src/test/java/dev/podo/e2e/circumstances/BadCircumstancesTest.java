package dev.podo.e2e.circumstances;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.e2e.cluster.Cluster;
import dev.podo.e2e.cluster.Commands.Result;
import dev.podo.e2e.cluster.Hosts;
import dev.podo.e2e.cluster.Ports;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Each ends in a clear line with the next step.
@Tag("e2e")
class BadCircumstancesTest {
  @Test
  void aTakenPort() throws Exception {
    try (var home = Cluster.unstarted();
        var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = String.valueOf(taken.getLocalPort());
      var result =
          home.podo(
              "up",
              "--runtime",
              "simulated",
              "--data-dir",
              home.dataDir().toString(),
              "--api-port",
              port);
      assertRefused(
          result, "port " + port + ", which the API server needs, is taken", "--api-port");
    }
  }

  @Test
  void aDataDirectoryThatCannotBeWritten() {
    try (var home = Cluster.unstarted()) {
      var result =
          home.podo("up", "--runtime", "simulated", "--data-dir", "/proc/podo", "--api-port", "0");
      assertRefused(result, "/proc/podo cannot be written", "--data-dir");
    }
  }

  @Test
  void aDataDirectoryInUse() {
    try (var cluster = Cluster.start("--runtime", "simulated", "--api-port", "0")) {
      var again =
          cluster.podo(
              "up",
              "--runtime",
              "simulated",
              "--data-dir",
              cluster.dataDir().toString(),
              "--api-port",
              "0");
      assertThat(again.exitCode()).isZero();
      assertThat(again.out()).contains("runs already");
      var second =
          cluster.podo(
              "serve",
              "--runtime",
              "simulated",
              "--data-dir",
              cluster.dataDir().toString(),
              "--api-port",
              "0");
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.err()).contains("is in use by process");
    }
  }

  @Test
  void wrongSettings() {
    try (var home = Cluster.unstarted()) {
      var result = home.podo("up", "--set", "api.prot=1", "--runtime", "docker");
      assertThat(result.exitCode()).isEqualTo(2);
      assertThat(result.err()).contains("\"docker\" must be one of containerd, simulated");
    }
  }

  @Test
  void nothingRuns() {
    try (var home = Cluster.unstarted()) {
      var result =
          home.podo("down", "--runtime", "simulated", "--data-dir", home.dataDir().toString());
      assertThat(result.exitCode()).isEqualTo(3);
      assertThat(result.err()).contains("no cluster runs on", "podo up");
    }
  }

  @Test
  void aMissingContainerd() {
    Hosts.assumeContainers();
    try (var home = Cluster.unstarted()) {
      var result =
          home.podo(
              "up",
              "--data-dir",
              home.dataDir().toString(),
              "--api-port",
              "0",
              "--set",
              "ingress.httpPort=" + Ports.free(),
              "--set",
              "ingress.httpsPort=" + Ports.free(),
              "--set",
              "containerd.binary=/nowhere/containerd");
      assertRefused(result, "/nowhere/containerd", "apt-get install containerd");
    }
  }

  @Test
  void noJdk() {
    try (var home = Cluster.unstarted()) {
      var script = ". " + Cluster.checkout().resolve(".mvn/find-jdk.sh") + "; podo_find_jdk";
      var result =
          home.run(
              Map.of("JAVA_HOME", "/nowhere", "PODO_JDK_PLACES", "/nowhere"), "bash", "-c", script);
      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.err()).contains("no JDK 25 or newer found", "JAVA_HOME");
    }
  }

  private static void assertRefused(Result result, String why, String nextStep) {
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
    assertThat(result.err()).contains(why).contains(nextStep);
  }
}
