package dev.podo.apiserver.inprocess;

import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Watch;
import dev.podo.client.WatchEvent;
import dev.podo.client.WatchStream;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Signal;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A watch read by a component of this process, which gets the very objects that are in the store.
final class DirectWatch<T extends ApiObject> implements WatchStream<T> {
  private static final Duration BOOKMARK_EVERY = Duration.ofSeconds(60);

  private final Kind<T> kind;
  private final Kind<?> shown; // The kind that answered: the caller may know one of another day.
  private final Watch watch;
  private final Clock clock;
  private final Signal changed;
  private Deadline reminder;
  private volatile boolean available = true;
  private volatile boolean closed;

  DirectWatch(Kind<T> kind, Answer.OfWatch<?> answer, Clock clock) {
    this.kind = kind;
    this.shown = answer.kind();
    this.watch = answer.watch();
    this.clock = clock;
    this.changed = new Signal(clock);
    this.reminder = nextReminder();
    watch.onAvailable(() -> {
      available = true;
      changed.raise();
    });
  }

  @Override
  public @Nullable WatchEvent<T> next(Deadline deadline) throws InterruptedException {
    while (!closed) {
      var event = poll();
      if (event != null) {
        return event;
      }
      if (changed.awaitUntil(() -> available || closed, deadline.orEarlier(reminder))) {
        continue;
      }
      var bookmark = bookmarkInTime();
      if (bookmark != null || deadline.hasPassed(clock)) {
        return bookmark;
      }
    }
    return null;
  }

  private Deadline nextReminder() {
    return watch.tellsBookmarks() ? Deadline.after(clock, BOOKMARK_EVERY) : Deadline.never();
  }

  private @Nullable WatchEvent<T> bookmarkInTime() {
    if (!reminder.hasPassed(clock)) {
      return null;
    }
    reminder = nextReminder();
    var change = watch.bookmark();
    return change == null ? null : event(change);
  }

  @Override
  public @Nullable WatchEvent<T> poll() {
    if (closed || !available) {
      return null;
    }
    // Before the look: what comes after it sets it again.
    available = false;
    var ends = watch.isOver();
    var change = watch.poll();
    if (change == null) {
      if (ends) {
        close();
      }
      return null;
    }
    available = true;
    return event(change);
  }

  private WatchEvent<T> event(Watch.Change change) {
    var type =
        switch (change.type()) {
          case ADDED -> WatchEvent.Type.ADDED;
          case MODIFIED -> WatchEvent.Type.MODIFIED;
          case DELETED -> WatchEvent.Type.DELETED;
          case BOOKMARK -> WatchEvent.Type.BOOKMARK;
        };
    return new WatchEvent<>(type, kind.cast(change.object().as(shown)));
  }

  @Override
  public boolean isEnded() {
    return closed;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      changed.raise();
      watch.close();
    }
  }
}
