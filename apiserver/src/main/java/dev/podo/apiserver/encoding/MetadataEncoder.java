package dev.podo.apiserver.encoding;

import dev.podo.apiserver.storage.Stored;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.PartialObjectMetadata;

/// Objects as PartialObjectMetadata: their metadata and nothing else.
final class MetadataEncoder {
  private MetadataEncoder() {}

  /// @param format may differ from the answer's: a list in YAML is made of items in JSON
  static <T extends ApiObject> byte[] of(
      Kind<T> kind, Stored stored, String metaApiVersion, Format format) {
    return stored.encoded(
        kind,
        new Form(metaApiVersion, format),
        object ->
            format.encode(
                PartialObjectMetadata.builder()
                    .apiVersion(metaApiVersion)
                    .metadata(object.metadata())
                    .build()));
  }

  private record Form(String apiVersion, Format format) {}
}
