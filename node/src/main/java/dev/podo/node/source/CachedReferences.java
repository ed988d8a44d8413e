package dev.podo.node.source;

import dev.podo.client.informer.Changes;
import dev.podo.client.informer.Informer;
import dev.podo.client.informer.Informers;
import dev.podo.client.informer.Key;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.kinds.secret.Secrets;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.ApiObject;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.Secret;
import dev.podo.model.core.v1.Service;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The references of any number of nodes, from the caches of the process; tells of changes to those
/// that somebody follows.
public final class CachedReferences implements References {
  private final Informer<ConfigMap> configMaps;
  private final Informer<Secret> secrets;
  private final Informer<Service> services;
  private final Map<Followed, SortedMap<Long, Runnable>> followers = new ConcurrentHashMap<>();
  private final AtomicLong followed = new AtomicLong();

  /// What may be followed.
  public enum Referable {
    CONFIG_MAP,
    SECRET
  }

  private record Followed(Referable kind, Key key) {}

  public CachedReferences(Informers informers) {
    this.configMaps = informers.of(ConfigMaps.KIND);
    this.secrets = informers.of(Secrets.KIND);
    this.services = informers.of(Services.KIND);
    configMaps.listen(changes -> tell(Referable.CONFIG_MAP, changes));
    secrets.listen(changes -> tell(Referable.SECRET, changes));
  }

  public boolean awaitSynced(Deadline deadline) throws InterruptedException {
    return configMaps.awaitSynced(deadline)
        && secrets.awaitSynced(deadline)
        && services.awaitSynced(deadline);
  }

  @Override
  public @Nullable ConfigMap configMap(String namespace, String name) {
    return configMaps.snapshot().get(namespace, name);
  }

  @Override
  public @Nullable Secret secret(String namespace, String name) {
    return secrets.snapshot().get(namespace, name);
  }

  @Override
  public List<Service> services(String namespace) {
    return services.snapshot().in(namespace).toList();
  }

  /// Has `listener` told when the object comes, changes or goes: it must return at once.
  ///
  /// @return ends it when closed
  public AutoCloseable follow(Referable kind, String namespace, String name, Runnable listener) {
    var what = new Followed(kind, new Key(namespace, name));
    var number = followed.incrementAndGet();
    followers.compute(
        what,
        (any, present) -> {
          // Every pod of a namespace follows its root certificates: each comes and goes cheaply.
          var all = present == null ? new ConcurrentSkipListMap<Long, Runnable>() : present;
          all.put(number, listener);
          return all;
        });
    return () ->
        followers.computeIfPresent(
            what,
            (any, all) -> {
              all.remove(number);
              return left(all);
            });
  }

  @SuppressWarnings("NullAway") // computeIfPresent removes the entry when told null
  private static SortedMap<Long, Runnable> left(SortedMap<Long, Runnable> all) {
    return all.isEmpty() ? null : all;
  }

  private void tell(Referable kind, Changes<? extends ApiObject> changes) {
    if (followers.isEmpty()) {
      return;
    }
    for (var key : changes.keys()) {
      var all = followers.get(new Followed(kind, key));
      if (all != null) {
        all.values().forEach(Runnable::run);
      }
    }
  }
}
