package dev.podo.apiserver.definitions;

import static dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions.NAMES_ACCEPTED;

import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.storage.Stored;
import dev.podo.client.Api;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Backoff;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.store.CompactedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/// Brings definitions through their life: accepts their names, has their kinds served, and, when
/// they are deleted, deletes their objects first. It writes through the request path as anyone
/// does; every server does all of this, and the version that each write names lets only one win.
public final class DefinitionLifecycle {
  private static final System.Logger LOG = System.getLogger(DefinitionLifecycle.class.getName());
  private static final Backoff RETRY =
      Backoff.exponential(Duration.ofMillis(50), Duration.ofSeconds(30));

  private final ObjectStore store;
  private final DefinedKinds kinds;
  private final Api api;
  private final Scope scope;
  private final Set<String> cleaning = new ConcurrentSkipListSet<>();

  /// @param api as an identity that may do everything
  public DefinitionLifecycle(ObjectStore store, DefinedKinds kinds, Api api, Scope scope) {
    this.store = store;
    this.kinds = kinds;
    this.api = api;
    this.scope = scope;
  }

  /// Goes on while the scope lasts.
  public void start() {
    scope.fork("definitions", this::run);
  }

  private void run() throws InterruptedException {
    while (true) {
      try {
        follow();
      } catch (CompactedException e) {
        LOG.log(System.Logger.Level.DEBUG, "changes of definitions were missed: all again");
      }
    }
  }

  private void follow() throws InterruptedException {
    var image = store.image();
    try (var changes =
        Changes.of(
            store.watch(CustomResourceDefinitions.KIND, image.revision()),
            scope.environment().clock())) {
      var open = new TreeSet<String>();
      all().forEach(definition -> open.add(definition.metadata().name()));
      var failures = 0;
      while (true) {
        kinds.catchUp();
        all().stream()
            .filter(it -> !CustomResourceDefinitions.isTrue(it, NAMES_ACCEPTED))
            .forEach(it -> open.add(it.metadata().name()));
        open.removeIf(this::isSettled);
        failures = open.isEmpty() ? 0 : failures + 1;
        open.addAll(changes.await(open.isEmpty() ? Deadline.never() : later(failures)));
      }
    }
  }

  private Deadline later(int failures) {
    var environment = scope.environment();
    return Deadline.after(environment.clock(), RETRY.delay(failures, environment.random()));
  }

  private List<CustomResourceDefinition> all() {
    var all = new ArrayList<CustomResourceDefinition>();
    for (var entry : store.image().list(CustomResourceDefinitions.KIND.storageKey())) {
      all.add(entry.value().as(CustomResourceDefinitions.KIND));
    }
    return all;
  }

  /// @return false when it must be tried again
  private boolean isSettled(String name) {
    var key = ObjectStore.key(CustomResourceDefinitions.KIND, "", name);
    var found = store.image().get(key);
    return found == null || settle(found.value());
  }

  private boolean settle(Stored stored) {
    var definition = stored.as(CustomResourceDefinitions.KIND);
    var name = definition.metadata().name();
    try {
      var judged = Naming.judge(definition, all(), scope.environment().clock().now());
      if (!judged.status().equals(definition.status())) {
        api.updateStatus(CustomResourceDefinitions.KIND, judged, WriteOptions.defaults());
      }
      if (Deleting.isHeld(definition) && cleaning.add(name)) {
        scope.fork("cleanup " + name, () -> clean(name));
      }
      return true;
    } catch (ApiException e) {
      if (e.isConflict() || e.isNotFound()) {
        return true; // Its change is on the way to us.
      }
      LOG.log(
          System.Logger.Level.WARNING,
          "the definition {0} was not settled: {1}",
          name,
          e.getMessage());
      return false;
    }
  }

  private void clean(String name) throws InterruptedException {
    try {
      var environment = scope.environment();
      var cleanup = new Cleanup(store, kinds, api, environment.clock());
      for (var failures = 0; !cleanup.isDone(name); ) {
        environment.clock().sleep(RETRY.delay(++failures, environment.random()));
      }
    } finally {
      cleaning.remove(name);
    }
  }
}
