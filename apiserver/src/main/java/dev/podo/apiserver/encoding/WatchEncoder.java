package dev.podo.apiserver.encoding;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podo.apiserver.request.Watch;
import dev.podo.apiserver.storage.Stored;
import dev.podo.foundation.Clock;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Protobuf;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.ListMeta;
import dev.podo.model.meta.v1.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The frames of one watch: JSON, one event on a line, or protobuf, each behind its length unless
/// something else frames it. The object in a frame is the encoding that everyone else gets too.
public final class WatchEncoder<T extends ApiObject> {
  private static final String STREAM = ";stream=watch";
  private static final byte[] JSON_END = "}\n".getBytes(UTF_8);

  private final Kind<T> kind;
  private final Representation as;
  private final Clock clock;
  private final boolean framed;
  private boolean columnsTold;

  /// @param framed whether whatever carries the events tells where each ends, as WebSockets do
  public WatchEncoder(Kind<T> kind, Representation as, Clock clock, boolean framed) {
    if (as.format() == Format.YAML) {
      throw ApiErrors.notAcceptable(
          Protobuf.supports(kind.schema())
              ? List.of(MediaType.JSON + STREAM, MediaType.PROTOBUF + STREAM)
              : List.of(MediaType.JSON + STREAM));
    }
    as.checkListed(false, kind.kind());
    this.kind = kind;
    this.as = as;
    this.clock = clock;
    this.framed = framed;
  }

  public String contentType() {
    return as.format() == Format.PROTOBUF ? MediaType.PROTOBUF + STREAM : MediaType.JSON;
  }

  public boolean isText() {
    return as.format() == Format.JSON;
  }

  public List<byte[]> frame(Watch.Change change) {
    if (as.format() == Format.PROTOBUF) {
      return protobufFrame(change.type().name(), one(change.object()));
    }
    var out = new ArrayList<byte[]>(4);
    out.add(jsonHead(change.type().name()));
    if (as.shape() == Representation.Shape.TABLE) {
      out.addAll(table(change.object()));
    } else {
      out.add(one(change.object()));
    }
    out.add(JSON_END);
    return out;
  }

  private byte[] one(Stored stored) {
    return as.shape() == Representation.Shape.METADATA
        ? MetadataEncoder.of(kind, stored, as.metaApiVersion(), as.format())
        : ObjectEncoder.plain(kind, stored, as.format());
  }

  private List<byte[]> table(Stored stored) {
    var withColumns = !columnsTold;
    columnsTold = true;
    var metadata =
        ListMeta.builder().resourceVersion(stored.object().metadata().resourceVersion()).build();
    return new TableEncoder<>(kind, as, clock.now()).table(metadata, List.of(stored), withColumns);
  }

  /// The last frame of a watch that cannot go on.
  public List<byte[]> error(Status status) {
    return as.format() == Format.PROTOBUF
        ? protobufFrame("ERROR", Protobuf.encode(status))
        : List.of(jsonHead("ERROR"), Json.encode(status), JSON_END);
  }

  private static byte[] jsonHead(String type) {
    return switch (type) {
      case "ADDED" -> Heads.ADDED;
      case "MODIFIED" -> Heads.MODIFIED;
      case "DELETED" -> Heads.DELETED;
      case "BOOKMARK" -> Heads.BOOKMARK;
      default -> Heads.of(type);
    };
  }

  /// A 4-byte length, unless framed otherwise, and a `meta.v1.WatchEvent`: the type in field 1, and
  /// in field 2 a RawExtension, whose field 1 is the object in its own envelope.
  private List<byte[]> protobufFrame(String type, byte[] object) {
    var typeBytes = type.getBytes(UTF_8);
    var raw = 1 + varintSize(object.length) + object.length;
    var event = 1 + varintSize(typeBytes.length) + typeBytes.length + 1 + varintSize(raw) + raw;
    var at = framed ? 0 : Integer.BYTES;
    var head = new byte[at + event - object.length];
    if (!framed) {
      ByteBuffer.wrap(head).putInt(event);
    }
    head[at++] = 0x0a;
    at = putVarint(head, at, typeBytes.length);
    System.arraycopy(typeBytes, 0, head, at, typeBytes.length);
    at += typeBytes.length;
    head[at++] = 0x12;
    at = putVarint(head, at, raw);
    head[at++] = 0x0a;
    putVarint(head, at, object.length);
    return List.of(head, object);
  }

  private static int varintSize(int value) {
    var size = 1;
    for (var rest = value >>> 7; rest != 0; rest >>>= 7) {
      size++;
    }
    return size;
  }

  private static int putVarint(byte[] out, int at, int value) {
    var rest = value;
    var next = at;
    while ((rest & ~0x7f) != 0) {
      out[next++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out[next++] = (byte) rest;
    return next;
  }

  private static final class Heads {
    static final byte[] ADDED = of("ADDED");
    static final byte[] MODIFIED = of("MODIFIED");
    static final byte[] DELETED = of("DELETED");
    static final byte[] BOOKMARK = of("BOOKMARK");

    static byte[] of(String type) {
      return ("{\"type\":\"" + type + "\",\"object\":").getBytes(UTF_8);
    }
  }
}
