package dev.podo.node.containerd.cri;

import dev.podo.client.node.ByteSink;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/// Copies what a process prints from a pipe to a sink, as fast as the sink takes it.
final class OutputPump {
  private final Clock clock;
  private final Readiness readiness;
  private final Path fifo;
  private final ByteSink sink;
  private final Promise<Boolean> done;

  /// Since when it has waited for output; never while the sink is at work.
  private volatile long waitingSinceNanos = Long.MAX_VALUE;

  OutputPump(Clock clock, Readiness readiness, Path fifo, ByteSink sink) {
    this.clock = clock;
    this.readiness = readiness;
    this.fifo = fifo;
    this.sink = sink;
    this.done = new Promise<>(clock);
  }

  void run() throws InterruptedException {
    try (var in = PipeEnd.toRead(readiness, clock, fifo)) {
      waitingSinceNanos = clock.nanos();
      for (var bytes = in.read(); bytes != null; bytes = in.read()) {
        waitingSinceNanos = Long.MAX_VALUE;
        sink.write(bytes);
        waitingSinceNanos = clock.nanos();
      }
    } catch (IOException broken) {
      // The process has ended; what could be read was.
    } finally {
      done.complete(true);
    }
  }

  /// Waits until all was copied, or nothing has come for so long. A slow sink is waited for.
  void awaitEnd(Duration silence) throws InterruptedException {
    while (!done.isDone()) {
      var since = waitingSinceNanos;
      var until =
          since == Long.MAX_VALUE
              ? Deadline.after(clock, silence)
              : new Deadline(since + silence.toNanos());
      try {
        done.await(until);
      } catch (TimeoutException e) {
        if (since != Long.MAX_VALUE && since == waitingSinceNanos) {
          return;
        }
      }
    }
  }
}
