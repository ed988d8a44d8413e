package dev.podo.apiserver.encoding;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Protobuf;
import dev.podo.machinery.codec.Yaml;
import dev.podo.model.Struct;

/// How bytes spell an object.
public enum Format {
  JSON(MediaType.JSON),
  YAML(MediaType.YAML),
  PROTOBUF(MediaType.PROTOBUF);

  private final String mediaType;

  Format(String mediaType) {
    this.mediaType = mediaType;
  }

  public String mediaType() {
    return mediaType;
  }

  public byte[] encode(Struct value) {
    return switch (this) {
      case JSON -> Json.encode(value);
      case YAML -> Yaml.encode(value);
      case PROTOBUF -> Protobuf.encode(value);
    };
  }
}
