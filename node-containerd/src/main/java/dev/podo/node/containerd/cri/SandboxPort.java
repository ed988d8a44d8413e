package dev.podo.node.containerd.cri;

import dev.podo.client.node.ByteSource;
import dev.podo.client.node.PeerGoneException;
import dev.podo.client.node.ProcessStreams;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A connection to a port in a sandbox, copied both ways. Each direction ends by itself: a client
/// that has said all still gets the answer.
final class SandboxPort {
  private static final int CHUNK = 32 * 1024;

  private final Environment environment;
  private final SocketChannel socket;
  private final ProcessStreams streams;
  private final AtomicReference<@Nullable PeerGoneException> peerGone = new AtomicReference<>();

  SandboxPort(Environment environment, SocketChannel socket, ProcessStreams streams) {
    this.environment = environment;
    this.socket = socket;
    this.streams = streams;
  }

  /// Returns when the other end has said all, or the peer has left.
  void copy() throws InterruptedException {
    try (var scope = Scope.root("port-forward", environment)) {
      var stdin = streams.stdin();
      if (stdin != null) {
        scope.fork("input", () -> send(stdin));
      }
      receive();
    }
    var gone = peerGone.get();
    if (gone != null) {
      throw gone;
    }
  }

  private void send(ByteSource stdin) throws InterruptedException {
    try {
      for (var bytes = stdin.read(); bytes != null; bytes = stdin.read()) {
        for (var buffer = ByteBuffer.wrap(bytes); buffer.hasRemaining(); ) {
          socket.write(buffer);
        }
      }
      socket.shutdownOutput();
    } catch (PeerGoneException e) {
      peerGone.set(e);
      close();
    } catch (IOException closed) {
      // the other end has gone; what it said last is still read
    }
  }

  private void receive() throws InterruptedException {
    var buffer = ByteBuffer.allocate(CHUNK);
    try {
      while (socket.read(buffer) >= 0) {
        var bytes = new byte[buffer.flip().remaining()];
        buffer.get(bytes).clear();
        streams.stdout().write(bytes);
      }
    } catch (IOException closed) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    } finally {
      close();
    }
  }

  private void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // nothing more to do
    }
  }
}
