package dev.podo.machinery.patch;

import dev.podo.machinery.tree.Trees;
import dev.podo.machinery.validation.GoValues;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One operation of a JSON patch, as upstream understands it, which is more lenient than RFC 6902:
/// a value that is missing is null, what an object does not have can be replaced, and copied as
/// null; and stricter: only `replace` and `test` work on the whole document.
///
/// @param path null if the operation does not say it
/// @param from null if the operation does not say it
record JsonOperation(
    String op, @Nullable JsonPointer path, @Nullable JsonPointer from, @Nullable Object value) {
  private static final String MISSING = ": missing value";

  static JsonOperation parse(@Nullable Object tree) {
    if (tree == null) {
      return new JsonOperation("unknown", null, null, null);
    }
    if (!(tree instanceof Map<?, ?> fields)) {
      throw PatchException.malformed(
          "error decoding patch: json: cannot unmarshal "
              + GoValues.json(tree)
              + " into Go value of type handlers.jsonPatchOp");
    }
    var op = text(fields, "op");
    var path = text(fields, "path");
    var from = text(fields, "from");
    return new JsonOperation(
        op == null ? "unknown" : op,
        path == null ? null : JsonPointer.parse(path),
        from == null ? null : JsonPointer.parse(from),
        fields.get("value"));
  }

  private static @Nullable String text(Map<?, ?> fields, String name) {
    return switch (fields.get(name)) {
      case null -> null;
      case String text -> text;
      case Object other ->
          throw PatchException.malformed(
              "error decoding patch: json: cannot unmarshal "
                  + GoValues.json(other)
                  + " into Go struct field jsonPatchOp."
                  + name
                  + " of type string");
    };
  }

  @Nullable Object apply(@Nullable Object tree) {
    return switch (op) {
      case "add" -> add(tree);
      case "remove" -> remove(tree);
      case "replace" -> replace(tree);
      case "copy" -> copy(tree);
      case "move" -> move(tree);
      case "test" -> test(tree);
      default -> throw PatchException.unprocessable("Unexpected kind: " + op);
    };
  }

  private @Nullable Object add(@Nullable Object tree) {
    var at = said(path, "add operation failed to decode path");
    container(tree, at, "add operation does not apply: doc is missing path: \"" + at + "\"");
    return told(
        "error in add for path: '" + at + "'",
        () -> JsonPlaces.change(tree, at.tokens(), it -> JsonPlaces.add(it, at.last(), value)));
  }

  private @Nullable Object remove(@Nullable Object tree) {
    var at = said(path, "remove operation failed to decode path");
    container(tree, at, "remove operation does not apply: doc is missing path: \"" + at + "\"");
    return told(
        "error in remove for path: '" + at + "'",
        () -> JsonPlaces.change(tree, at.tokens(), it -> JsonPlaces.remove(it, at.last())));
  }

  private @Nullable Object replace(@Nullable Object tree) {
    var at = said(path, "replace operation failed to decode path: operation missing path field");
    if (at.isRoot()) {
      if (value != null && GoValues.type(value).contains("interface")) {
        return value;
      }
      throw PatchException.unprocessable(
          "replace operation value must be object or array: %!w(<nil>)");
    }
    var container =
        container(tree, at, "replace operation does not apply: doc is missing path: " + at);
    try {
      JsonPlaces.get(container, at.last());
    } catch (PatchException e) {
      throw PatchException.unprocessable(
          "replace operation does not apply: doc is missing key: " + at + MISSING);
    }
    return JsonPlaces.change(tree, at.tokens(), it -> JsonPlaces.set(it, at.last(), value));
  }

  private @Nullable Object move(@Nullable Object tree) {
    var source = said(from, "move operation failed to decode from: operation, missing from field");
    var container =
        container(
            tree, source, "move operation does not apply: doc is missing from path: " + source);
    var problem = "error in move for path: '" + source.last() + "'";
    var moved = told(problem, () -> JsonPlaces.get(container, source.last()));
    var without =
        told(
            problem,
            () ->
                JsonPlaces.change(
                    tree, source.tokens(), it -> JsonPlaces.remove(it, source.last())));
    var at = said(path, "move operation failed to decode path: operation missing path field");
    container(without, at, "move operation does not apply: doc is missing destination path: " + at);
    return told(
        "error in move for path: '" + at + "'",
        () -> JsonPlaces.change(without, at.tokens(), it -> JsonPlaces.add(it, at.last(), moved)));
  }

  /// What a copy copies.
  @Nullable Object copied(@Nullable Object tree) {
    var source = said(from, "copy operation failed to decode from: operation, missing from field");
    var container =
        container(
            tree, source, "copy operation does not apply: doc is missing from path: " + source);
    return told(
        "error in copy for from: '" + source + "'", () -> JsonPlaces.get(container, source.last()));
  }

  private @Nullable Object copy(@Nullable Object tree) {
    var copy = copied(tree);
    var at = said(path, "copy operation failed to decode path");
    container(tree, at, "copy operation does not apply: doc is missing destination path: " + at);
    return told(
        "error while adding value during copy",
        () -> JsonPlaces.change(tree, at.tokens(), it -> JsonPlaces.add(it, at.last(), copy)));
  }

  private @Nullable Object test(@Nullable Object tree) {
    var at = said(path, "test operation failed to decode path: operation missing path field");
    var found = at.isRoot() ? tree : tested(tree, at);
    if (!Trees.deepEquals(found, value)) {
      throw PatchException.unprocessable("testing value " + at + " failed: test failed");
    }
    return tree;
  }

  private static @Nullable Object tested(@Nullable Object tree, JsonPointer at) {
    var container = container(tree, at, "test operation does not apply: is missing path: " + at);
    return told("error in test for path: '" + at + "'", () -> JsonPlaces.get(container, at.last()));
  }

  private static JsonPointer said(@Nullable JsonPointer pointer, String otherwise) {
    if (pointer == null) {
      throw PatchException.unprocessable(otherwise + MISSING);
    }
    return pointer;
  }

  private static Object container(@Nullable Object tree, JsonPointer at, String otherwise) {
    var found = JsonPlaces.container(tree, at);
    if (found == null) {
      throw PatchException.unprocessable(otherwise + MISSING);
    }
    return found;
  }

  /// Says with what a problem came up.
  private static @Nullable Object told(String with, Supplier<@Nullable Object> step) {
    try {
      return step.get();
    } catch (PatchException e) {
      throw PatchException.unprocessable(with + ": " + e.getMessage());
    }
  }
}
