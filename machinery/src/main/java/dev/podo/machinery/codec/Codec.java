package dev.podo.machinery.codec;

import dev.podo.model.Schema;
import dev.podo.model.Struct;
import java.io.IOException;
import java.io.OutputStream;

/// One of the ways in which objects travel, for who picks one by media type.
public enum Codec {
  JSON("application/json") {
    @Override
    public byte[] encode(Struct value) {
      return Json.encode(value);
    }

    @Override
    public void encode(Struct value, OutputStream out) throws IOException {
      Json.encode(value, out);
    }

    @Override
    public <T extends Struct> Decoded<T> decode(
        Schema<T> schema, byte[] bytes, Strictness strictness) {
      return Json.decode(schema, bytes, strictness);
    }

    @Override
    public TypeMeta typeMeta(byte[] bytes) {
      return Json.typeMeta(bytes);
    }
  },
  YAML("application/yaml") {
    @Override
    public byte[] encode(Struct value) {
      return Yaml.encode(value);
    }

    @Override
    public void encode(Struct value, OutputStream out) throws IOException {
      Yaml.encode(value, out);
    }

    @Override
    public <T extends Struct> Decoded<T> decode(
        Schema<T> schema, byte[] bytes, Strictness strictness) {
      return Yaml.decode(schema, bytes, strictness);
    }

    @Override
    public TypeMeta typeMeta(byte[] bytes) {
      return Yaml.typeMeta(bytes);
    }
  },
  PROTOBUF("application/vnd.kubernetes.protobuf") {
    @Override
    public byte[] encode(Struct value) {
      return Protobuf.encode(value);
    }

    @Override
    public void encode(Struct value, OutputStream out) throws IOException {
      Protobuf.encode(value, out);
    }

    @Override
    public <T extends Struct> Decoded<T> decode(
        Schema<T> schema, byte[] bytes, Strictness strictness) {
      return Protobuf.decode(schema, bytes, strictness);
    }

    @Override
    public TypeMeta typeMeta(byte[] bytes) {
      return Protobuf.typeMeta(bytes);
    }
  };

  private final String mediaType;

  Codec(String mediaType) {
    this.mediaType = mediaType;
  }

  /// The media type without parameters.
  public String mediaType() {
    return mediaType;
  }

  /// Whether values of this type can travel so.
  public boolean supports(Schema<?> schema) {
    return this != PROTOBUF || Protobuf.supports(schema);
  }

  public abstract byte[] encode(Struct value);

  public abstract void encode(Struct value, OutputStream out) throws IOException;

  /// @throws DecodeException if the bytes are not an object of this type
  public abstract <T extends Struct> Decoded<T> decode(
      Schema<T> schema, byte[] bytes, Strictness strictness);

  /// What the bytes say of their own type.
  ///
  /// @throws DecodeException if that cannot be told
  public abstract TypeMeta typeMeta(byte[] bytes);
}
