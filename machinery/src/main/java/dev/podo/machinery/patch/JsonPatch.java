package dev.podo.machinery.patch;

import dev.podo.machinery.tree.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON patches (RFC 6902): operations applied one after the other, all or none.
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
      throw PatchException.malformed("a JSON patch must be a list of operations");
    }
    if (operations.size() > MAX_OPERATIONS) {
      throw PatchException.malformed(
          "the allowed maximum operations in a JSON patch is %d, got %d"
              .formatted(MAX_OPERATIONS, operations.size()));
    }
    var parsed = operations.stream().map(Operation::parse).toList();
    var result = tree;
    var budget = MAX_COPIED;
    for (var operation : parsed) {
      if (operation.op.equals("copy")) {
        budget = spend(budget, get(result, operation.from));
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

  /// One operation; `from` is the root where the operation has none.
  private record Operation(String op, JsonPointer path, JsonPointer from, @Nullable Object value) {
    static Operation parse(@Nullable Object tree) {
      if (!(tree instanceof Map<?, ?> fields)) {
        throw PatchException.malformed("an operation of a JSON patch must be an object");
      }
      var op = text(fields, "op");
      var path = JsonPointer.parse(text(fields, "path"));
      switch (op) {
        case "add", "replace", "test" -> {
          if (!fields.containsKey("value")) {
            throw PatchException.malformed("operation " + op + " of " + path + " has no value");
          }
        }
        case "move", "copy", "remove" -> {}
        default ->
            throw PatchException.malformed("unknown operation \"" + op + "\" in a JSON patch");
      }
      var from = fields.containsKey("from") || op.equals("move") || op.equals("copy");
      return new Operation(
          op, path, JsonPointer.parse(from ? text(fields, "from") : ""), fields.get("value"));
    }

    private static String text(Map<?, ?> fields, String name) {
      if (fields.get(name) instanceof String text) {
        return text;
      }
      throw PatchException.malformed("an operation of a JSON patch needs a string " + name);
    }

    @Nullable Object apply(@Nullable Object tree) {
      return switch (op) {
        case "add" -> add(tree, path, value);
        case "remove" -> remove(tree, path);
        case "replace" -> replace(tree, path, value);
        case "copy" -> add(tree, path, get(tree, from));
        case "move" -> move(tree);
        case "test" -> test(tree);
        default -> throw new IllegalStateException(op);
      };
    }

    private @Nullable Object move(@Nullable Object tree) {
      var moved = get(tree, from);
      if (from.isAbove(path)) {
        throw PatchException.unprocessable("cannot move " + from + " into itself at " + path);
      }
      return from.equals(path) ? tree : add(remove(tree, from), path, moved);
    }

    private @Nullable Object test(@Nullable Object tree) {
      var found = path.isRoot() || exists(tree, path) ? get(tree, path) : null;
      if (!Trees.deepEquals(found, value)) {
        throw PatchException.unprocessable("testing value " + path + " failed");
      }
      return tree;
    }
  }

  private static boolean exists(@Nullable Object tree, JsonPointer path) {
    var at = tree;
    for (var token : path.tokens()) {
      switch (at) {
        case Map<?, ?> map when map.containsKey(token) -> at = map.get(token);
        case List<?> list when isIndex(token) && Integer.parseInt(token) < list.size() ->
            at = list.get(Integer.parseInt(token));
        case null, default -> {
          return false;
        }
      }
    }
    return true;
  }

  private static @Nullable Object get(@Nullable Object tree, JsonPointer path) {
    var at = tree;
    for (var token : path.tokens()) {
      at = child(at, token);
    }
    return at;
  }

  private static @Nullable Object child(@Nullable Object tree, String token) {
    return switch (tree) {
      case Map<?, ?> map when map.containsKey(token) -> map.get(token);
      case List<?> list -> list.get(index(token, list.size() - 1));
      case null, default -> throw missing(token);
    };
  }

  private static @Nullable Object add(
      @Nullable Object tree, JsonPointer path, @Nullable Object value) {
    if (path.isRoot()) {
      return value;
    }
    var token = path.first();
    if (path.tokens().size() > 1) {
      return within(tree, token, add(child(tree, token), path.rest(), value));
    }
    return switch (tree) {
      case Map<?, ?> map -> Trees.with(Trees.asMap(map), token, value);
      case List<?> list -> {
        var changed = new ArrayList<@Nullable Object>(list);
        changed.add(token.equals("-") ? list.size() : index(token, list.size()), value);
        yield Trees.frozen(changed);
      }
      case null, default -> throw missing(token);
    };
  }

  private static @Nullable Object remove(@Nullable Object tree, JsonPointer path) {
    if (path.isRoot()) {
      return null;
    }
    var token = path.first();
    var old = child(tree, token);
    if (path.tokens().size() > 1) {
      return within(tree, token, remove(old, path.rest()));
    }
    if (tree instanceof Map<?, ?> map) {
      return Trees.without(Trees.asMap(map), token);
    }
    var changed = new ArrayList<>(Trees.asList(tree));
    changed.remove(index(token, changed.size() - 1));
    return Trees.frozen(changed);
  }

  private static @Nullable Object replace(
      @Nullable Object tree, JsonPointer path, @Nullable Object value) {
    if (path.isRoot()) {
      return value;
    }
    return within(tree, path.first(), replace(child(tree, path.first()), path.rest(), value));
  }

  /// The object or list with its child under this token exchanged; the child exists.
  private static Object within(@Nullable Object tree, String token, @Nullable Object child) {
    if (tree instanceof Map<?, ?> map) {
      return Trees.with(Trees.asMap(map), token, child);
    }
    var changed = new ArrayList<>(Trees.asList(tree));
    changed.set(index(token, changed.size() - 1), child);
    return Trees.frozen(changed);
  }

  private static int index(String token, int max) {
    if (!isIndex(token)) {
      throw PatchException.unprocessable("invalid array index \"" + token + "\"");
    }
    var index = Integer.parseInt(token);
    if (index > max) {
      throw PatchException.unprocessable("array index out of bounds: " + token);
    }
    return index;
  }

  /// Decimal digits without leading zeros, few enough for an int.
  private static boolean isIndex(String token) {
    return !token.isEmpty()
        && token.length() < 10
        && token.chars().allMatch(it -> it >= '0' && it <= '9')
        && (token.length() == 1 || token.charAt(0) != '0');
  }

  private static PatchException missing(String token) {
    return PatchException.unprocessable("the path component \"" + token + "\" does not exist");
  }
}
