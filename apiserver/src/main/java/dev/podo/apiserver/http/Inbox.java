package dev.podo.apiserver.http;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Mailbox;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What has arrived on a channel and nobody has taken yet. While much of it waits, the channel is
/// not read: so the client is slowed down, and memory is bounded by one read beyond the mark.
final class Inbox<T> {
  private static final int HIGH = 256 << 10;
  private static final int LOW = 64 << 10;

  /// Each item costs something, however small it is.
  private static final int ITEM_COST = 32;

  /// One read of the smallest messages goes beyond the mark by so many at most.
  private static final int ITEMS_MAX = 32 << 10;

  private record Item<T>(@Nullable T content, int cost) {}

  private final Channel channel;
  private final Clock clock;
  private final Mailbox<Item<T>> items;
  private final AtomicLong waiting = new AtomicLong();
  private volatile boolean ended;

  Inbox(Channel channel, Clock clock) {
    this.channel = channel;
    this.clock = clock;
    this.items = new Mailbox<>(clock, ITEMS_MAX + 1);
  }

  /// On the event loop.
  ///
  /// @return false when there is no room even so
  boolean put(T content, int size) {
    if (ended) {
      return true; // nobody reads it any more
    }
    var cost = size + ITEM_COST;
    if (items.size() >= ITEMS_MAX || !items.offer(new Item<>(content, cost))) {
      return false;
    }
    if (waiting.addAndGet(cost) >= HIGH) {
      channel.config().setAutoRead(false);
      if (ended || waiting.get() < LOW) {
        // It has ended, or all has been taken, meanwhile: the other thread looked too early.
        channel.config().setAutoRead(true);
      }
    }
    return true;
  }

  /// Nothing more will come, or be of interest. What waits already is still taken.
  void end() {
    if (!ended) {
      ended = true;
      items.offer(new Item<>(null, 0));
    }
  }

  /// The next one, waiting for it.
  ///
  /// @return null at the end
  @Nullable T take() throws InterruptedException {
    return take(Deadline.never());
  }

  /// The same.
  ///
  /// @return null also when nothing comes for so long
  @Nullable T take(Duration patience) throws InterruptedException {
    return take(Deadline.after(clock, patience));
  }

  private @Nullable T take(Deadline deadline) throws InterruptedException {
    var item = items.poll();
    if (item == null) {
      if (ended) {
        return null;
      }
      channel.config().setAutoRead(true);
      item = items.take(deadline);
    }
    if (item == null || item.content() == null) {
      return null;
    }
    if (waiting.addAndGet(-item.cost()) < LOW) {
      channel.config().setAutoRead(true);
    }
    return item.content();
  }
}
