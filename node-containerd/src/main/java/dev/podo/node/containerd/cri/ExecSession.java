package dev.podo.node.containerd.cri;

import dev.podo.client.node.ByteSink;
import dev.podo.client.node.ByteSource;
import dev.podo.client.node.PeerGoneException;
import dev.podo.client.node.ProcessStreams;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Promise;
import dev.podo.foundation.Scope;
import dev.podo.node.containerd.containers.v1.GetContainerRequest;
import dev.podo.node.containerd.tasks.v1.CloseIORequest;
import dev.podo.node.containerd.tasks.v1.DeleteProcessRequest;
import dev.podo.node.containerd.tasks.v1.ExecProcessRequest;
import dev.podo.node.containerd.tasks.v1.KillRequest;
import dev.podo.node.containerd.tasks.v1.ResizePtyRequest;
import dev.podo.node.containerd.tasks.v1.StartRequest;
import dev.podo.node.containerd.tasks.v1.WaitRequest;
import dev.podo.node.runtime.RuntimeFailure;
import dev.podo.node.runtime.StreamingRuntime.ExecConfig;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One further process in a container, from its start to its exit code, with its streams pumped by a
/// thread each.
final class ExecSession {
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final Duration DRAIN = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final int CHUNK = 32 * 1024;
  private static final int SIGKILL = 9;

  private final CriChannel channel;
  private final Environment environment;
  private final String container;
  private final String exec;
  private final ExecConfig config;
  private final ProcessStreams streams;

  ExecSession(
      CriChannel channel,
      Environment environment,
      String container,
      String exec,
      ExecConfig config,
      ProcessStreams streams) {
    this.channel = channel;
    this.environment = environment;
    this.container = container;
    this.exec = exec;
    this.config = config;
    this.streams = streams;
  }

  /// @return the exit code
  int run(Path ioDirectory) throws InterruptedException {
    try (var fifos =
        new Fifos(ioDirectory, config.stdin(), config.stdout(), config.stderr() && !config.tty())) {
      create(fifos);
      try {
        return follow(fifos);
      } finally {
        delete();
      }
    } catch (IOException e) {
      throw new RuntimeFailure(RuntimeFailure.Kind.OTHER, "exec: " + e.getMessage(), e);
    }
  }

  private void create(Fifos fifos) throws InterruptedException {
    var get = GetContainerRequest.newBuilder().setId(container).build();
    var spec = CriChannel.call(() -> channel.containers(SHORT).get(get)).getContainer().getSpec();
    var request =
        ExecProcessRequest.newBuilder()
            .setContainerId(container)
            .setExecId(exec)
            .setStdin(Fifos.name(fifos.stdin))
            .setStdout(Fifos.name(fifos.stdout))
            .setStderr(Fifos.name(fifos.stderr))
            .setTerminal(config.tty())
            .setSpec(ProcessSpec.of(spec, config.command(), config.tty()))
            .build();
    CriChannel.call(() -> channel.tasks(SHORT).exec(request));
  }

  private int follow(Fifos fifos) throws InterruptedException {
    var peerGone = new Promise<PeerGoneException>(environment.clock());
    try (var scope = Scope.root("exec", environment)) {
      var out = pump(scope, "stdout", fifos.stdout, streams.stdout(), peerGone);
      var err = pump(scope, "stderr", fifos.stderr, streams.stderr(), peerGone);
      start(fifos);
      var stdin = streams.stdin();
      if (fifos.stdin != null && stdin != null) {
        var input = fifos.stdin;
        scope.fork("stdin", () -> feed(stdin, input, peerGone));
      }
      streams.onResize(size -> scope.fork("resize", () -> resize(size.width(), size.height())));
      peerGone.whenDone(() -> scope.fork("kill", this::kill));
      var wait = WaitRequest.newBuilder().setContainerId(container).setExecId(exec).build();
      var status = CriChannel.call(() -> channel.tasks(LONGEST).wait(wait)).getExitStatus();
      // What the process printed last may still be on its way.
      drained(out);
      drained(err);
      if (peerGone.isDone()) {
        throw gone(peerGone);
      }
      return status;
    }
  }

  private static PeerGoneException gone(Promise<PeerGoneException> peerGone)
      throws InterruptedException {
    try {
      return peerGone.await(Deadline.never());
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private void start(Fifos fifos) throws InterruptedException {
    var request = StartRequest.newBuilder().setContainerId(container).setExecId(exec).build();
    try {
      CriChannel.call(() -> channel.tasks(SHORT).start(request));
    } catch (RuntimeFailure e) {
      fifos.release();
      throw e;
    }
  }

  private Promise<Boolean> pump(
      Scope scope, String name, @Nullable Path fifo, ByteSink sink, Promise<PeerGoneException> peerGone) {
    var done = new Promise<Boolean>(environment.clock());
    if (fifo == null) {
      done.complete(true);
      return done;
    }
    scope.fork(
        name,
        () -> {
          try (var in = new FileInputStream(fifo.toFile())) {
            var buffer = new byte[CHUNK];
            for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
              sink.write(Arrays.copyOf(buffer, n));
            }
          } catch (PeerGoneException e) {
            peerGone.complete(e);
          } catch (IOException broken) {
            // The process has ended; what could be read was.
          } finally {
            done.complete(true);
          }
        });
    return done;
  }

  private void feed(ByteSource stdin, Path fifo, Promise<PeerGoneException> peerGone)
      throws InterruptedException {
    try (var out = new FileOutputStream(fifo.toFile())) {
      for (var bytes = stdin.read(); bytes != null; bytes = stdin.read()) {
        out.write(bytes);
      }
    } catch (PeerGoneException e) {
      peerGone.complete(e);
      return;
    } catch (IOException broken) {
      return; // the process reads no more
    }
    var request =
        CloseIORequest.newBuilder().setContainerId(container).setExecId(exec).setStdin(true).build();
    CriChannel.callIdempotent(() -> channel.tasks(SHORT).closeIO(request));
  }

  private void resize(int width, int height) throws InterruptedException {
    var request =
        ResizePtyRequest.newBuilder()
            .setContainerId(container)
            .setExecId(exec)
            .setWidth(width)
            .setHeight(height)
            .build();
    quietly(() -> CriChannel.callIdempotent(() -> channel.tasks(SHORT).resizePty(request)));
  }

  private void kill() throws InterruptedException {
    var request =
        KillRequest.newBuilder().setContainerId(container).setExecId(exec).setSignal(SIGKILL).build();
    quietly(() -> CriChannel.callIdempotent(() -> channel.tasks(SHORT).kill(request)));
  }

  private void delete() throws InterruptedException {
    var interrupted = Thread.interrupted();
    if (interrupted) {
      kill();
    }
    var request = DeleteProcessRequest.newBuilder().setContainerId(container).setExecId(exec).build();
    quietly(() -> CriChannel.callIdempotent(() -> channel.tasks(SHORT).deleteProcess(request)));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// The process may have ended in between: then there is nothing to do.
  private static void quietly(Call call) throws InterruptedException {
    try {
      call.run();
    } catch (RuntimeFailure ended) {
      // nothing to do
    }
  }

  @FunctionalInterface
  private interface Call {
    void run() throws InterruptedException;
  }

  private void drained(Promise<Boolean> stream) throws InterruptedException {
    try {
      stream.await(Deadline.after(environment.clock(), DRAIN));
    } catch (TimeoutException e) {
      // A process left behind holds the stream open; the one asked for has ended.
    }
  }
}
