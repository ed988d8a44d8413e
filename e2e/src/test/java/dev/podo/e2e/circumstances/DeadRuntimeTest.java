package dev.podo.e2e.circumstances;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.clients.cluster.Cluster;
import dev.podo.clients.cluster.Kubectls;
import dev.podo.e2e.cluster.Hosts;
import dev.podo.e2e.cluster.RealContainers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// containerd dies under a cluster that runs. Its containers are none of its children, and go on.
@Tag("e2e")
@TestMethodOrder(MethodOrderer.MethodName.class)
class DeadRuntimeTest {
  private static final String MARK = "7654321";
  @TempDir private static Path folder;
  private static Path binary;
  private static Cluster cluster;

  @BeforeAll
  static void start() throws IOException {
    Kubectls.assumeKubectl();
    Hosts.assumeContainers();
    binary = folder.resolve("containerd");
    works();
    cluster = RealContainers.start("--set", "containerd.binary=" + binary);
    run("steady", MARK);
  }

  @AfterAll
  static void stop() throws IOException {
    if (cluster != null) {
      works();
      cluster.close();
    }
  }

  @Test
  void aKilledOneIsStartedAgainAndContainersGoOn() throws IOException {
    var before = containers();
    var process = containerProcess();
    var killed = containerd();
    killed.destroyForcibly();
    Cluster.await("another containerd", () -> hasContainerdBeside(killed.pid()));

    run("next", "1");
    assertThat(containers()).isEqualTo(before);
    assertThat(containerProcess()).isEqualTo(process);
    assertThat(kubectl("exec", "steady", "--", "echo", "here")).isEqualTo("here\n");
    assertThat(Files.readString(cluster.dataDir().resolve("podo.log")))
        .contains("containerd ended; starting it again");
  }

  @Test
  void oneThatCannotBeStartedAgainMakesTheNodeNotReadyUntilItCan() throws IOException {
    var before = containers();
    var process = containerProcess();
    install("#!/bin/sh\necho 'containerd: its disk is gone' >&2\nexit 1\n");
    containerd().destroyForcibly();

    Cluster.await("the node to be not ready", () -> ready("status").equals("False"));
    assertThat(ready("reason")).isEqualTo("KubeletNotReady");
    assertThat(ready("message")).contains("container runtime is down");
    var status = cluster.podoHere("status");
    assertThat(status.exitCode()).isEqualTo(1);
    assertThat(status.out()).contains("not ready");
    assertThat(Files.readString(cluster.dataDir().resolve("podo.log")))
        .contains("containerd cannot be started again", "its disk is gone");
    assertThat(containerProcess()).isEqualTo(process);

    works();
    Cluster.await("the node to be ready", () -> ready("status").equals("True"));
    run("later", "1");
    assertThat(containers()).isEqualTo(before);
    assertThat(containerProcess()).isEqualTo(process);
  }

  private static void works() throws IOException {
    install("#!/bin/sh\nexec /usr/bin/containerd \"$@\"\n");
  }

  /// In one step: a program that runs cannot be written.
  private static void install(String script) throws IOException {
    var unfinished = folder.resolve("containerd.new");
    Files.writeString(unfinished, script);
    Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.move(unfinished, binary, StandardCopyOption.ATOMIC_MOVE);
  }

  private static ProcessHandle containerd() {
    return containerds().getFirst();
  }

  private static boolean hasContainerdBeside(long pid) {
    return containerds().stream().anyMatch(p -> p.pid() != pid);
  }

  private static List<ProcessHandle> containerds() {
    var config = cluster.dataDir().resolve("containerd/config.toml").toString();
    return processes("--config\0" + config + "\0");
  }

  private static long containerProcess() {
    return processes("sleep\0" + MARK + "\0").getFirst().pid();
  }

  /// Those with this in their command line.
  private static List<ProcessHandle> processes(String part) {
    return ProcessHandle.allProcesses()
        .filter(p -> commandLine(p).contains(part))
        .sorted()
        .toList();
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
    } catch (IOException gone) {
      return "";
    }
  }

  private static void run(String pod, String seconds) {
    var manifest =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s}
        spec:
          terminationGracePeriodSeconds: 0
          restartPolicy: Never
          containers: [{name: c, image: "localhost/test/busybox:1", command: [sleep, "%s"]}]
        """
            .formatted(pod, seconds);
    cluster.kubectlWith(manifest, "apply", "-f", "-").requireSuccess();
    var wanted = seconds.equals(MARK) ? "Running" : "(Running|Succeeded)";
    Cluster.await(
        "the pod " + pod + " to have run",
        () -> kubectl("get", "pod", pod, "-o", "jsonpath={.status.phase}").matches(wanted));
  }

  private static String containers() {
    return kubectl(
        "get",
        "pod",
        "steady",
        "-o",
        "jsonpath={.status.containerStatuses[*].containerID} {.status.containerStatuses[*].restartCount}");
  }

  private static String ready(String field) {
    return kubectl(
        "get",
        "nodes",
        "-o",
        "jsonpath={.items[0].status.conditions[?(@.type==\"Ready\")]." + field + "}");
  }

  private static String kubectl(String... arguments) {
    return cluster.kubectl(arguments).requireSuccess().out();
  }
}
