package dev.podo.apiserver.storage;

import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Protobuf;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.model.ApiObject;
import dev.podo.model.Schema;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.meta.v1.Status;
import dev.podo.store.Codec;
import dev.podo.store.Key;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Objects as the journal keeps them: protobuf, or JSON where there is none, as of custom
/// resources; without `resourceVersion`, which is stamped on when the revision is known.
public final class StoredCodec implements Codec<Stored> {
  /// What etcd takes: clients count on it, and so may a journal on etcd.
  private static final int MAX_BYTES = 3 << 19;

  private static final String TOO_LARGE = "etcdserver: request is too large";

  // Kinds, not their schemas: those are loaded when the first object of a kind is.
  private final Map<String, Kind<?>> kinds = new TreeMap<>();

  public StoredCodec(Catalogue catalogue) {
    for (var kind : catalogue.all()) {
      if (kind.storageKind().equals(kind)) {
        kinds.put(kind.storageKey(), kind);
      }
    }
  }

  @Override
  public byte[] encode(Stored value) {
    var object = value.object();
    var metadata = object.metadata();
    var bare =
        metadata.resourceVersion().isEmpty()
            ? object
            : object.withMetadata(metadata.withResourceVersion(""));
    var bytes = Protobuf.supports(bare.schema()) ? Protobuf.encode(bare) : Json.encode(bare);
    if (bytes.length > MAX_BYTES) {
      throw tooLarge();
    }
    value.sized(bytes.length);
    return bytes;
  }

  /// As upstream tells what etcd says of it: an error without a reason.
  private static ApiException tooLarge() {
    return new ApiException(
        Status.builder().status("Failure").message(TOO_LARGE).code(500).build());
  }

  /// Whether an object was refused for its size.
  public static boolean isTooLarge(ApiException refusal) {
    return TOO_LARGE.equals(refusal.status().message());
  }

  @Override
  public Stored decode(Key key, byte[] bytes, long revision) {
    var schema = isJson(bytes) ? DynamicObject.SCHEMA : schema(key);
    if (schema == null) {
      throw new IllegalStateException(
          "the store holds " + key + ", of a kind that this version of Podo does not know");
    }
    try {
      var object =
          isJson(bytes)
              ? Json.decode(schema, bytes, Strictness.IGNORE).value()
              : Protobuf.decode(schema, bytes, Strictness.IGNORE).value();
      return stamp(new Stored(SharedFields.in(object)).sized(bytes.length), revision);
    } catch (DecodeException e) {
      throw new IllegalStateException(
          "the store's " + key + " cannot be read: " + e.getMessage(), e);
    }
  }

  /// The forms do not begin alike.
  private static boolean isJson(byte[] bytes) {
    return bytes.length > 0 && bytes[0] == '{';
  }

  private @Nullable Schema<? extends ApiObject> schema(Key key) {
    if (Allocations.isOne(key.kind())) {
      return ConfigMap.SCHEMA;
    }
    var kind = kinds.get(key.kind());
    return kind == null ? null : kind.schema();
  }

  @Override
  public Stored stamp(Stored value, long revision) {
    var object = value.object();
    var metadata = object.metadata().withResourceVersion(Long.toString(revision));
    return value.stamped(object.withMetadata(metadata));
  }
}
