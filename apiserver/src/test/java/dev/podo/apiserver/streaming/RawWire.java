package dev.podo.apiserver.streaming;

import dev.podo.apiserver.RawClient;
import dev.podo.apiserver.spdy.Wire;
import dev.podo.foundation.Deadline;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A connection of a test, as bytes or as binary messages. Writing waits.
final class RawWire implements Wire {
  private static final int BINARY = 0x82;
  private static final int CHUNK = 32 << 10;

  private final RawClient client;
  private final boolean inMessages;
  private final ReentrantLock lock = new ReentrantLock();

  RawWire(RawClient client, boolean inMessages) {
    this.client = client;
    this.inMessages = inMessages;
  }

  @Override
  public byte @Nullable [] read() {
    try {
      if (!inMessages) {
        var chunk = new byte[CHUNK];
        var length = client.in().read(chunk);
        return length < 0 ? null : Arrays.copyOf(chunk, length);
      }
      for (var frame = client.readFrame(); ; frame = client.readFrame()) {
        if (frame.first() == BINARY) {
          return frame.payload();
        }
      }
    } catch (IOException closed) {
      return null;
    }
  }

  @Override
  public void write(byte[] bytes) {
    lock.lock();
    try {
      if (inMessages) {
        client.sendFrame(BINARY, bytes);
      } else {
        client.send(bytes);
      }
    } catch (IOException closed) {
      // reading finds out
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean awaitWritable(Deadline deadline) {
    return true;
  }

  @Override
  public void onClose(Runnable action) {
    // reading finds out
  }

  @Override
  public void close() {
    abort();
  }

  @Override
  public void abort() {
    try {
      client.close();
    } catch (IOException e) {
      // it is closed
    }
  }
}
