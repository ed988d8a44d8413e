package dev.podo.e2e.conformance;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.tree.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A watch, read line by line as it comes.
final class Watching implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Stream<String> lines;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  /// One event of a watch.
  record Event(String type, @Nullable Object object) {
    String name() {
      return Trees.text(object, "metadata", "name");
    }

    String version() {
      return Trees.text(object, "metadata", "resourceVersion");
    }

    String text(String... path) {
      return Trees.text(object, path);
    }

    @Override
    public String toString() {
      return type + " " + name();
    }
  }

  private Watching(Stream<String> lines) {
    this.lines = lines;
  }

  static Watching open(HttpClient client, URI uri) {
    try {
      var response = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofLines());
      var watching = new Watching(response.body());
      Thread.ofVirtual().start(watching::read);
      return watching;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void read() {
    try {
      lines.forEach(line -> {
        var tree = Json.parse(line);
        events.add(new Event(Trees.text(tree, "type"), Trees.get(tree, "object")));
      });
    } catch (UncheckedIOException e) {
      // Closed from this side: nobody listens any more.
      events.clear();
    }
  }

  /// The next event, bookmarks left out.
  Event next() {
    try {
      while (true) {
        var event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (event == null) {
          throw new AssertionError("no event came");
        }
        if (!event.type().equals("BOOKMARK")) {
          return event;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// The first event that is like this; those before it are gone.
  Event await(Predicate<Event> wanted) {
    while (true) {
      var event = next();
      if (wanted.test(event)) {
        return event;
      }
    }
  }

  List<Event> next(int count) {
    var out = new ArrayList<Event>();
    while (out.size() < count) {
      out.add(next());
    }
    return out;
  }

  @Override
  public void close() {
    lines.close();
  }
}
