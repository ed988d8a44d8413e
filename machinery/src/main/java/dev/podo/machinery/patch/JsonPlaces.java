package dev.podo.machinery.patch;

import dev.podo.machinery.tree.Trees;
import dev.podo.machinery.validation.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The members of objects and lists, as the pointers of a JSON patch name them. Upstream's rules:
/// an index may be negative and then counts from the end; a member that an object does not have is
/// read as null.
final class JsonPlaces {
  private JsonPlaces() {}

  /// The object or list in which a place lies; null if there is none.
  static @Nullable Object container(@Nullable Object tree, JsonPointer pointer) {
    var tokens = pointer.tokens();
    if (tokens.isEmpty()) {
      return null;
    }
    var at = tree;
    for (var token : tokens.subList(0, tokens.size() - 1)) {
      at = memberOrNull(at, token);
    }
    return at instanceof Map<?, ?> || at instanceof List<?> ? at : null;
  }

  private static @Nullable Object memberOrNull(@Nullable Object tree, String token) {
    try {
      return tree instanceof Map<?, ?> || tree instanceof List<?> ? get(tree, token) : null;
    } catch (PatchException e) {
      return null;
    }
  }

  /// The tree with the container in which a place lies changed.
  static @Nullable Object change(
      @Nullable Object tree, List<String> tokens, Function<Object, Object> change) {
    if (tree == null) {
      throw new IllegalArgumentException("there is nothing that could be changed");
    }
    if (tokens.size() == 1) {
      return change.apply(tree);
    }
    var token = tokens.getFirst();
    var child = change(get(tree, token), tokens.subList(1, tokens.size()), change);
    return set(tree, token, child);
  }

  static @Nullable Object get(Object container, String token) {
    return container instanceof Map<?, ?> map
        ? map.get(token)
        : list(container).get(existing(token, list(container).size()));
  }

  /// The container with a member exchanged, or, of an object, added.
  static Object set(Object container, String token, @Nullable Object value) {
    if (container instanceof Map<?, ?> map) {
      return Trees.with(Trees.asMap(map), token, value);
    }
    var changed = new ArrayList<>(list(container));
    changed.set(existing(token, changed.size()), value);
    return Trees.frozen(changed);
  }

  static Object add(Object container, String token, @Nullable Object value) {
    if (container instanceof Map<?, ?> map) {
      return Trees.with(Trees.asMap(map), token, value);
    }
    var changed = new ArrayList<>(list(container));
    changed.add(token.equals("-") ? changed.size() : inserting(token, changed.size()), value);
    return Trees.frozen(changed);
  }

  static Object remove(Object container, String token) {
    if (container instanceof Map<?, ?> map) {
      if (!map.containsKey(token)) {
        throw PatchException.unprocessable(
            "Unable to remove nonexistent key: " + token + ": missing value");
      }
      return Trees.without(Trees.asMap(map), token);
    }
    var changed = new ArrayList<>(list(container));
    changed.remove(existing(token, changed.size()));
    return Trees.frozen(changed);
  }

  private static List<@Nullable Object> list(Object container) {
    return Trees.asList(container);
  }

  private static int existing(String token, int size) {
    return within(number(token), size, size - 1L);
  }

  private static int inserting(String token, int size) {
    long index;
    try {
      index = number(token);
    } catch (PatchException e) {
      throw PatchException.unprocessable(
          "value was not a proper array index: '" + token + "': " + e.getMessage());
    }
    return within(index, size + 1L, size);
  }

  /// @param places of which a negative index counts from the end
  private static int within(long index, long places, long max) {
    if (index > max || index < -places) {
      throw PatchException.unprocessable(
          "Unable to access invalid index: " + index + ": invalid index referenced");
    }
    return (int) (index < 0 ? index + places : index);
  }

  private static long number(String token) {
    if (!token.matches("[+-]?[0-9]+")) {
      throw PatchException.unprocessable(
          "strconv.Atoi: parsing " + Texts.quote(token) + ": invalid syntax");
    }
    try {
      return Long.parseLong(token);
    } catch (NumberFormatException e) {
      throw PatchException.unprocessable(
          "strconv.Atoi: parsing " + Texts.quote(token) + ": value out of range");
    }
  }
}
