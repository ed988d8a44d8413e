package dev.podo.machinery.codec;

import dev.podo.model.Field;
import dev.podo.model.Schema;
import dev.podo.model.Struct;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Kubernetes' protobuf: four magic bytes, then an envelope (`runtime.Unknown`) that says what the
/// object is, around the object's own message.
public final class Protobuf {
  private static final byte[] MAGIC = {'k', '8', 's', 0};
  private static final int TYPE_META = 1;
  private static final int RAW = 2;
  private static final int CONTENT_ENCODING = 3;
  private static final int CONTENT_TYPE = 4;

  private Protobuf() {}

  /// Whether objects of this type have a protobuf form at all; those of custom resources, and a few
  /// others, have none.
  public static boolean supports(Schema<?> schema) {
    return !ProtoMessage.of(schema).isEmpty();
  }

  public static byte[] encode(Struct value) {
    return buffer(value).toByteArray();
  }

  public static void encode(Struct value, OutputStream out) throws IOException {
    buffer(value).writeTo(out);
  }

  private static ProtoBuffer buffer(Struct value) {
    var out = new ProtoBuffer();
    out.text(CONTENT_TYPE, "");
    out.text(CONTENT_ENCODING, "");
    ProtoValues.writeStruct(RAW, value, out);
    var before = out.size();
    out.text(2, text(value, "kind"));
    out.text(1, text(value, "apiVersion"));
    out.head(TYPE_META, before);
    out.raw(MAGIC);
    return out;
  }

  private static String text(Struct value, String name) {
    var field = value.schema().field(name);
    return field != null && value.get(field.index()) instanceof String text ? text : "";
  }

  /// The frame of a watch stream for an event: a `meta.v1.WatchEvent`, without envelope, around an
  /// object already encoded.
  public static byte[] watchEvent(String type, byte[] object) {
    var out = new ProtoBuffer();
    out.raw(object);
    out.head(1, 0);
    out.head(2, 0);
    out.text(1, type);
    return out.toByteArray();
  }

  /// @param strictness makes no difference: protobuf has no names to get wrong
  /// @throws DecodeException if the bytes are not an object of this type in its envelope
  public static <T extends Struct> Decoded<T> decode(
      Schema<T> schema, byte[] bytes, Strictness strictness) {
    var envelope = new Envelope(bytes);
    var in = new ProtoInput(bytes, envelope.rawStart, envelope.rawEnd);
    var value = new ProtoReader(in).fields(schema, null, 0);
    var typed = withType(schema, value, envelope.typeMeta);
    return new Decoded<>(typed, List.of());
  }

  private static <T extends Struct> T withType(Schema<T> schema, T value, TypeMeta type) {
    var apiVersion = schema.field("apiVersion");
    var kind = schema.field("kind");
    if (apiVersion == null || kind == null || apiVersion.number() > 0) {
      return value;
    }
    var values = new @Nullable Object[schema.fields().size()];
    for (var field : schema.fields()) {
      values[field.index()] = value.get(field.index());
    }
    put(values, apiVersion, type.apiVersion());
    put(values, kind, type.kind());
    return schema.of(values);
  }

  private static void put(@Nullable Object[] values, Field field, String text) {
    if (!text.isEmpty()) {
      values[field.index()] = text;
    }
  }

  /// What the envelope says of the object in it.
  ///
  /// @throws DecodeException if the bytes are not in an envelope
  public static TypeMeta typeMeta(byte[] bytes) {
    return new Envelope(bytes).typeMeta;
  }

  /// Whether bytes begin like Kubernetes' protobuf.
  public static boolean looksLike(byte[] bytes) {
    return bytes.length >= MAGIC.length
        && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /// `runtime.Unknown`: where in the bytes the object's message lies, and what it is.
  private static final class Envelope {
    int rawStart;
    int rawEnd;
    TypeMeta typeMeta = new TypeMeta("", "");

    Envelope(byte[] bytes) {
      if (!looksLike(bytes)) {
        throw new DecodeException(
            "provided data does not appear to be a protobuf message, expected prefix "
                + Arrays.toString(MAGIC));
      }
      rawStart = rawEnd = bytes.length;
      var in = new ProtoInput(bytes, MAGIC.length, bytes.length);
      while (in.hasMore()) {
        readField(in, in.tag());
      }
    }

    private void readField(ProtoInput in, int tag) {
      switch (tag >>> 3) {
        case TYPE_META -> {
          var outer = in.enter();
          typeMeta = readTypeMeta(in);
          in.leave(outer);
        }
        case RAW -> {
          var outer = in.enter();
          rawStart = in.position();
          in.leave(outer);
          rawEnd = in.position();
        }
        case CONTENT_ENCODING -> {
          if (!in.utf8().isEmpty()) {
            throw ProtoInput.malformed("unsupported content encoding");
          }
        }
        default -> in.skip(tag, 0);
      }
    }

    private static TypeMeta readTypeMeta(ProtoInput in) {
      var apiVersion = "";
      var kind = "";
      while (in.hasMore()) {
        var tag = in.tag();
        switch (tag >>> 3) {
          case 1 -> apiVersion = in.utf8();
          case 2 -> kind = in.utf8();
          default -> in.skip(tag, 0);
        }
      }
      return new TypeMeta(apiVersion, kind);
    }
  }
}
