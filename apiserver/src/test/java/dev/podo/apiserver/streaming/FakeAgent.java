package dev.podo.apiserver.streaming;

import dev.podo.client.node.AttachRequest;
import dev.podo.client.node.ByteSink;
import dev.podo.client.node.ExecRequest;
import dev.podo.client.node.LogRequest;
import dev.podo.client.node.NodeApi;
import dev.podo.client.node.PeerGoneException;
import dev.podo.client.node.PortForwardRequest;
import dev.podo.client.node.ProcessStreams;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Promise;
import dev.podo.machinery.errors.ApiErrors;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/// Answers as a node would: echoes stdin in capitals, exits with what it is told.
record FakeAgent(Promise<Boolean> interrupted, Promise<Boolean> mayRead) implements NodeApi {
  @Override
  public void logs(LogRequest request, ByteSink out) throws InterruptedException {
    if (request.previous()) {
      throw ApiErrors.badRequest("previous terminated container not found");
    }
    var quiet = Long.valueOf(0).equals(request.tailLines());
    out.write(
        quiet
            ? new byte[0]
            : bytes("tail=" + request.tailLines() + " of " + request.container() + "\n"));
    if (request.follow()) {
      try {
        Clock.system().sleep(Duration.ofSeconds(60));
      } catch (InterruptedException e) {
        interrupted.complete(true);
        throw e;
      }
    }
  }

  @Override
  public int exec(ExecRequest request, ProcessStreams streams) throws InterruptedException {
    if (request.command().getFirst().equals("late")) {
      write(streams, countLate(streams));
      return 0;
    }
    streams.onResize(size -> write(streams, size.width() + "x" + size.height()));
    if (request.stdin()) {
      for (var in = streams.stdin().read(); in != null; in = streams.stdin().read()) {
        write(streams, new String(in, StandardCharsets.UTF_8).toUpperCase(Locale.ROOT));
      }
    }
    streams.stderr().write(bytes("done"));
    return Integer.parseInt(request.command().getLast());
  }

  private String countLate(ProcessStreams streams) throws InterruptedException {
    try {
      mayRead.await(soon());
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
    var count = 0;
    for (var in = streams.stdin().read(); in != null; in = streams.stdin().read()) {
      count += in.length;
    }
    return "read " + count;
  }

  private static void write(ProcessStreams streams, String text) {
    try {
      streams.stdout().write(bytes(text));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int attach(AttachRequest request, ProcessStreams streams) {
    throw ApiErrors.badRequest("not running");
  }

  @Override
  public void portForward(PortForwardRequest request, ProcessStreams streams)
      throws InterruptedException {
    if (request.port() == 81) {
      stayUntilThePeerHasGone(streams);
      return;
    }
    if (request.port() == 82) {
      throw ApiErrors.badRequest("nobody listens");
    }
    var first = streams.stdin().read();
    streams
        .stdout()
        .write(bytes(request.port() + " got " + new String(first, StandardCharsets.UTF_8)));
  }

  private void stayUntilThePeerHasGone(ProcessStreams streams) throws InterruptedException {
    try {
      while (true) {
        streams.stdin().read();
      }
    } catch (PeerGoneException e) {
      interrupted.complete(true);
      throw e;
    }
  }

  private static Deadline soon() {
    return Deadline.after(Clock.system(), Duration.ofMinutes(2));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
