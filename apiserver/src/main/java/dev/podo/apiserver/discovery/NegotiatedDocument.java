package dev.podo.apiserver.discovery;

import dev.podo.apiserver.encoding.Format;
import dev.podo.apiserver.http.Header;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Protobuf;
import dev.podo.machinery.codec.Yaml;
import dev.podo.model.Struct;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A document that can be had as JSON, YAML and protobuf, each made when it is first asked for.
final class NegotiatedDocument {
  private final Map<Format, Document> byFormat = new EnumMap<>(Format.class);

  /// @param parameters that the content type carries
  NegotiatedDocument(Supplier<? extends Struct> value, String parameters) {
    for (var format : Format.values()) {
      byFormat.put(
          format,
          Document.lazy(() -> encode(format, value.get()), format.mediaType() + parameters));
    }
  }

  Answer answer(Call call, Format format) {
    var document = byFormat.get(format);
    if (document == null) {
      throw new IllegalStateException("no document in " + format);
    }
    return document.answer(
        call, List.of(new Header("Vary", "Accept"), new Header("Cache-Control", "public")));
  }

  private static byte[] encode(Format format, Struct value) {
    return switch (format) {
      case JSON -> Json.print(tree(value));
      case YAML -> Yaml.print(tree(value));
      case PROTOBUF -> Protobuf.encode(value);
    };
  }

  /// Only the document itself says what it is: its parts do not.
  private static Map<String, @Nullable Object> tree(Struct value) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>(Json.toTree(value));
    tree.replaceAll((name, part) -> part instanceof List<?> list ? untyped(list) : part);
    return tree;
  }

  private static List<?> untyped(List<?> list) {
    return list.stream()
        .map(item -> {
          if (!(item instanceof Map<?, ?> map) || !map.containsKey("apiVersion")) {
            return item;
          }
          var rest = new TreeMap<Object, @Nullable Object>(map);
          rest.remove("apiVersion");
          rest.remove("kind");
          return rest;
        })
        .toList();
  }
}
