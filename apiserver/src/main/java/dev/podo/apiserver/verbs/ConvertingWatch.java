package dev.podo.apiserver.verbs;

import dev.podo.apiserver.request.Watch;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Mailbox;
import dev.podo.foundation.Scope;
import dev.podo.foundation.Signal;
import dev.podo.machinery.errors.ApiException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A watch of objects that a webhook converts. Who polls a watch may not wait, so a thread of its
/// own waits for the webhook and is a few changes ahead.
final class ConvertingWatch implements Watch {
  private static final int AHEAD = 64;

  private final Watch inner;
  private final Mailbox<Item> ready;
  private final Signal changed;
  private volatile boolean available = true;
  private volatile boolean closed;
  private volatile boolean over;
  private volatile @Nullable Change bookmark;
  private volatile @Nullable Runnable whenAvailable;

  private sealed interface Item {
    record Next(Change change) implements Item {}

    record Failed(ApiException why) implements Item {}
  }

  private ConvertingWatch(Watch inner, Scope scope) {
    this.inner = inner;
    var clock = scope.environment().clock();
    this.ready = new Mailbox<>(clock, AHEAD);
    this.changed = new Signal(clock);
  }

  static Watch start(Watch inner, Scope scope) {
    var watch = new ConvertingWatch(inner, scope);
    inner.onAvailable(() -> {
      watch.available = true;
      watch.changed.raise();
      // While the thread waits for room, whoever polls is to see that the place has gone.
      watch.tell();
    });
    scope.fork("converting-watch", watch::run);
    return watch;
  }

  private void run() throws InterruptedException {
    try (inner) {
      while (!closed && changed.awaitUntil(() -> available || closed, Deadline.never())) {
        // Before the look: what comes after it sets it again.
        available = false;
        var ends = inner.isOver();
        for (var next = inner.poll(); next != null && !closed; next = inner.poll()) {
          hand(new Item.Next(next));
        }
        bookmark = inner.bookmark();
        if (ends) {
          over = true;
          tell();
          return;
        }
      }
    } catch (ApiException e) {
      hand(new Item.Failed(e));
    }
  }

  private void hand(Item item) throws InterruptedException {
    ready.put(item, Deadline.never());
    tell();
  }

  private void tell() {
    var waiting = whenAvailable;
    if (waiting != null) {
      waiting.run();
    }
  }

  @Override
  public @Nullable Change poll() {
    return switch (ready.poll()) {
      case Item.Next(var change) -> change;
      case Item.Failed(var why) -> throw why;
      case null -> null;
    };
  }

  @Override
  public void requirePlace() {
    inner.requirePlace();
  }

  @Override
  public boolean isOver() {
    return over && ready.size() == 0;
  }

  @Override
  public void onAvailable(Runnable action) {
    whenAvailable = action;
    if (ready.size() > 0 || over) {
      action.run();
    }
  }

  @Override
  public boolean tellsBookmarks() {
    return inner.tellsBookmarks();
  }

  /// As of when all changes had been handed over; the next one will be of now.
  @Override
  public @Nullable Change bookmark() {
    var last = ready.size() == 0 ? bookmark : null;
    available = true;
    changed.raise();
    return last;
  }

  @Override
  public Duration life() {
    return inner.life();
  }

  @Override
  public void close() {
    closed = true;
    changed.raise();
    // Makes room for a thread that waits to hand something over.
    ready.drain(AHEAD);
  }
}
