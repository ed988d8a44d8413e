package dev.podo.apiserver.watch;

import dev.podo.apiserver.http.ByteStream;
import dev.podo.apiserver.http.Outflow;
import dev.podo.apiserver.http.WebSocket;
import java.util.List;

/// Where frames go: a stream of HTTP, or a WebSocket, of which each frame is one message.
interface Sink {
  void write(List<byte[]> frame);

  void end();

  /// Whether the client keeps up, and is there.
  Outflow flow();

  static Sink of(ByteStream stream) {
    return new Sink() {
      @Override
      public void write(List<byte[]> frame) {
        stream.write(frame);
      }

      @Override
      public void end() {
        stream.end();
      }

      @Override
      public Outflow flow() {
        return stream;
      }
    };
  }

  static Sink of(WebSocket socket, boolean text) {
    return new Sink() {
      @Override
      public void write(List<byte[]> frame) {
        if (text) {
          socket.sendText(frame);
        } else {
          socket.sendBinary(frame);
        }
      }

      @Override
      public void end() {
        socket.close(WebSocket.NORMAL, "");
      }

      @Override
      public Outflow flow() {
        return socket;
      }
    };
  }
}
