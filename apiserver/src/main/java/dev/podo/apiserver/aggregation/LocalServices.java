package dev.podo.apiserver.aggregation;

import dev.podo.apiserver.catalogue.LiveCatalogue;
import dev.podo.apiserver.discovery.Priority;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.upkeep.Writes;
import dev.podo.client.Api;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Backoff;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.foundation.Signal;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.machinery.kinds.apiservice.ApiServices;
import dev.podo.model.apiregistration.v1.APIService;
import dev.podo.model.apiregistration.v1.APIServiceSpec;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.store.CompactedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Keeps an APIService for each version of a group that this server itself serves: whoever deletes
/// it finds it again, and so does whoever changes one that a definition has added. One that
/// somebody has made his own, by taking the label off, is left alone.
public final class LocalServices {
  /// Marks those that are kept here; `onstart` for what is built in, `true` for what definitions
  /// add.
  public static final String LABEL = "kube-aggregator.kubernetes.io/automanaged";

  private static final String BY_DEFINITION = "true";

  private static final System.Logger LOG = System.getLogger(LocalServices.class.getName());
  private static final Backoff RETRY =
      Backoff.exponential(Duration.ofMillis(100), Duration.ofSeconds(30));

  private final ObjectStore store;
  private final LiveCatalogue catalogue;
  private final Api api;
  private final Scope scope;
  private final Signal changed;

  /// @param api as an identity that may write APIServices
  public LocalServices(ObjectStore store, LiveCatalogue catalogue, Api api, Scope scope) {
    this.store = store;
    this.catalogue = catalogue;
    this.api = api;
    this.scope = scope;
    this.changed = new Signal(scope.environment().clock());
  }

  /// Makes those that are missing, all at once: the journal takes them together.
  public void run() {
    var writes = new ArrayList<Runnable>();
    missing(catalogue.now()).forEach(version -> writes.add(() -> create(version)));
    try {
      Writes.together(scope, writes);
    } catch (ApiException e) {
      // What is missing is made later.
      LOG.log(System.Logger.Level.WARNING, "an APIService was not made: {0}", e.getMessage());
    }
  }

  /// Goes on while the scope lasts.
  public void keep() {
    scope.fork("local-apiservices", this::follow);
  }

  private void follow() throws InterruptedException {
    var failures = 0;
    catalogue.onExchange((before, after) -> changed.raise());
    while (true) {
      try (var cursor = store.watch(ApiServices.KIND, store.image().revision())) {
        cursor.onAvailable(changed::raise);
        while (true) {
          var seen = catalogue.now();
          failures = mend(seen) ? 0 : failures + 1;
          var wait = failures == 0 ? Deadline.never() : later(failures);
          changed.awaitUntil(() -> cursor.poll() != null || isOld(seen), wait);
        }
      } catch (CompactedException e) {
        LOG.log(System.Logger.Level.DEBUG, "changes of APIServices were missed: all again");
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // A catalogue is known by its identity.
  private boolean isOld(Catalogue seen) {
    return catalogue.now() != seen;
  }

  private Deadline later(int failures) {
    var environment = scope.environment();
    return Deadline.after(environment.clock(), RETRY.delay(failures, environment.random()));
  }

  /// @return false when it must be tried again
  private boolean mend(Catalogue seen) {
    try {
      missing(seen).forEach(this::create);
      for (var entry : store.image().list(ApiServices.KIND.storageKey())) {
        mend(entry.value().as(ApiServices.KIND), seen);
      }
      return true;
    } catch (ApiException e) {
      LOG.log(System.Logger.Level.DEBUG, "APIServices were not mended: {0}", e.getMessage());
      return false;
    }
  }

  private void mend(APIService service, Catalogue seen) {
    var version = ApiServices.groupVersion(service);
    var isServed = seen.groupVersions().contains(version);
    var label = service.metadata().labels().getOrDefault(LABEL, "");
    if (isServed && label.equals(BY_DEFINITION) && !service.spec().equals(wanted(version).spec())) {
      api.update(
          ApiServices.KIND, service.withSpec(wanted(version).spec()), WriteOptions.defaults());
      return;
    }
    if (ApiServices.isRemote(service)) {
      return;
    }
    if (!isServed && !label.isEmpty()) {
      api.delete(ApiServices.KIND, "", service.metadata().name(), DeleteOptions.EMPTY);
    } else if (!ApiServices.isAvailable(service)) {
      var now = scope.environment().clock().now();
      var local = Reachability.local().with(b -> b.lastTransitionTime(now));
      api.updateStatus(
          ApiServices.KIND, ApiServices.withCondition(service, local), WriteOptions.defaults());
    }
  }

  private List<GroupVersion> missing(Catalogue from) {
    var image = store.image();
    return from.groupVersions().stream()
        .filter(version ->
            image.get(ObjectStore.key(ApiServices.KIND, "", ApiServices.name(version))) == null)
        .toList();
  }

  private void create(GroupVersion version) {
    try {
      api.create(ApiServices.KIND, wanted(version), WriteOptions.defaults());
    } catch (ApiException e) {
      if (!e.isAlreadyExists()) {
        throw e;
      }
    }
  }

  private static APIService wanted(GroupVersion version) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(LABEL, Priority.isBuiltIn(version.group()) ? "onstart" : BY_DEFINITION);
    var priority = Priority.of(version);
    return APIService.builder()
        .metadata(ObjectMeta.builder().name(ApiServices.name(version)).labels(labels).build())
        .spec(
            APIServiceSpec.builder()
                .group(version.group())
                .version(version.version())
                .groupPriorityMinimum(priority.group())
                .versionPriority(priority.version())
                .build())
        .build();
  }
}
