package dev.podo.client;

import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.model.Struct;
import dev.podo.model.meta.v1.APIResourceList;
import dev.podo.model.meta.v1.DeleteOptions;
import org.jspecify.annotations.Nullable;

/// What any client may ask of the control plane, as the identity that it was wired with. In one
/// process the transport is a method call that shares immutable values; between processes it is
/// HTTP. Both enter the same request path.
///
/// A namespace of `""` means cluster scope, or all namespaces in lists and watches. Every method
/// blocks, and throws [dev.podo.machinery.errors.ApiException] with the server's Status when the
/// request fails, and [CallInterruptedException] when its thread is interrupted.
public interface Api {
  <T extends ApiObject> T get(Kind<T> kind, String namespace, String name);

  <T extends ApiObject> Page<T> list(Kind<T> kind, ListOptions options);

  /// Opens a watch; the caller closes it.
  <T extends ApiObject> WatchStream<T> watch(Kind<T> kind, WatchOptions options);

  <T extends ApiObject> T create(Kind<T> kind, T object, WriteOptions options);

  /// Replaces all but the status. With a `metadata.resourceVersion` only that version is replaced.
  <T extends ApiObject> T update(Kind<T> kind, T object, WriteOptions options);

  /// Replaces the status alone.
  <T extends ApiObject> T updateStatus(Kind<T> kind, T object, WriteOptions options);

  /// @param subresource `"status"`, `"scale"` …, or `""` for the object itself
  <T extends ApiObject> T patch(
      Kind<T> kind,
      String namespace,
      String name,
      Patch patch,
      String subresource,
      WriteOptions options);

  /// @return the object that is still there, because its deletion is graceful or waits for
  ///   finalizers; null when it is gone
  <T extends ApiObject> @Nullable T delete(
      Kind<T> kind, String namespace, String name, DeleteOptions options);

  <T extends ApiObject> void deleteCollection(
      Kind<T> kind, ListOptions which, DeleteOptions options);

  /// Posts to a subresource that is an action: binding, eviction, token; or puts it where the
  /// subresource knows update and no create: finalize.
  <B extends Struct, R extends Struct> R createSubresource(
      Kind<?> kind,
      String namespace,
      String name,
      SubresourceCall<B, R> call,
      WriteOptions options);

  /// Asks a server behind this one what it serves of a version that an APIService registers it for.
  /// Its objects can then be listed, read and deleted like all others.
  APIResourceList extensionResources(GroupVersion version);
}
