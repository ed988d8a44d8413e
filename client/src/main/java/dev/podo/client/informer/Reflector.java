package dev.podo.client.informer;

import dev.podo.client.Api;
import dev.podo.client.ListOptions;
import dev.podo.client.ResourceVersionMatch;
import dev.podo.client.WatchEvent;
import dev.podo.client.WatchOptions;
import dev.podo.client.WatchStream;
import dev.podo.foundation.Backoff;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Keeps a cache at what the API server has: fills it, follows the changes, goes on from the last
/// revision when a watch ends, and fills it anew when the server has forgotten that revision.
final class Reflector<T extends ApiObject> {
  private static final System.Logger LOG = System.getLogger(Reflector.class.getName());
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(50), Duration.ofSeconds(15), 2, 0.5);
  private static final int BATCH_MAX = 1_000;
  private static final int PAGE = 500;
  // A server sends bookmarks about once a minute: a watch silent for longer may be a dead
  // connection.
  private static final Duration SILENCE_MAX = Duration.ofMinutes(3);

  private final Api api;
  private final Kind<T> kind;
  private final Reach reach;
  private final Informer<T> informer;
  private final Environment environment;

  /// Where to go on; empty when the cache must be filled.
  private String version = "";

  private boolean streamsLists = true;
  private boolean resumes;
  private int failures;

  Reflector(Api api, Kind<T> kind, Reach reach, Informer<T> informer, Environment environment) {
    this.api = api;
    this.kind = kind;
    this.reach = reach;
    this.informer = informer;
    this.environment = environment;
  }

  void run() throws InterruptedException {
    while (true) {
      try {
        if (resumes && !version.isEmpty()) {
          requireKnown();
        }
        resumes = true;
        if (version.isEmpty() && !streamsLists) {
          list();
        }
        if (watch()) {
          failures = 0;
        } else {
          pause("the watch ended without an event", true);
        }
      } catch (ApiException e) {
        recover(e);
      }
    }
  }

  private void recover(ApiException e) throws InterruptedException {
    if (version.isEmpty() && streamsLists && refusesStreamedLists(e)) {
      streamsLists = false;
      return;
    }
    if (e.isGone() || e.isExpired() || asksForTheFuture(e)) {
      version = "";
    }
    pause(e.getMessage(), !e.isNotFound()); // What is not served may be served again.
  }

  private void pause(@Nullable String why, boolean alarming) throws InterruptedException {
    failures++;
    var delay = BACKOFF.delay(failures, environment.random());
    LOG.log(
        failures < 5 || !alarming ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
        "following {0} failed ({1} times in a row), again in {2} ms: {3}",
        kind.plural(),
        failures,
        delay.toMillis(),
        why);
    environment.clock().sleep(delay);
  }

  private static boolean refusesStreamedLists(ApiException e) {
    return e.code() == 422 || e.code() == 400;
  }

  /// A watch waits in silence for a version that has not come yet; who lists is told. Whatever else
  /// stands in the way, the watch tells itself.
  private void requireKnown() {
    var one =
        new ListOptions(
            reach.namespace(),
            reach.labels(),
            reach.fields(),
            1,
            "",
            version,
            ResourceVersionMatch.NOT_OLDER_THAN);
    try {
      api.list(kind, one);
    } catch (ApiException e) {
      if (asksForTheFuture(e)) {
        throw e;
      }
    }
  }

  /// After a restore the server may stand before what we have seen.
  private static boolean asksForTheFuture(ApiException e) {
    return e.isTimeout();
  }

  private void list() {
    var options =
        new ListOptions(
            reach.namespace(),
            reach.labels(),
            reach.fields(),
            PAGE,
            "",
            "",
            ResourceVersionMatch.UNSET);
    var items = new ArrayList<T>();
    while (true) {
      var page = api.list(kind, options);
      items.addAll(page.items());
      if (page.isLast()) {
        informer.replace(items, parse(page.resourceVersion()));
        version = page.resourceVersion();
        return;
      }
      options = options.withContinueToken(page.continueToken());
    }
  }

  /// Follows the changes until the server ends the watch.
  ///
  /// @return whether anything came, or it lasted as long as one waits for something to come
  private boolean watch() throws InterruptedException {
    var alive = false;
    try (var stream = api.watch(kind, options())) {
      if (version.isEmpty()) {
        alive = fill(stream);
        if (!alive) {
          return false;
        }
      }
      while (follow(stream)) {
        alive = true;
        failures = 0;
      }
      return alive || !stream.isEnded();
    }
  }

  private WatchOptions options() {
    return new WatchOptions(
        reach.namespace(), reach.labels(), reach.fields(), version, version.isEmpty(), true, null);
  }

  /// Takes the state that the stream begins with.
  ///
  /// @return false when it ended before it was complete
  private boolean fill(WatchStream<T> stream) throws InterruptedException {
    var state = new TreeMap<Key, T>();
    while (true) {
      var event = stream.next(silence());
      if (event == null) {
        return false;
      }
      switch (event.type()) {
        case ADDED, MODIFIED -> state.put(Key.of(event.object()), event.object());
        case DELETED -> state.remove(Key.of(event.object()));
        case BOOKMARK -> {
          if (event.initialEventsEnd()) {
            informer.replace(state.values(), parse(event.resourceVersion()));
            version = event.resourceVersion();
            return true;
          }
        }
      }
    }
  }

  /// Takes what is there, at least one event.
  ///
  /// @return false when the stream has ended, or gave no sign of life
  private boolean follow(WatchStream<T> stream) throws InterruptedException {
    var first = stream.next(silence());
    if (first == null) {
      return false;
    }
    var batch = new ArrayList<Change<T>>();
    var last = version;
    for (@Nullable WatchEvent<T> event = first; event != null; event = more(stream, batch)) {
      batch.add(changeOf(event));
      last = event.resourceVersion();
    }
    informer.apply(List.copyOf(batch));
    version = last;
    return true;
  }

  private @Nullable WatchEvent<T> more(WatchStream<T> stream, List<Change<T>> batch) {
    return batch.size() < BATCH_MAX ? stream.poll() : null;
  }

  private Change<T> changeOf(WatchEvent<T> event) {
    var revision = parse(event.resourceVersion());
    return switch (event.type()) {
      case ADDED, MODIFIED -> new Change.Put<>(event.object(), revision);
      case DELETED -> new Change.Gone<>(Key.of(event.object()), revision);
      case BOOKMARK -> new Change.Reached<>(revision);
    };
  }

  private Deadline silence() {
    return Deadline.after(environment.clock(), SILENCE_MAX);
  }

  private static long parse(String resourceVersion) {
    return resourceVersion.isEmpty() ? 0 : Long.parseLong(resourceVersion);
  }
}
