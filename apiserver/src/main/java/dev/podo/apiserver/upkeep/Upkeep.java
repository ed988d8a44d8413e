package dev.podo.apiserver.upkeep;

import dev.podo.client.Api;
import dev.podo.client.WatchOptions;
import dev.podo.client.WatchStream;
import dev.podo.foundation.Backoff;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.Kind;
import java.time.Duration;

/// Keeps objects as they should be: mends them at once, and again after every change.
public final class Upkeep {
  private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());
  private static final Backoff RETRY =
      Backoff.exponential(Duration.ofMillis(100), Duration.ofSeconds(30));

  private final Api api;
  private final Scope scope;

  /// @param scope while it lasts objects are kept
  public Upkeep(Api api, Scope scope) {
    this.api = api;
    this.scope = scope;
  }

  /// Has these objects mended while the scope lasts. What the server refuses is tried again, later
  /// each time.
  ///
  /// @param name of the upkeep, in the log and of its thread
  /// @param options which objects of the kind
  /// @param mend looks at the state as it is then: changes that come together are mended together
  public void keep(String name, Kind<?> kind, WatchOptions options, Runnable mend) {
    scope.fork(name, () -> follow(name, kind, options, mend));
  }

  private void follow(String name, Kind<?> kind, WatchOptions options, Runnable mend)
      throws InterruptedException {
    var failures = 0;
    while (true) {
      try (var watch = api.watch(kind, options)) {
        do {
          takeAll(watch); // Before the look: what comes after it is a reason for the next one.
          mend.run();
          failures = 0;
          awaitChange(watch);
        } while (!watch.isEnded());
      } catch (ApiException e) {
        LOG.log(System.Logger.Level.WARNING, "{0}: {1}", name, e.getMessage());
        var environment = scope.environment();
        environment.clock().sleep(RETRY.delay(++failures, environment.random()));
      }
    }
  }

  private static void takeAll(WatchStream<?> watch) {
    var event = watch.poll();
    while (event != null) {
      event = watch.poll();
    }
  }

  /// Returns at the end of the watch as well. Reminders are no changes.
  private static void awaitChange(WatchStream<?> watch) throws InterruptedException {
    var event = watch.next(Deadline.never());
    while (event != null && event.isReminder()) {
      event = watch.next(Deadline.never());
    }
  }
}
