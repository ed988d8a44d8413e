package dev.podo.apiserver.streaming;

import dev.podo.client.node.ByteSource;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Mailbox;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a client sends on one channel. A client that sends more than is read has to wait.
final class ChannelSource implements ByteSource {
  private static final int QUEUED = 16;
  private static final byte[] END = new byte[0];
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Clock clock;
  private final Mailbox<byte[]> queue;
  private volatile boolean ended;

  ChannelSource(Clock clock) {
    this.clock = clock;
    this.queue = new Mailbox<>(clock, QUEUED);
  }

  /// @return false when nobody takes it
  boolean deliver(byte[] bytes) throws InterruptedException {
    return bytes.length == 0 || (!ended && queue.put(bytes, Deadline.after(clock, LONGEST)));
  }

  void end() throws InterruptedException {
    if (!ended) {
      queue.put(END, Deadline.after(clock, LONGEST));
    }
  }

  @Override
  public byte @Nullable [] read() throws InterruptedException {
    if (ended) {
      return null;
    }
    var bytes = queue.take(Deadline.never());
    if (bytes == null || bytes.length == 0) {
      ended = true;
      return null;
    }
    return bytes;
  }

  /// Nobody reads any more.
  void abandon() {
    ended = true;
    queue.drain(QUEUED);
  }
}
