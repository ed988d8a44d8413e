package dev.podo.apiserver.watch;

import dev.podo.apiserver.http.ByteStream;
import dev.podo.apiserver.http.WebSocket;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.Executor;

/// Where frames go: a stream of HTTP, or a WebSocket, of which each frame is one message.
interface Sink {
  void write(List<byte[]> frame);

  void flush();

  boolean isWritable();

  boolean isClosed();

  void onWritable(Runnable action);

  void onClose(Runnable action);

  Executor executor();

  void end();

  static Sink of(ByteStream stream) {
    return new Sink() {
      @Override
      public void write(List<byte[]> frame) {
        stream.write(frame);
      }

      @Override
      public void flush() {
        stream.flush();
      }

      @Override
      public boolean isWritable() {
        return stream.isWritable();
      }

      @Override
      public boolean isClosed() {
        return stream.isClosed();
      }

      @Override
      public void onWritable(Runnable action) {
        stream.onWritable(action);
      }

      @Override
      public void onClose(Runnable action) {
        stream.onClose(action);
      }

      @Override
      public Executor executor() {
        return stream.executor();
      }

      @Override
      public void end() {
        stream.end();
      }
    };
  }

  static Sink of(WebSocket socket, boolean text) {
    return new Sink() {
      @Override
      public void write(List<byte[]> frame) {
        var message = new ByteArrayOutputStream();
        frame.forEach(message::writeBytes);
        if (text) {
          socket.sendText(message.toByteArray());
        } else {
          socket.sendBinary(message.toByteArray());
        }
      }

      @Override
      public void flush() {
        socket.flush();
      }

      @Override
      public boolean isWritable() {
        return socket.isWritable();
      }

      @Override
      public boolean isClosed() {
        return socket.isClosed();
      }

      @Override
      public void onWritable(Runnable action) {
        socket.onWritable(action);
      }

      @Override
      public void onClose(Runnable action) {
        socket.onClose(action);
      }

      @Override
      public Executor executor() {
        return socket.executor();
      }

      @Override
      public void end() {
        socket.close(1000, "");
      }
    };
  }
}
