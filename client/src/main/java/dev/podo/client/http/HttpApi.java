package dev.podo.client.http;

import dev.podo.client.Api;
import dev.podo.client.ListOptions;
import dev.podo.client.Page;
import dev.podo.client.Patch;
import dev.podo.client.SubresourceCall;
import dev.podo.client.WatchOptions;
import dev.podo.client.WatchStream;
import dev.podo.client.WriteOptions;
import dev.podo.client.kubeconfig.Access;
import dev.podo.client.kubeconfig.KubeconfigException;
import dev.podo.foundation.Scope;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.model.Struct;
import dev.podo.model.meta.v1.APIResourceList;
import dev.podo.model.meta.v1.DeleteOptions;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The client port over HTTP. Watches live as long as the scope, at the latest.
public final class HttpApi implements Api {
  private static final String JSON = "application/json";
  private static final byte[] NOTHING = {};

  private final Exchange exchange;
  private final Scope scope;

  /// @throws KubeconfigException when the certificates cannot be used
  public HttpApi(Access access, Scope scope) throws KubeconfigException {
    this.exchange = new Exchange(access);
    this.scope = scope;
  }

  /// Gets a document that is no object: `/readyz`, `/metrics`, a log.
  ///
  /// @param path with query
  public String getText(String path) {
    return new String(exchange.send("GET", path, null, NOTHING), StandardCharsets.UTF_8);
  }

  @Override
  public <T extends ApiObject> T get(Kind<T> kind, String namespace, String name) {
    var url = Urls.of(kind, namespace, name).toString();
    return Exchange.decode(kind.schema(), exchange.send("GET", url, null, NOTHING));
  }

  @Override
  public <T extends ApiObject> Page<T> list(Kind<T> kind, ListOptions options) {
    var url = Urls.of(kind, options.namespace(), "").with(options).toString();
    var list = Exchange.decode(kind.listSchema(), exchange.send("GET", url, null, NOTHING));
    var metadata = list.metadata();
    return new Page<>(
        list.items(),
        metadata.resourceVersion(),
        metadata.continue_(),
        metadata.remainingItemCount());
  }

  @Override
  public <T extends ApiObject> WatchStream<T> watch(Kind<T> kind, WatchOptions options) {
    var url = Urls.of(kind, options.namespace(), "").with(options).toString();
    return new HttpWatch<>(kind, exchange.stream(url), scope);
  }

  @Override
  public <T extends ApiObject> T create(Kind<T> kind, T object, WriteOptions options) {
    var url = Urls.of(kind, object.metadata().namespace(), "").with(options).toString();
    return Exchange.decode(kind.schema(), exchange.send("POST", url, JSON, Json.encode(object)));
  }

  @Override
  public <T extends ApiObject> T update(Kind<T> kind, T object, WriteOptions options) {
    return put(kind, object, "", options);
  }

  @Override
  public <T extends ApiObject> T updateStatus(Kind<T> kind, T object, WriteOptions options) {
    return put(kind, object, "status", options);
  }

  private <T extends ApiObject> T put(
      Kind<T> kind, T object, String subresource, WriteOptions options) {
    var metadata = object.metadata();
    var url =
        Urls.of(kind, metadata.namespace(), metadata.name())
            .subresource(subresource)
            .with(options)
            .toString();
    return Exchange.decode(kind.schema(), exchange.send("PUT", url, JSON, Json.encode(object)));
  }

  @Override
  public <T extends ApiObject> T patch(
      Kind<T> kind,
      String namespace,
      String name,
      Patch patch,
      String subresource,
      WriteOptions options) {
    var force = patch instanceof Patch.Apply apply && apply.force();
    var url =
        Urls.of(kind, namespace, name)
            .subresource(subresource)
            .with(options)
            .with("force", force ? "true" : "")
            .toString();
    var reply = exchange.send("PATCH", url, patch.contentType(), Json.print(patch.tree()));
    return Exchange.decode(kind.schema(), reply);
  }

  @Override
  public <T extends ApiObject> @Nullable T delete(
      Kind<T> kind, String namespace, String name, DeleteOptions options) {
    var url = Urls.of(kind, namespace, name).toString();
    var reply = exchange.send("DELETE", url, JSON, Json.encode(options));
    return isStatus(reply) ? null : Exchange.decode(kind.schema(), reply);
  }

  private static boolean isStatus(byte[] reply) {
    return Json.typeMeta(reply).kind().equals("Status");
  }

  @Override
  public <T extends ApiObject> void deleteCollection(
      Kind<T> kind, ListOptions which, DeleteOptions options) {
    var url = Urls.of(kind, which.namespace(), "").with(which).toString();
    exchange.send("DELETE", url, JSON, Json.encode(options));
  }

  @Override
  public <B extends Struct, R extends Struct> R createSubresource(
      Kind<?> kind,
      String namespace,
      String name,
      SubresourceCall<B, R> call,
      WriteOptions options) {
    var url =
        Urls.of(kind, namespace, name).subresource(call.subresource()).with(options).toString();
    var declared = kind.subresource(call.subresource());
    var method = declared == null || declared.verbs().contains("create") ? "POST" : "PUT";
    return Exchange.decode(
        call.result(), exchange.send(method, url, JSON, Json.encode(call.body())));
  }

  @Override
  public APIResourceList extensionResources(GroupVersion version) {
    var url = (version.group().isEmpty() ? "/api/" : "/apis/") + version;
    return Exchange.decode(APIResourceList.SCHEMA, exchange.send("GET", url, null, NOTHING));
  }
}
