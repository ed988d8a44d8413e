package dev.podo.simulator.network;

import dev.podo.client.Api;
import dev.podo.client.ListOptions;
import dev.podo.client.Page;
import dev.podo.client.Patch;
import dev.podo.client.SubresourceCall;
import dev.podo.client.WatchOptions;
import dev.podo.client.WatchStream;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.model.Struct;
import dev.podo.model.meta.v1.APIResourceList;
import dev.podo.model.meta.v1.DeleteOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The client port over a link.
final class SimulatedApi implements Api {
  private final Api direct;
  private final Link link;

  SimulatedApi(Api direct, Link link) {
    this.direct = direct;
    this.link = link;
  }

  @Override
  public <T extends ApiObject> T get(Kind<T> kind, String namespace, String name) {
    return link.request(() -> direct.get(kind, namespace, name));
  }

  @Override
  public <T extends ApiObject> Page<T> list(Kind<T> kind, ListOptions options) {
    return link.request(() -> direct.list(kind, options));
  }

  @Override
  public <T extends ApiObject> WatchStream<T> watch(Kind<T> kind, WatchOptions options) {
    return link.request(() -> new SimulatedWatch<>(direct.watch(kind, options), link));
  }

  @Override
  public <T extends ApiObject> T create(Kind<T> kind, T object, WriteOptions options) {
    return link.request(() -> direct.create(kind, object, options));
  }

  @Override
  public <T extends ApiObject> T update(Kind<T> kind, T object, WriteOptions options) {
    return link.request(() -> direct.update(kind, object, options));
  }

  @Override
  public <T extends ApiObject> T updateStatus(Kind<T> kind, T object, WriteOptions options) {
    return link.request(() -> direct.updateStatus(kind, object, options));
  }

  @Override
  public <T extends ApiObject> T patch(
      Kind<T> kind,
      String namespace,
      String name,
      Patch patch,
      String subresource,
      WriteOptions options) {
    return link.request(() -> direct.patch(kind, namespace, name, patch, subresource, options));
  }

  @Override
  public <T extends ApiObject> @Nullable T delete(
      Kind<T> kind, String namespace, String name, DeleteOptions options) {
    return link.request(() -> Optional.ofNullable(direct.delete(kind, namespace, name, options)))
        .orElse(null);
  }

  @Override
  public <T extends ApiObject> void deleteCollection(
      Kind<T> kind, ListOptions which, DeleteOptions options) {
    link.request(() -> {
      direct.deleteCollection(kind, which, options);
      return true;
    });
  }

  @Override
  public <B extends Struct, R extends Struct> R createSubresource(
      Kind<?> kind,
      String namespace,
      String name,
      SubresourceCall<B, R> call,
      WriteOptions options) {
    return link.request(() -> direct.createSubresource(kind, namespace, name, call, options));
  }

  @Override
  public APIResourceList extensionResources(GroupVersion version) {
    return link.request(() -> direct.extensionResources(version));
  }
}
