package dev.podo.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.clients.cluster.Commands;
import dev.podo.clients.cluster.Commands.Result;
import dev.podo.e2e.cluster.RealContainers;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `podo demo` as a user runs it, in a data directory and a HOME of its own, on ports that are
/// free.
@Tag("e2e")
class DemoTest {
  /// One after the other on the same cluster; each rolls under load and stalls under load.
  private static final int DEMOS = Integer.getInteger("podo.e2e.demos", 1);

  private static final List<String> LOADS = new ArrayList<>();
  private static Path home;
  private static Path dataDir;
  private static int httpPort;
  private static int httpsPort;
  private static Result demo;

  @BeforeAll
  static void run() throws IOException {
    RealContainers.assumeRootAndContainerd();
    home = Files.createTempDirectory("podo-e2e-demo-");
    dataDir = home.resolve("data");
    try (var http = new ServerSocket(0);
        var https = new ServerSocket(0)) {
      httpPort = http.getLocalPort();
      httpsPort = https.getLocalPort();
    }
    for (int i = 0; i < DEMOS; i++) {
      demo = podo("demo", "--no-install").requireSuccess();
      LOADS.addAll(demo.out().lines().filter(l -> l.contains(" a second, ")).toList());
    }
  }

  @AfterAll
  static void remove() {
    if (dataDir != null) {
      podo("down", "--purge").requireSuccess();
      Commands.run(Map.of(), "", List.of("rm", "-rf", home.toString()));
    }
  }

  @Test
  void showsEverythingItPromises() {
    assertThat(demo.out())
        .contains("the page and the API answer through the Ingress, over HTTP and over HTTPS")
        .contains("signed the guestbook and read it back")
        .contains("scaled the API from 2 pods to 4, which all answered, and back to 2")
        .containsPattern(
            "killed the container of api-\\S+: restarted in the same pod \\(restarts: 1\\)")
        .containsPattern("deleted the pod api-\\S+: replaced by api-\\S+, which answers")
        .contains("rolled from v1 to v2 under load")
        .contains("a broken image stalls the rollout")
        .contains("undid the rollout")
        .contains("changed the ConfigMap: the mounted file shows it in the same containers")
        .contains("deleted a namespace: its 5 objects, its pod and its route are gone");
  }

  @Test
  void losesNoRequestUnderConstantLoad() {
    LOADS.forEach(System.out::println);
    assertThat(LOADS).hasSize(2 * DEMOS).allMatch(l -> l.contains(", 0 failed"));
  }

  @Test
  void leavesTheClusterRunningAndSaysWhereItIs() {
    assertThat(demo.out())
        .contains("http://guestbook.localhost:" + httpPort)
        .contains("https://guestbook.localhost:" + httpsPort)
        .contains("get pods --all-namespaces");

    var status = podo("status").requireSuccess();
    assertThat(status.out()).containsPattern("ready +yes").contains("Running");
  }

  @Test
  void theUrlsItPrintsWork() {
    var address = "guestbook.localhost:" + httpsPort;
    var answer =
        Commands.run(
            Map.of(),
            "",
            List.of(
                "curl",
                "--silent",
                "--show-error",
                "--resolve",
                address + ":127.0.0.1",
                "--cacert",
                dataDir.resolve("demo/guestbook-ca.crt").toString(),
                "https://" + address + "/api/entries"));

    assertThat(answer.requireSuccess().out()).contains("podo was here");
  }

  private static Result podo(String... arguments) {
    var command = new ArrayList<>(List.of(root().resolve("podo").toString()));
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "--data-dir",
            dataDir.toString(),
            "--api-port",
            "0",
            "--set",
            "ingress.httpPort=" + httpPort,
            "--set",
            "ingress.httpsPort=" + httpsPort));
    var environment = Map.of("HOME", home.toString(), "PODO_JAVA_OPTS", "-Duser.home=" + home);
    return Commands.run(environment, "", command);
  }

  private static Path root() {
    for (var dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
      if (Files.exists(dir.resolve("ARCHITECTURE.md"))) {
        return dir;
      }
    }
    throw new IllegalStateException("the tests run inside a checkout");
  }
}
