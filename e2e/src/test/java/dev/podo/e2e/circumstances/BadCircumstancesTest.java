package dev.podo.e2e.circumstances;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.clients.cluster.Cluster;
import dev.podo.clients.cluster.Commands.Result;
import dev.podo.clients.cluster.Ports;
import dev.podo.e2e.cluster.Hosts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void aContainerdThatDiesAtItsStart(@TempDir Path folder) throws IOException {
    Hosts.assumeContainers();
    var binary = folder.resolve("containerd");
    Files.writeString(binary, "#!/bin/sh\necho 'containerd: its disk is gone' >&2\nexit 1\n");
    Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (var home =
        Cluster.unstarted(
            "--api-port",
            "0",
            "--set",
            "ingress.httpPort=" + Ports.free(),
            "--set",
            "ingress.httpsPort=" + Ports.free(),
            "--set",
            "containerd.binary=" + binary)) {
      assertRefused(
          home.podoHere("up"),
          "containerd did not start: containerd: its disk is gone",
          "containerd.log");
    }
  }

  @Test
  void noRoot() {
    assumeRoot();
    try (var home = Cluster.unstarted()) {
      var result = asNobody(home, "up", "--data-dir", home.dataDir().toString());
      assertRefused(result, "running containers takes root", "sudo podo up");
      assertRefused(result, "running containers takes root", "--runtime simulated");
    }
  }

  @Test
  void noRootAndADataDirectoryOfAnother() {
    assumeRoot();
    try (var home = Cluster.unstarted()) {
      var result =
          asNobody(home, "up", "--runtime", "simulated", "--data-dir", home.dataDir().toString());
      assertRefused(result, home.dataDir() + " cannot be written", "--data-dir");
    }
  }

  @Test
  void aDiskThatIsReadOnly() {
    try (var disk = SmallDisk.mountReadOnly();
        var home = Cluster.unstarted()) {
      var data = disk.place().resolve("data").toString();
      var result = home.podo("up", "--runtime", "simulated", "--data-dir", data, "--api-port", "0");
      assertRefused(result, data + " cannot be written", "--data-dir");
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

  private static void assumeRoot() {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "root: needed to become someone else");
  }

  /// As a user who may do nothing.
  private static Result asNobody(Cluster home, String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                Cluster.checkout().resolve("podo").toString()));
    command.addAll(List.of(arguments));
    return home.run(Map.of("PODO_NO_BUILD", "1"), command.toArray(String[]::new));
  }

  private static void assertRefused(Result result, String why, String nextStep) {
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
    assertThat(result.err()).contains(why).contains(nextStep);
  }
}
