package dev.podo.apiserver.encoding;

import dev.podo.apiserver.request.Input.GivenPatch;
import dev.podo.client.Patch;
import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.model.FrozenMap;
import java.util.List;
import java.util.Set;

/// Reads patches that are JSON. A null says nothing, and so does what upstream makes of it, but for
/// a merge patch.
final class GivenPatches {
  static final String JSON = "application/json-patch+json";
  static final String MERGE = "application/merge-patch+json";
  static final String STRATEGIC = "application/strategic-merge-patch+json";

  private static final Set<String> OPERATION = Set.of("op", "path", "from", "value");

  private GivenPatches() {}

  /// @param type one of the three
  static GivenPatch read(byte[] body, String type, Strictness strictness) {
    var document = parse(body, type, strictness);
    var tree = document.tree();
    return switch (type) {
      case JSON ->
          new GivenPatch(
              new Patch.Json(tree == null ? List.of() : tree),
              document.problems().stream().map(problem -> "json patch " + problem).toList());
      case MERGE -> {
        if (tree == null) {
          throw ApiErrors.badRequest("Invalid JSON Patch");
        }
        yield new GivenPatch(new Patch.Merge(tree), document.problems());
      }
      default ->
          new GivenPatch(
              new Patch.Strategic(tree == null ? FrozenMap.empty() : tree), document.problems());
    };
  }

  private static Json.Document parse(byte[] body, String type, Strictness strictness) {
    try {
      if (strictness == Strictness.IGNORE) {
        return new Json.Document(Json.parse(body), List.of());
      }
      return type.equals(JSON) ? Json.parseStrictly(body, OPERATION) : Json.parseStrictly(body);
    } catch (DecodeException e) {
      var prefix = type.equals(STRATEGIC) ? "" : "error decoding patch: ";
      throw ApiErrors.badRequest(prefix + e.getMessage());
    }
  }
}
