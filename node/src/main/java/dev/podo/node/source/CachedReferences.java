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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The references of any number of nodes, from the caches of the process; tells of changes to those
/// that somebody follows.
public final class CachedReferences implements References {
  private final Informer<ConfigMap> configMaps;
  private final Informer<Secret> secrets;
  private final Informer<Service> services;
  private final Map<Followed, CopyOnWriteArrayList<Runnable>> followers = new ConcurrentHashMap<>();

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
    var followed = new Followed(kind, new Key(namespace, name));
    followers.computeIfAbsent(followed, any -> new CopyOnWriteArrayList<>()).add(listener);
    return () ->
        followers.computeIfPresent(
            followed,
            (any, all) -> {
              all.remove(listener);
              return left(all);
            });
  }

  @SuppressWarnings("NullAway") // computeIfPresent removes the entry when told null
  private static CopyOnWriteArrayList<Runnable> left(CopyOnWriteArrayList<Runnable> all) {
    return all.isEmpty() ? null : all;
  }

  private void tell(Referable kind, Changes<? extends ApiObject> changes) {
    if (followers.isEmpty()) {
      return;
    }
    for (var key : changes.keys()) {
      followers
          .getOrDefault(new Followed(kind, key), new CopyOnWriteArrayList<>())
          .forEach(Runnable::run);
    }
  }
}
