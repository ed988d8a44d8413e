package dev.podo.apiserver.storage;

import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Protobuf;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.model.ApiObject;
import dev.podo.model.Schema;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.store.Codec;
import dev.podo.store.Key;
import java.util.Map;
import java.util.TreeMap;

/// Objects as the journal keeps them: protobuf, without `resourceVersion`, which is stamped on when
/// the revision is known.
public final class StoredCodec implements Codec<Stored> {
  private final Map<String, Schema<? extends ApiObject>> schemas = new TreeMap<>();

  public StoredCodec(Catalogue catalogue) {
    for (var kind : catalogue.all()) {
      if (kind.storageKind().equals(kind)) {
        schemas.put(kind.storageKey(), kind.schema());
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
    return Protobuf.encode(bare);
  }

  @Override
  public Stored decode(Key key, byte[] bytes, long revision) {
    var schema = Allocations.isOne(key.kind()) ? ConfigMap.SCHEMA : schemas.get(key.kind());
    if (schema == null) {
      throw new IllegalStateException(
          "the store holds " + key + ", of a kind that this version of Podo does not know");
    }
    try {
      return stamp(new Stored(Protobuf.decode(schema, bytes, Strictness.IGNORE).value()), revision);
    } catch (DecodeException e) {
      throw new IllegalStateException(
          "the store's " + key + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public Stored stamp(Stored value, long revision) {
    var object = value.object();
    var metadata = object.metadata().withResourceVersion(Long.toString(revision));
    return new Stored(object.withMetadata(metadata));
  }
}
