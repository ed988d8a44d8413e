package dev.podo.client.http;

import dev.podo.client.WatchEvent;
import dev.podo.client.WatchStream;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Mailbox;
import dev.podo.foundation.Scope;
import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A watch over HTTP: a JSON object a line, read ahead by a thread as far as the mailbox has room.
final class HttpWatch<T extends ApiObject> implements WatchStream<T> {
  private static final int AHEAD = 256;

  private final Kind<T> kind;
  private final BufferedReader lines;
  private final InputStream body;
  private final Mailbox<Item<T>> inbox;
  private volatile boolean ended;

  /// What was read: an event, or how it ended.
  private sealed interface Item<T extends ApiObject> {
    record Event<T extends ApiObject>(WatchEvent<T> event) implements Item<T> {}

    record Broken<T extends ApiObject>(ApiException why) implements Item<T> {}

    record End<T extends ApiObject>() implements Item<T> {}
  }

  HttpWatch(Kind<T> kind, InputStream body, Scope scope) {
    this.kind = kind;
    this.body = body;
    this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    this.inbox = new Mailbox<>(scope.environment().clock(), AHEAD);
    scope.fork("watch-" + kind.plural(), this::readAhead);
  }

  private void readAhead() throws InterruptedException {
    try {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var item = parse(line);
        inbox.put(item, Deadline.never());
        if (!(item instanceof Item.Event<T>)) {
          return;
        }
      }
    } catch (IOException brokenOff) {
      // whoever watches goes on from the last version it saw
    }
    inbox.put(new Item.End<>(), Deadline.never());
  }

  private Item<T> parse(String line) {
    try {
      var tree = Json.parse(line);
      var type = Trees.text(tree, "type");
      var object = Trees.get(tree, "object");
      if (type.equals("ERROR")) {
        return new Item.Broken<>(new ApiException(Trees.to(Status.SCHEMA, object)));
      }
      var event = WatchEvent.Type.valueOf(type.toUpperCase(Locale.ROOT));
      return new Item.Event<>(new WatchEvent<>(event, Trees.to(kind.schema(), object)));
    } catch (DecodeException | IllegalArgumentException e) {
      return new Item.Broken<>(
          ApiErrors.internal("a watch event cannot be understood: " + e.getMessage()));
    }
  }

  @Override
  public @Nullable WatchEvent<T> next(Deadline deadline) throws InterruptedException {
    return ended ? null : open(inbox.take(deadline));
  }

  @Override
  public @Nullable WatchEvent<T> poll() {
    return ended ? null : open(inbox.poll());
  }

  private @Nullable WatchEvent<T> open(@Nullable Item<T> item) {
    return switch (item) {
      case null -> null;
      case Item.Event<T>(var event) -> event;
      case Item.Broken<T>(var why) -> {
        ended = true;
        throw why;
      }
      case Item.End<T>() -> {
        ended = true;
        yield null;
      }
    };
  }

  @Override
  public boolean isEnded() {
    return ended;
  }

  @Override
  public void close() {
    ended = true;
    // Makes room for a reader that waits, which then finds its stream closed.
    inbox.drain(AHEAD);
    try {
      body.close();
    } catch (IOException closed) {
      // as wanted
    }
  }
}
