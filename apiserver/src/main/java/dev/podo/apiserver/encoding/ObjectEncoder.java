package dev.podo.apiserver.encoding;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podo.apiserver.storage.Stored;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Protobuf;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.ListMeta;
import dev.podo.model.meta.v1.PartialObjectMetadataList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Encodes objects and lists in any representation, from the encodings that are there already: a
/// list is its items' bytes with commas between.
public final class ObjectEncoder {
  private static final byte[] COMMA = {','};
  private static final byte[] END = "]}\n".getBytes(UTF_8);
  private static final byte[] NEWLINE = {'\n'};

  private ObjectEncoder() {}

  /// One object; JSON ends with a newline, as upstream's does.
  public static <T extends ApiObject> List<byte[]> object(
      Kind<T> kind, Stored stored, Representation as, Instant now) {
    as.checkListed(false, kind.kind());
    return switch (as.shape()) {
      case TABLE -> {
        var metadata =
            ListMeta.builder()
                .resourceVersion(stored.object().metadata().resourceVersion())
                .build();
        yield table(kind, metadata, List.of(stored), as, now);
      }
      case METADATA, METADATA_LIST ->
          ended(MetadataEncoder.of(kind, stored, as.metaApiVersion(), as.format()), as.format());
      case PLAIN -> ended(plain(kind, stored, as.format()), as.format());
    };
  }

  private static List<byte[]> ended(byte[] object, Format format) {
    return format == Format.JSON ? List.of(object, NEWLINE) : List.of(object);
  }

  static <T extends ApiObject> byte[] plain(Kind<T> kind, Stored stored, Format format) {
    return stored.encoded(kind, format, format::encode);
  }

  public static <T extends ApiObject> List<byte[]> list(
      Kind<T> kind, ListMeta metadata, List<Stored> items, Representation as, Instant now) {
    as.checkListed(true, kind.listKind());
    return switch (as.shape()) {
      case TABLE -> table(kind, metadata, items, as, now);
      case METADATA, METADATA_LIST ->
          switch (as.format()) {
            case JSON -> metadataList(kind, metadata, items, as);
            case YAML -> yaml(metadataList(kind, metadata, items, as));
            case PROTOBUF -> protobufMetadataList(kind, metadata, items, as);
          };
      case PLAIN ->
          switch (as.format()) {
            case JSON -> jsonList(kind, metadata, items);
            case YAML -> yaml(jsonList(kind, metadata, items));
            case PROTOBUF -> protobufList(kind, metadata, items);
          };
    };
  }

  private static List<byte[]> yaml(List<byte[]> json) {
    return List.of(Yaml.print(Json.parse(join(json))));
  }

  private static <T extends ApiObject> List<byte[]> table(
      Kind<T> kind, ListMeta metadata, List<Stored> items, Representation as, Instant now) {
    var out = new TableEncoder<>(kind, as, now).table(metadata, items, true);
    if (as.format() == Format.YAML) {
      return yaml(out);
    }
    out.add(NEWLINE);
    return out;
  }

  private static <T extends ApiObject> List<byte[]> jsonList(
      Kind<T> kind, ListMeta metadata, List<Stored> items) {
    var out = new ArrayList<byte[]>(2 * items.size() + 2);
    out.add(listHead(kind.listKind(), kind.apiVersion(), metadata));
    for (var i = 0; i < items.size(); i++) {
      if (i > 0) {
        out.add(COMMA);
      }
      out.add(plain(kind, items.get(i), Format.JSON));
    }
    out.add(END);
    return out;
  }

  private static <T extends ApiObject> List<byte[]> metadataList(
      Kind<T> kind, ListMeta metadata, List<Stored> items, Representation as) {
    var out = new ArrayList<byte[]>(2 * items.size() + 2);
    out.add(listHead("PartialObjectMetadataList", as.metaApiVersion(), metadata));
    for (var i = 0; i < items.size(); i++) {
      if (i > 0) {
        out.add(COMMA);
      }
      out.add(MetadataEncoder.of(kind, items.get(i), as.metaApiVersion(), Format.JSON));
    }
    out.add(END);
    return out;
  }

  private static byte[] listHead(String kind, String apiVersion, ListMeta metadata) {
    return ("{\"kind\":\""
            + kind
            + "\",\"apiVersion\":\""
            + apiVersion
            + "\",\"metadata\":"
            + new String(Json.encode(metadata), UTF_8)
            + ",\"items\":[")
        .getBytes(UTF_8);
  }

  private static <T extends ApiObject> List<byte[]> protobufList(
      Kind<T> kind, ListMeta metadata, List<Stored> items) {
    return ProtobufLists.of(
        Protobuf.encode(kind.newList(metadata, List.of())),
        items.stream().map(stored -> plain(kind, stored, Format.PROTOBUF)).toList());
  }

  private static <T extends ApiObject> List<byte[]> protobufMetadataList(
      Kind<T> kind, ListMeta metadata, List<Stored> items, Representation as) {
    var version = as.metaApiVersion();
    return ProtobufLists.of(
        Protobuf.encode(
            PartialObjectMetadataList.builder().apiVersion(version).metadata(metadata).build()),
        items.stream()
            .map(item -> MetadataEncoder.of(kind, item, version, Format.PROTOBUF))
            .toList());
  }

  static byte[] join(List<byte[]> pieces) {
    var size = pieces.stream().mapToInt(piece -> piece.length).sum();
    var out = new byte[size];
    var at = 0;
    for (var piece : pieces) {
      System.arraycopy(piece, 0, out, at, piece.length);
      at += piece.length;
    }
    return out;
  }
}
