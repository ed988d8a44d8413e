package dev.podo.apiserver.watch;

import dev.podo.apiserver.encoding.WatchEncoder;
import dev.podo.apiserver.http.ByteStream;
import dev.podo.apiserver.http.WebSocket;
import dev.podo.apiserver.request.Watch;
import dev.podo.foundation.Clock;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Moves the changes of one watch to its client. It runs on the event loop of the client's
/// connection: when changes are there, and when the client has caught up.
///
/// A client that does not keep up is not written to, and costs no more than what is queued for it:
/// no more than the high-water mark of its channel and one frame, of bytes that all watchers share.
/// What it has not been told stays in the log of events, which is there for all and does not wait.
/// Once the log has moved on beyond what the client was told, the watch ends, whether the client
/// reads or not: its last event says `Expired`, and what is queued is dropped when the client has
/// not taken it within the patience of the HTTP layer.
public final class WatchPump {
  private static final System.Logger LOG = System.getLogger(WatchPump.class.getName());
  private static final int BATCH = 256;
  private static final Duration BOOKMARK_EVERY = Duration.ofSeconds(60);

  private final Watch watch;
  private final WatchEncoder<?> encoder;
  private final Sink sink;
  private final Clock clock;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile Clock.@Nullable Timer bookmarkTimer;
  private volatile Clock.@Nullable Timer endTimer;
  private boolean over;

  private WatchPump(Watch watch, WatchEncoder<?> encoder, Sink sink, Clock clock) {
    this.watch = watch;
    this.encoder = encoder;
    this.sink = sink;
    this.clock = clock;
  }

  public static void start(Watch watch, WatchEncoder<?> encoder, ByteStream stream, Clock clock) {
    new WatchPump(watch, encoder, Sink.of(stream), clock).start();
  }

  public static void start(Watch watch, WatchEncoder<?> encoder, WebSocket socket, Clock clock) {
    new WatchPump(watch, encoder, Sink.of(socket, encoder.isText()), clock).start();
  }

  private void start() {
    endTimer = clock.schedule(clock.nanos() + watch.life().toNanos(), () -> execute(this::finish));
    if (watch.tellsBookmarks()) {
      remindOfBookmark();
    }
    sink.flow().onWritable(this::schedule);
    sink.flow().onClose(() -> execute(this::close));
    watch.onAvailable(this::schedule);
    schedule();
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      execute(this::pump);
    }
  }

  private void execute(Runnable task) {
    try {
      sink.flow().executor().execute(task);
    } catch (RejectedExecutionException closing) {
      LOG.log(System.Logger.Level.DEBUG, "a watch ends with the server");
    }
  }

  private void pump() {
    scheduled.set(false);
    if (over) {
      return;
    }
    try {
      var written = 0;
      while (sink.flow().isWritable()) {
        var ends = watch.isOver();
        var change = watch.poll();
        if (change == null) {
          if (ends) {
            sink.flow().flush();
            sink.end();
            close();
            return;
          }
          break;
        }
        sink.write(encoder.frame(change));
        if (++written == BATCH) {
          // Others on this event loop have their turn.
          schedule();
          break;
        }
      }
      if (written > 0) {
        sink.flow().flush();
      }
      if (!sink.flow().isWritable()) {
        watch.requirePlace();
      }
    } catch (ApiException e) {
      fail(e);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a watch failed", e);
      fail(ApiErrors.internal("the watch failed; the server's log says more", e));
    }
  }

  private void fail(ApiException e) {
    sink.write(encoder.error(e.status()));
    sink.flow().flush();
    sink.end();
    close();
  }

  private void remindOfBookmark() {
    bookmarkTimer =
        clock.schedule(clock.nanos() + BOOKMARK_EVERY.toNanos(), () -> execute(this::tell));
  }

  private void tell() {
    if (over) {
      return;
    }
    if (sink.flow().isWritable()) {
      bookmark();
    }
    remindOfBookmark();
  }

  private void bookmark() {
    // What is there first: a bookmark says that all up to it has been told.
    pump();
    var change = over ? null : watch.bookmark();
    if (change != null) {
      sink.write(encoder.frame(change));
      sink.flow().flush();
    }
  }

  private void finish() {
    if (over) {
      return;
    }
    bookmark();
    sink.end();
    close();
  }

  private void close() {
    if (over) {
      return;
    }
    over = true;
    watch.close();
    cancel(bookmarkTimer);
    cancel(endTimer);
  }

  private static void cancel(Clock.@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }
}
