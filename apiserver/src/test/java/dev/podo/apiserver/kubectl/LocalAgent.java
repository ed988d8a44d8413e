package dev.podo.apiserver.kubectl;

import dev.podo.client.node.AttachRequest;
import dev.podo.client.node.ByteSink;
import dev.podo.client.node.ByteSource;
import dev.podo.client.node.ExecRequest;
import dev.podo.client.node.LogRequest;
import dev.podo.client.node.NodeApi;
import dev.podo.client.node.PeerGoneException;
import dev.podo.client.node.PortForwardRequest;
import dev.podo.client.node.ProcessStreams;
import dev.podo.machinery.errors.ApiErrors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// A node whose containers are this machine: it runs the programs that it is told to, echoes what
/// is attached to it, and on every port but 9.
final class LocalAgent implements NodeApi {
  private final BlockingQueue<String> stopped = new LinkedBlockingQueue<>();

  /// Returns when this command was stopped before its end; others may have been, by clients that
  /// had all they wanted.
  void awaitStopped(String command) throws InterruptedException {
    var next = stopped.take();
    while (!next.equals(command)) {
      next = stopped.take();
    }
  }

  @Override
  public void logs(LogRequest request, ByteSink out) {
    throw ApiErrors.badRequest("nothing is logged");
  }

  @Override
  public int exec(ExecRequest request, ProcessStreams streams) throws InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(request.command()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var pumps =
        List.of(
            Thread.ofVirtual().start(() -> drain(process.getInputStream(), streams.stdout())),
            Thread.ofVirtual().start(() -> drain(process.getErrorStream(), streams.stderr())));
    var input = Thread.ofVirtual().start(() -> feed(streams.stdin(), process.getOutputStream()));
    try {
      for (var pump : pumps) {
        pump.join();
      }
      return process.waitFor();
    } catch (InterruptedException e) {
      stopped.add(String.join(" ", request.command()));
      throw e;
    } finally {
      process.destroyForcibly();
      input.interrupt();
    }
  }

  private static void feed(@Nullable ByteSource from, OutputStream to) {
    try (to) {
      if (from != null) {
        for (var bytes = from.read(); bytes != null; bytes = from.read()) {
          to.write(bytes);
        }
      }
    } catch (IOException | PeerGoneException | InterruptedException e) {
      // The process wanted no more, or the client has gone.
    }
  }

  private static void drain(InputStream from, ByteSink to) {
    var buffer = new byte[20_000];
    try (from) {
      for (var read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        to.write(Arrays.copyOf(buffer, read));
      }
    } catch (IOException | PeerGoneException | InterruptedException e) {
      // The client has gone.
    }
  }

  @Override
  public int attach(AttachRequest request, ProcessStreams streams) throws InterruptedException {
    echo(streams);
    return 3;
  }

  @Override
  public void portForward(PortForwardRequest request, ProcessStreams streams)
      throws InterruptedException {
    if (request.port() == 9) {
      throw ApiErrors.internal("nobody listens on port 9");
    }
    echo(streams);
  }

  private static void echo(ProcessStreams streams) throws InterruptedException {
    var in = streams.stdin();
    if (in == null) {
      streams.stdout().write("nothing to echo".getBytes(StandardCharsets.UTF_8));
      return;
    }
    for (var bytes = in.read(); bytes != null; bytes = in.read()) {
      streams.stdout().write(bytes);
    }
  }
}
