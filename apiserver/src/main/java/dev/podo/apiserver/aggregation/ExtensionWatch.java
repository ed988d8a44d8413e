package dev.podo.apiserver.aggregation;

import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.storage.Stored;
import dev.podo.client.Api;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Backoff;
import dev.podo.foundation.Check;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Signal;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.apiservice.ApiServices;
import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.apiregistration.v1.APIService;
import dev.podo.model.apiregistration.v1.APIServiceCondition;
import dev.podo.model.apiregistration.v1.APIServiceSpec;
import dev.podo.store.CompactedException;
import dev.podo.store.Cursor;
import dev.podo.store.Image;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Follows one server behind this one, on a thread of its own, so that it keeps nobody waiting but
/// itself: looks whether it is there when anything on the way to it has changed, and now and then
/// besides, says so in its APIService, and learns what it serves.
final class ExtensionWatch {
  private static final System.Logger LOG = System.getLogger(ExtensionWatch.class.getName());
  private static final int ATTEMPTS = 3;
  private static final Duration RECHECK = Duration.ofSeconds(30);
  private static final Backoff RETRY =
      Backoff.exponential(Duration.ofMillis(500), Duration.ofSeconds(30));

  private final String name;
  private final ObjectStore store;
  private final Extensions extensions;
  private final Inquiry inquiry;
  private final Api api;
  private final Environment environment;
  private final Consumer<Told> teller;
  private final Signal changed;

  ExtensionWatch(String name, Aggregator.Means means, Consumer<Told> teller) {
    this.name = name;
    this.store = means.store();
    this.extensions = means.extensions();
    this.inquiry = new Inquiry(new Fetch(means.extensions(), means.environment().clock()));
    this.api = means.api();
    this.environment = means.environment();
    this.teller = teller;
    this.changed = new Signal(environment.clock());
  }

  /// Everything on the way to a server that could make it come or go.
  private record Way(APIServiceSpec spec, String uid, long service, List<Long> slices) {}

  /// Goes on until the APIService is gone or is not one of another server any more.
  void run() throws InterruptedException {
    Told told = null;
    while (extensions.find(name) != null) {
      var after = store.image().revision();
      try (var services = store.watch(Services.KIND, after);
          var slices = store.watch(EndpointSlices.KIND, after);
          var registrations = store.watch(ApiServices.KIND, after)) {
        var cursors = List.of(services, slices, registrations);
        cursors.forEach(cursor -> cursor.onAvailable(changed::raise));
        told = follow(cursors, told);
      } catch (CompactedException e) {
        LOG.log(System.Logger.Level.DEBUG, "changes around {0} were missed: all again", name);
      }
    }
  }

  private @Nullable Told follow(List<Cursor<Stored>> cursors, @Nullable Told before)
      throws InterruptedException {
    var told = before;
    var failures = 0;
    while (true) {
      var service = extensions.find(name);
      if (service == null) {
        return told;
      }
      var way = way(service);
      told = look(service, told == null ? Told.nothing(service) : told);
      failures = told.stale() ? failures + 1 : 0;
      var wait = told.stale() ? RETRY.delay(failures, environment.random()) : RECHECK;
      changed.awaitUntil(
          () -> drain(cursors) && !sameWay(way), Deadline.after(environment.clock(), wait));
    }
  }

  /// Reads past what has happened, so that the next change is told.
  private static boolean drain(List<Cursor<Stored>> cursors) {
    for (var cursor : cursors) {
      while (cursor.poll() != null) {
        // What it was shows in the image.
      }
    }
    return true;
  }

  private boolean sameWay(Way before) {
    var service = extensions.find(name);
    return service != null && way(service).equals(before);
  }

  private Way way(APIService service) {
    var reference = Check.notNull(service.spec().service(), "a Service");
    Image<Stored> image = store.image();
    var found = image.get(ObjectStore.key(Services.KIND, reference.namespace(), reference.name()));
    var slices = new ArrayList<Long>();
    for (var entry : image.list(EndpointSlices.KIND.storageKey(), reference.namespace())) {
      var labels = entry.value().object().metadata().labels();
      if (reference.name().equals(labels.get("kubernetes.io/service-name"))) {
        slices.add(entry.modRevision());
      }
    }
    return new Way(
        service.spec(),
        service.metadata().uid(),
        found == null ? 0 : found.modRevision(),
        List.copyOf(slices));
  }

  private Told look(APIService service, Told before) throws InterruptedException {
    var obstacle = Reachability.obstacle(service, store.image());
    if (obstacle != null) {
      return unavailable(service, before, obstacle);
    }
    try {
      var resources = inquiry.resources(service);
      var told = before.asOf(service, false).withResources(resources);
      teller.accept(told);
      write(service, Reachability.passed());
      told = inquiry.documents(service, told);
      teller.accept(told);
      return told;
    } catch (IOException e) {
      return unavailable(service, before, Reachability.failed(String.valueOf(e.getMessage())));
    }
  }

  private Told unavailable(APIService service, Told before, APIServiceCondition why) {
    var told = before.asOf(service, true);
    teller.accept(told);
    write(service, why);
    return told;
  }

  private void write(APIService service, APIServiceCondition condition) {
    var now = environment.clock().now().truncatedTo(ChronoUnit.SECONDS);
    var next = condition.with(b -> b.lastTransitionTime(now));
    for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
      var current = extensions.find(name);
      if (current == null || says(current, condition)) {
        return;
      }
      try {
        api.updateStatus(
            ApiServices.KIND, ApiServices.withCondition(current, next), WriteOptions.defaults());
        LOG.log(
            System.Logger.Level.INFO,
            "the APIService {0} is {1}: {2}",
            service.metadata().name(),
            condition.status().equals("True") ? "available" : "not available",
            condition.message());
        return;
      } catch (ApiException e) {
        LOG.log(
            System.Logger.Level.DEBUG,
            "the condition of the APIService {0} was not written: {1}",
            name,
            e.getMessage());
      }
    }
  }

  private static boolean says(APIService service, APIServiceCondition condition) {
    var known = ApiServices.available(service);
    return known != null
        && known.status().equals(condition.status())
        && known.reason().equals(condition.reason())
        && known.message().equals(condition.message());
  }
}
