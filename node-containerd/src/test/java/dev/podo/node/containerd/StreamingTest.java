package dev.podo.node.containerd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.client.node.PeerGoneException;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Promise;
import dev.podo.foundation.Scope;
import dev.podo.node.containerd.Pod.Wanted;
import dev.podo.node.runtime.RuntimeFailure;
import dev.podo.node.runtime.StreamingRuntime;
import dev.podo.node.runtime.StreamingRuntime.AttachConfig;
import dev.podo.node.runtime.StreamingRuntime.ExecConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnContainerd.class)
final class StreamingTest {
  private static final int MANY = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TestNode node;
  private final Scope scope = Scope.root("peers", Environment.system());
  private StreamingRuntime streaming;
  private Pod pod;

  StreamingTest(TestNode node) {
    this.node = node;
  }

  @BeforeEach
  void makePod() throws IOException, InterruptedException {
    streaming = node.runtime().streaming();
    pod = new Pod(node);
  }

  @AfterEach
  void removePod() throws IOException {
    scope.close();
    pod.close();
    try (var files = Files.list(node.settings.runtimeDirectory().resolve("io"))) {
      assertThat(files).as("pipes that are left").isEmpty();
    }
  }

  private static ExecConfig exec(boolean tty, boolean stdin, String... command) {
    return new ExecConfig(List.of(command), tty, stdin, true, !tty);
  }

  private interface Streaming {
    int run() throws InterruptedException;
  }

  private Promise<Integer> begin(Streaming streaming) {
    var result = new Promise<Integer>(Clock.system());
    scope.fork(
        "peer",
        () -> {
          try {
            result.complete(streaming.run());
          } catch (RuntimeException e) {
            result.fail(e);
          }
        });
    return result;
  }

  private static int await(Promise<Integer> result) throws InterruptedException, TimeoutException {
    return result.await(Deadline.after(Clock.system(), PATIENCE));
  }

  @Test
  void execKeepsOutputsApartAndReturnsTheCode() throws Exception {
    var container = pod.idle();
    var peer = new TestStreams(false);
    var code =
        streaming.exec(
            container, exec(false, false, "sh", "-c", "echo a; echo b >&2; exit 7"), peer);
    assertThat(code).isEqualTo(7);
    assertThat(peer.out()).isEqualTo("a\n");
    assertThat(peer.err()).isEqualTo("b\n");
  }

  @Test
  void execSeesTheEndOfItsInput() throws Exception {
    var container = pod.idle();
    var peer = new TestStreams(true).says("one ").says("two").ends();
    assertThat(streaming.exec(container, exec(false, true, "cat"), peer)).isZero();
    assertThat(peer.out()).isEqualTo("one two");
  }

  @Test
  void execSeesAnEmptyInputWhenThereIsNone() throws Exception {
    var container = pod.idle();
    var peer = new TestStreams(false);
    assertThat(streaming.exec(container, exec(false, true, "cat"), peer)).isZero();
    assertThat(peer.out()).isEmpty();
  }

  @Test
  void execRunsAsTheContainerDoes() throws Exception {
    var wanted = new Wanted("main");
    wanted.user = 1234L;
    var container = pod.start(wanted);
    var peer = new TestStreams(false);
    streaming.exec(container, exec(false, false, "sh", "-c", "id -u; echo $FROM_IMAGE"), peer);
    assertThat(peer.out()).isEqualTo("1234\nyes\n");
  }

  @Test
  void execOnATerminalIsTalkedToAndResized() throws Exception {
    var container = pod.idle();
    var peer = new TestStreams(true);
    var result = begin(() -> streaming.exec(container, exec(true, true, "sh"), peer));
    peer.says("echo term=$TERM\n");
    peer.awaitOut("term=xterm");
    peer.resizes(123, 45);
    peer.says("until stty size | grep '45 123'; do true; done\n");
    peer.awaitOut("\n45 123");
    peer.says("exit 3\n");
    assertThat(await(result)).isEqualTo(3);
    assertThat(peer.err()).isEmpty();
  }

  @Test
  void execLosesNothingOfABigOutputToASlowPeer() throws Exception {
    var container = pod.idle();
    var peer = new TestStreams(false);
    peer.dawdles();
    var result =
        begin(() ->
            streaming.exec(
                container, exec(false, false, "dd", "if=/dev/zero", "bs=64k", "count=512"), peer));
    assertThat(result.isDone()).isFalse();
    peer.wakes();
    assertThat(await(result)).isZero();
    assertThat(peer.outBytes()).isEqualTo(32 << 20);
  }

  @Test
  void manyExecsAtOnceTakeNoThreadEach() throws Exception {
    var container = pod.idle();
    var before = ManagementFactory.getThreadMXBean().getThreadCount();
    var peers = new ArrayList<TestStreams>();
    var results = new ArrayList<Promise<Integer>>();
    for (var i = 0; i < MANY; i++) {
      var peer = new TestStreams(true);
      peers.add(peer);
      results.add(begin(() -> streaming.exec(container, exec(false, true, "cat"), peer)));
      peer.says("hello");
      peer.awaitOut("hello");
    }
    assertThat(ManagementFactory.getThreadMXBean().getThreadCount() - before).isLessThan(MANY / 2);
    peers.forEach(TestStreams::ends);
    for (var result : results) {
      assertThat(await(result)).isZero();
    }
  }

  @Test
  void execIsKilledWhenItsPeerLeaves() throws Exception {
    var container = pod.idle();
    var peer = new TestStreams(true);
    var result = begin(() -> streaming.exec(container, exec(false, true, "yes"), peer));
    peer.awaitOut("y\n");
    peer.leaves();
    assertThatThrownBy(() -> await(result)).hasCauseInstanceOf(PeerGoneException.class);
    assertThat(processes(container)).doesNotContain("yes");
  }

  @Test
  void execIsKilledWhenItsCallerIsInterrupted() throws Exception {
    var container = pod.idle();
    var peer = new TestStreams(true);
    try (var caller = Scope.root("caller", Environment.system())) {
      caller.fork(
          "exec",
          () ->
              streaming.exec(container, exec(false, true, "sh", "-c", "echo up; exec cat"), peer));
      peer.awaitOut("up");
    }
    assertThat(processes(container)).doesNotContain("cat");
  }

  private String processes(String container) throws InterruptedException {
    return streaming.run(container, List.of("ps"), PATIENCE).stdout().toUtf8();
  }

  @Test
  void execDoesNotWaitForWhatACommandLeftBehind() throws Exception {
    var container = pod.idle();
    var peer = new TestStreams(false);
    var command = exec(false, false, "sh", "-c", "sleep 1000 & echo done");
    assertThat(streaming.exec(container, command, peer)).isZero();
    assertThat(peer.out()).isEqualTo("done\n");
  }

  @Test
  void execNeedsARunningContainer() throws Exception {
    var status = pod.run(new Wanted("ended", "/bin/true"));
    assertNotRunning(status.container().id());
    assertThatThrownBy(
            () -> streaming.exec("0123", exec(false, false, "true"), new TestStreams(false)))
        .isInstanceOfSatisfying(RuntimeFailure.class, e -> assertThat(e.isNotFound()).isTrue());
  }

  private void assertNotRunning(String container) {
    for (Streaming call :
        List.<Streaming>of(
            () -> streaming.exec(container, exec(false, false, "true"), new TestStreams(false)),
            () -> streaming.run(container, List.of("true"), PATIENCE).exitCode(),
            () -> {
              streaming.attach(
                  container, new AttachConfig(false, false, true, true), new TestStreams(false));
              return 0;
            })) {
      assertThatThrownBy(call::run)
          .isInstanceOfSatisfying(
              RuntimeFailure.class,
              e -> assertThat(e.kind()).isEqualTo(RuntimeFailure.Kind.NOT_RUNNING));
    }
  }

  @Test
  void execSaysWhenThereIsNoSuchCommand() throws Exception {
    var container = pod.idle();
    assertThatThrownBy(
            () -> streaming.exec(container, exec(false, true, "/no/such"), new TestStreams(true)))
        .isInstanceOf(RuntimeFailure.class)
        .hasMessageContaining("/no/such");
  }

  @Test
  void runCollectsWhatACommandPrints() throws Exception {
    var container = pod.idle();
    var result =
        streaming.run(container, List.of("sh", "-c", "echo a; echo b >&2; exit 5"), PATIENCE);
    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.stdout().toUtf8()).isEqualTo("a\n");
    assertThat(result.stderr().toUtf8()).isEqualTo("b\n");
    var big =
        streaming.run(container, List.of("dd", "if=/dev/zero", "bs=64k", "count=4"), PATIENCE);
    assertThat(big.stdout().size()).isEqualTo(16 * 1024);
  }

  @Test
  void runIsKilledWhenItTakesTooLong() throws Exception {
    var container = pod.idle();
    assertThatThrownBy(
            () -> streaming.run(container, List.of("sleep", "1000"), Duration.ofSeconds(1)))
        .isInstanceOfSatisfying(
            RuntimeFailure.class, e -> assertThat(e.kind()).isEqualTo(RuntimeFailure.Kind.TIMEOUT));
    assertThat(processes(container)).doesNotContain("1000");
  }

  @Test
  void attachHearsAndTalksToTheMainProcess() throws Exception {
    var wanted = Pod.shell("while read x; do echo got $x; echo err >&2; done; echo end; exit 0");
    wanted.stdin = true;
    wanted.stdinOnce = true;
    var container = pod.start(wanted);
    var peer = new TestStreams(true);
    var result =
        begin(() -> {
          streaming.attach(container, new AttachConfig(false, true, true, true), peer);
          return 0;
        });
    peer.says("hello\n");
    peer.awaitOut("got hello");
    peer.ends();
    peer.awaitOut("end");
    await(result);
    assertThat(peer.err()).isEqualTo("err\n");
  }

  @Test
  void manyAttachedPeersTakeNoThreadEach() throws Exception {
    var wanted = Pod.shell("while read x; do echo got $x; done");
    wanted.stdin = true;
    var container = pod.start(wanted);
    var before = ManagementFactory.getThreadMXBean().getThreadCount();
    var peers = new ArrayList<TestStreams>();
    var results = new ArrayList<Promise<Integer>>();
    for (var i = 0; i < MANY; i++) {
      var peer = new TestStreams(true);
      peers.add(peer);
      results.add(
          begin(() -> {
            streaming.attach(container, new AttachConfig(false, true, true, true), peer);
            return 0;
          }));
      peer.says("hello " + i + "\n");
      peer.awaitOut("got hello " + i + "\n");
    }
    assertThat(ManagementFactory.getThreadMXBean().getThreadCount() - before).isLessThan(MANY / 2);
    peers.getFirst().says("to all\n");
    for (var peer : peers) {
      peer.awaitOut("got to all");
    }
    peers.forEach(TestStreams::leaves);
    for (var result : results) {
      assertThatThrownBy(() -> await(result)).hasCauseInstanceOf(PeerGoneException.class);
    }
    assertThat(node.runtime().containers().status(container).container().isRunning()).isTrue();
  }

  @Test
  void attachOnATerminalIsResized() throws Exception {
    var wanted = Pod.shell("exec sh");
    wanted.stdin = true;
    wanted.tty = true;
    var container = pod.start(wanted);
    var peer = new TestStreams(true);
    var result =
        begin(() -> {
          streaming.attach(container, new AttachConfig(true, true, true, false), peer);
          return 0;
        });
    peer.says("echo here\n");
    peer.awaitOut("\nhere");
    peer.resizes(99, 33);
    peer.says("until stty size | grep '33 99'; do true; done\n");
    peer.awaitOut("\n33 99");
    peer.says("exit\n");
    await(result);
  }

  @Test
  void attachEndsWhenItsPeerLeavesAndTheContainerGoesOn() throws Exception {
    var container = pod.start(Pod.shell("while true; do echo tick; sleep 0.1; done"));
    var peer = new TestStreams(false);
    var result =
        begin(() -> {
          streaming.attach(container, new AttachConfig(false, false, true, true), peer);
          return 0;
        });
    peer.awaitOut("tick");
    peer.leaves();
    assertThatThrownBy(() -> await(result)).hasCauseInstanceOf(PeerGoneException.class);
    assertThat(node.runtime().containers().status(container).container().isRunning()).isTrue();
  }

  @Test
  void portForwardReachesLoopbackOnlyListeners() throws Exception {
    var container =
        pod.start(new Wanted("main", "httpd", "-f", "-p", "127.0.0.1:9000", "-h", "/etc"));
    awaitListening(container, 9000);
    var peer = new TestStreams(true).says("GET /passwd HTTP/1.0\r\n\r\n");
    streaming.portForward(pod.id, 9000, peer);
    assertThat(peer.out()).contains("200 OK", "someone");
  }

  @Test
  void portForwardBringsTheAnswerAfterTheQuestionHasEnded() throws Exception {
    var container = pod.start(new Wanted("main", "nc", "-ll", "-p", "9000", "-e", "/bin/wc", "-c"));
    awaitListening(container, 9000);
    var peer = new TestStreams(true).says("ping").ends();
    streaming.portForward(pod.id, 9000, peer);
    assertThat(peer.out().strip()).isEqualTo("4");
  }

  private void awaitListening(String container, int port) throws InterruptedException {
    var hex = "%04X".formatted(port);
    var script =
        "until cat /proc/net/tcp* | grep -q ':%s 0*:0000 0A'; do true; done".formatted(hex);
    streaming.run(container, List.of("sh", "-c", script), PATIENCE);
  }

  @Test
  void portForwardSaysWhenNobodyListens() {
    assertThatThrownBy(() -> streaming.portForward(pod.id, 9, new TestStreams(true)))
        .isInstanceOfSatisfying(
            RuntimeFailure.class, e -> assertThat(e.kind()).isEqualTo(RuntimeFailure.Kind.OTHER))
        .hasMessageContaining("localhost:9");
  }

  @Test
  void portForwardEndsWhenItsPeerLeaves() throws Exception {
    var container = pod.start(new Wanted("main", "nc", "-ll", "-p", "9000", "-e", "/bin/cat"));
    awaitListening(container, 9000);
    var peer = new TestStreams(true).says("ping");
    var result =
        begin(() -> {
          streaming.portForward(pod.id, 9000, peer);
          return 0;
        });
    peer.awaitOut("ping");
    peer.leaves();
    assertThatThrownBy(() -> await(result)).hasCauseInstanceOf(PeerGoneException.class);
  }
}
