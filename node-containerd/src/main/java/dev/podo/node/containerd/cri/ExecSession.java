package dev.podo.node.containerd.cri;

import dev.podo.client.node.ByteSource;
import dev.podo.client.node.PeerGoneException;
import dev.podo.client.node.ProcessStreams;
import dev.podo.client.node.TerminalSize;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Mailbox;
import dev.podo.foundation.Promise;
import dev.podo.foundation.Scope;
import dev.podo.node.runtime.RuntimeFailure;
import dev.podo.node.runtime.StreamingRuntime.ExecConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/// One further process in a container, from its start to its exit code, with its streams.
final class ExecSession {
  /// How long a stream may stay silent after the process has ended: a child left behind may hold it
  /// open.
  private static final Duration SILENCE_MAX = Duration.ofSeconds(1);

  private static final int RESIZES_MAX = 16;

  private final ExecProcess process;
  private final Environment environment;
  private final ExecConfig config;
  private final ProcessStreams streams;
  private final Promise<PeerGoneException> peerGone;

  ExecSession(
      ExecProcess process, Environment environment, ExecConfig config, ProcessStreams streams) {
    this.process = process;
    this.environment = environment;
    this.config = config;
    this.streams = streams;
    this.peerGone = new Promise<>(environment.clock());
  }

  /// @return the exit code
  int run(Path ioDirectory, Readiness readiness) throws InterruptedException {
    try (var fifos =
        new Fifos(ioDirectory, config.stdin(), config.stdout(), config.stderr() && !config.tty())) {
      process.create(config, fifos);
      return follow(fifos, readiness);
    } catch (IOException e) {
      throw new RuntimeFailure(RuntimeFailure.Kind.OTHER, "exec: " + e.getMessage(), e);
    }
  }

  /// The order at the end matters: containerd lets go of the pipes, then whoever still waits for
  /// the other end of one is released, then all threads end.
  private int follow(Fifos fifos, Readiness readiness) throws InterruptedException {
    var mayRun = true;
    try (var scope = Scope.root("exec", environment)) {
      try {
        var outputs = pumpOutputs(scope, fifos, readiness);
        process.start();
        pumpInput(scope, fifos, readiness);
        followSize(scope);
        var status = process.await();
        mayRun = false;
        for (var output : outputs) {
          output.awaitEnd(SILENCE_MAX);
        }
        if (peerGone.isDone()) {
          throw gone();
        }
        return status;
      } finally {
        letGo(fifos, mayRun);
      }
    }
  }

  private void letGo(Fifos fifos, boolean mayRun) throws InterruptedException {
    var interrupted = Thread.interrupted();
    try {
      process.delete(mayRun);
    } finally {
      fifos.release();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private PeerGoneException gone() throws InterruptedException {
    try {
      return peerGone.await(Deadline.never());
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<OutputPump> pumpOutputs(Scope scope, Fifos fifos, Readiness readiness) {
    var pumps = new ArrayList<OutputPump>();
    if (fifos.stdout != null) {
      pumps.add(new OutputPump(environment.clock(), readiness, fifos.stdout, streams.stdout()));
    }
    if (fifos.stderr != null) {
      pumps.add(new OutputPump(environment.clock(), readiness, fifos.stderr, streams.stderr()));
    }
    for (var pump : pumps) {
      scope.fork(
          "output",
          () -> {
            try {
              pump.run();
            } catch (PeerGoneException e) {
              abandon(e);
            }
          });
    }
    return pumps;
  }

  private void pumpInput(Scope scope, Fifos fifos, Readiness readiness) {
    var fifo = fifos.stdin;
    if (fifo == null) {
      return;
    }
    var stdin = streams.stdin();
    scope.fork(
        "input",
        () -> {
          try {
            feed(stdin == null ? () -> null : stdin, fifo, readiness);
          } catch (PeerGoneException e) {
            abandon(e);
          }
        });
  }

  private void feed(ByteSource stdin, Path fifo, Readiness readiness) throws InterruptedException {
    try (var out = PipeEnd.toWrite(readiness, environment.clock(), fifo)) {
      for (var bytes = stdin.read(); bytes != null; bytes = stdin.read()) {
        out.write(bytes);
      }
    } catch (IOException broken) {
      return; // the process reads no more
    }
    process.endInput();
  }

  private void abandon(PeerGoneException e) throws InterruptedException {
    peerGone.complete(e);
    process.kill();
  }

  private void followSize(Scope scope) {
    if (!config.tty()) {
      return;
    }
    var sizes = new Mailbox<TerminalSize>(environment.clock(), RESIZES_MAX);
    streams.onResize(sizes::offer);
    scope.fork(
        "resize",
        () -> {
          while (true) {
            var size = sizes.take(Deadline.never());
            if (size != null) {
              process.resize(size.width(), size.height());
            }
          }
        });
  }
}
