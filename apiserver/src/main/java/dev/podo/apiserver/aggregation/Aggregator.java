package dev.podo.apiserver.aggregation;

import dev.podo.apiserver.discovery.DiscoverySource;
import dev.podo.apiserver.discovery.ServedVersion;
import dev.podo.apiserver.openapi.OpenApiSource;
import dev.podo.apiserver.pki.KeyAndCertificate;
import dev.podo.apiserver.relay.Origins;
import dev.podo.apiserver.service.ServiceAddresses;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.client.Api;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.foundation.Signal;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kinds.apiservice.ApiServices;
import dev.podo.store.CompactedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Knows the servers behind this one: who they are, from the APIServices; and what they serve, from
/// what they told last. Asking it waits for nobody.
public final class Aggregator implements DiscoverySource, OpenApiSource {
  private static final System.Logger LOG = System.getLogger(Aggregator.class.getName());

  private final ObjectStore store;
  private final Extensions extensions;
  private final Scope scope;
  private final ReentrantLock telling = new ReentrantLock();
  private final SortedMap<String, Told> told = new TreeMap<>();
  private volatile Published published = new Published(List.of(), new TreeMap<>(), List.of());

  /// @param own what is shown to other servers
  public Aggregator(
      ObjectStore store, ServiceAddresses addresses, Supplier<KeyAndCertificate> own, Scope scope) {
    this.store = store;
    this.extensions = new Extensions(store, addresses, own);
    this.scope = scope;
  }

  /// What following a server takes.
  record Means(ObjectStore store, Extensions extensions, Api api, Environment environment) {}

  private record Published(
      List<ServedVersion> served,
      SortedMap<String, Description> documents,
      Collection<Description> swaggers) {}

  /// Who hands requests on to them.
  ///
  /// @param own which versions this server serves itself
  public Aggregation aggregation(Origins origins, Predicate<GroupVersion> own) {
    return new Aggregation(extensions, origins, own);
  }

  @Override
  public List<ServedVersion> served() {
    return published.served();
  }

  @Override
  public SortedMap<String, Description> documents() {
    return published.documents();
  }

  @Override
  public Collection<Description> swaggers() {
    return published.swaggers();
  }

  /// Follows the servers behind this one while the scope lasts.
  ///
  /// @param api as an identity that may write the status of APIServices
  public void start(Api api) {
    var means = new Means(store, extensions, api, scope.environment());
    scope.fork("apiservices", () -> run(means));
  }

  private void run(Means means) throws InterruptedException {
    Map<String, Scope> followed = new TreeMap<>();
    var changed = new Signal(scope.environment().clock());
    while (true) {
      try (var cursor = store.watch(ApiServices.KIND, store.image().revision())) {
        cursor.onAvailable(changed::raise);
        while (true) {
          follow(followed, means);
          changed.awaitUntil(() -> cursor.poll() != null, Deadline.never());
        }
      } catch (CompactedException e) {
        LOG.log(System.Logger.Level.DEBUG, "changes of APIServices were missed: all again");
      }
    }
  }

  private void follow(Map<String, Scope> followed, Means means) {
    var wanted = new TreeMap<String, Told>();
    extensions.all().forEach(it -> wanted.put(it.metadata().name(), Told.nothing(it)));
    for (var name : List.copyOf(followed.keySet())) {
      var life = followed.get(name);
      if (life != null && !wanted.containsKey(name)) {
        followed.remove(name);
        life.close();
        tell(name, null);
      }
    }
    wanted.forEach((name, nothing) -> {
      if (!followed.containsKey(name)) {
        var life = scope.child("apiservice " + name);
        followed.put(name, life);
        tell(name, nothing);
        life.fork("watch", () -> new ExtensionWatch(name, means, it -> tell(name, it)).run());
      }
    });
  }

  private void tell(String name, @Nullable Told now) {
    telling.lock();
    try {
      var before = now == null ? told.remove(name) : told.put(name, now);
      if (now == null ? before != null : !now.equals(before)) {
        publish();
      }
    } finally {
      telling.unlock();
    }
  }

  private void publish() {
    var served = new ArrayList<ServedVersion>();
    var documents = new TreeMap<String, Description>();
    var swaggers = new ArrayList<Description>();
    for (var each : told.values()) {
      served.add(each.served());
      if (each.v3() != null) {
        documents.put(each.documentName(), each.v3());
      }
      if (each.v2() != null && !swaggers.contains(each.v2())) {
        swaggers.add(each.v2());
      }
    }
    published =
        new Published(
            List.copyOf(served),
            Collections.unmodifiableSortedMap(documents),
            List.copyOf(swaggers));
  }
}
