package dev.podo.apiserver.streaming;

import dev.podo.apiserver.http.Connection;
import dev.podo.apiserver.http.Outflow;
import dev.podo.apiserver.http.WebSocket;
import dev.podo.apiserver.spdy.Wire;
import dev.podo.foundation.Deadline;
import org.jspecify.annotations.Nullable;

/// What SPDY is spoken over.
final class Wires {
  private Wires() {}

  static Wire of(Connection connection) {
    return new OnFlow(connection) {
      @Override
      public byte @Nullable [] read() throws InterruptedException {
        return connection.read();
      }

      @Override
      public void write(byte[] bytes) {
        connection.write(bytes);
        connection.flush();
      }

      @Override
      public void close() {
        connection.close();
      }

      @Override
      public void abort() {
        connection.abort();
      }
    };
  }

  /// A tunnel: the messages are binary, and where they are cut means nothing.
  static Wire of(WebSocket socket) {
    return new OnFlow(socket) {
      @Override
      public byte @Nullable [] read() throws InterruptedException {
        for (var message = socket.receive(); message != null; message = socket.receive()) {
          if (message.text()) {
            socket.close(WebSocket.UNSUPPORTED_DATA, "messages must be binary");
            return null;
          }
          if (message.bytes().length > 0) {
            return message.bytes();
          }
        }
        return null;
      }

      @Override
      public void write(byte[] bytes) {
        socket.sendBinary(bytes);
        socket.flush();
      }

      @Override
      public void close() {
        socket.close(WebSocket.NORMAL, "");
      }

      @Override
      public void abort() {
        socket.close(WebSocket.GOING_AWAY, "");
      }
    };
  }

  private abstract static class OnFlow implements Wire {
    private final Outflow flow;

    OnFlow(Outflow flow) {
      this.flow = flow;
    }

    @Override
    public final boolean awaitWritable(Deadline deadline) throws InterruptedException {
      return flow.awaitWritable(deadline);
    }

    @Override
    public final void onClose(Runnable action) {
      flow.onClose(action);
    }
  }
}
