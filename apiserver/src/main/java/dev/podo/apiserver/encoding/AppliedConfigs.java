package dev.podo.apiserver.encoding;

import dev.podo.apiserver.request.Notes;
import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.meta.v1.PartialObjectMetadata;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads configurations to apply: YAML, of which JSON is a part.
final class AppliedConfigs {
  private AppliedConfigs() {}

  static Object read(byte[] body, String fieldValidation, Notes notes) {
    var tree = parse(body);
    if (!(tree instanceof Map<?, ?>)) {
      throw ApiErrors.badRequest(
          "error decoding YAML: error unmarshaling JSON: the configuration is no object");
    }
    if (!fieldValidation.equals("Ignore")) {
      var duplicates = duplicates(body);
      if (!duplicates.isEmpty() && fieldValidation.equals("Strict")) {
        throw ApiErrors.badRequest(
            "error strict decoding YAML: error converting YAML to JSON: " + duplicates.getFirst());
      }
      notes.warn(duplicates);
    }
    return Trees.asMap(tree);
  }

  private static @Nullable Object parse(byte[] body) {
    try {
      return isJson(body) ? Json.parse(body) : Yaml.parse(body);
    } catch (DecodeException e) {
      try {
        return Yaml.parse(body);
      } catch (DecodeException bad) {
        throw ApiErrors.badRequest("error decoding YAML: " + bad.getMessage());
      }
    }
  }

  private static boolean isJson(byte[] body) {
    for (var b : body) {
      if (b > ' ') {
        return b == '{';
      }
    }
    return false;
  }

  /// The names that stand in one object twice.
  private static List<String> duplicates(byte[] body) {
    try {
      return Yaml.decode(PartialObjectMetadata.SCHEMA, body, Strictness.WARN).problems().stream()
          .filter(problem -> problem.startsWith("yaml: unmarshal errors:"))
          .toList();
    } catch (DecodeException e) {
      // The metadata are not of their types: that is told where all types are checked.
      return List.of();
    }
  }
}
