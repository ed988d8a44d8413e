package dev.podo.apiserver.encoding;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podo.apiserver.storage.Stored;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import java.io.ByteArrayOutputStream;

/// Objects as PartialObjectMetadata: their metadata and nothing else.
final class MetadataEncoder {
  private MetadataEncoder() {}

  static <T extends ApiObject> byte[] of(Kind<T> kind, Stored stored, String metaApiVersion) {
    return stored.encoded(kind, metaApiVersion, object -> encode(object, metaApiVersion));
  }

  private static byte[] encode(ApiObject object, String metaApiVersion) {
    var head =
        "{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\""
            + metaApiVersion
            + "\",\"metadata\":";
    var metadata = Json.encode(object.metadata());
    var out = new ByteArrayOutputStream(head.length() + metadata.length + 1);
    out.writeBytes(head.getBytes(UTF_8));
    out.writeBytes(metadata);
    out.write('}');
    return out.toByteArray();
  }
}
