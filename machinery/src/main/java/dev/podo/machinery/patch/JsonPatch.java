package dev.podo.machinery.patch;

import dev.podo.machinery.validation.GoValues;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON patches (RFC 6902): operations applied one after the other, all or none. What an operation
/// may do and what is told when it cannot is upstream's, whose library differs from the RFC in a
/// few points ([JsonOperation]).
public final class JsonPatch {
  private static final int MAX_OPERATIONS = 10_000; // As upstream: a patch is no program.
  private static final long MAX_COPIED = 3 * 1024 * 1024;
  private static final int SEPARATORS = 3; // Quotes or brackets, and what stands between.

  private JsonPatch() {}

  /// The tree changed by a patch.
  ///
  /// @throws PatchException malformed if the patch is not a list of operations; unprocessable if
  ///   one does not fit the tree or a test fails
  public static @Nullable Object apply(@Nullable Object tree, @Nullable Object patch) {
    if (!(patch instanceof List<?> operations)) {
      throw PatchException.malformed(
          "error decoding patch: json: cannot unmarshal "
              + GoValues.json(patch)
              + " into Go value of type []handlers.jsonPatchOp");
    }
    if (operations.size() > MAX_OPERATIONS) {
      throw PatchException.malformed(
          "the allowed maximum operations in a JSON patch is %d, got %d"
              .formatted(MAX_OPERATIONS, operations.size()));
    }
    var parsed = operations.stream().map(JsonOperation::parse).toList();
    var result = tree;
    var budget = MAX_COPIED;
    for (var operation : parsed) {
      if (operation.op().equals("copy")) {
        budget = spend(budget, operation.copied(result));
      }
      if (budget < 0) {
        throw PatchException.unprocessable(
            "the accumulated size increase of copy exceeds the limit of " + MAX_COPIED);
      }
      result = operation.apply(result);
    }
    return result;
  }

  /// What is left of a budget of characters of JSON after a tree is copied; below zero if it does
  /// not suffice. Copies of copies grow without bound otherwise.
  private static long spend(long budget, @Nullable Object tree) {
    var left = budget - SEPARATORS;
    switch (tree) {
      case Map<?, ?> map -> {
        for (var entry : map.entrySet()) {
          if (left < 0) {
            break;
          }
          left = spend(left - ((String) entry.getKey()).length() - SEPARATORS, entry.getValue());
        }
      }
      case List<?> list -> {
        for (var element : list) {
          if (left < 0) {
            break;
          }
          left = spend(left, element);
        }
      }
      case String text -> left -= text.length();
      case null, default -> left -= String.valueOf(tree).length();
    }
    return left;
  }
}
