package dev.podo.machinery.tree;

import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.model.FrozenMap;
import dev.podo.model.JsonTree;
import dev.podo.model.Schema;
import dev.podo.model.Struct;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Works on trees: plain JSON in memory, made of sorted immutable maps, immutable lists, [String],
/// [Boolean], [Long], [Double] and null. Nothing here changes a tree; what is not touched is shared
/// between the old tree and the new one.
public final class Trees {
  private Trees() {}

  /// The tree of a record: what its JSON would be read as.
  public static Map<String, @Nullable Object> of(Struct value) {
    return Json.toTree(value);
  }

  /// The record that a tree spells; unknown fields are dropped.
  ///
  /// @throws DecodeException if a value is not of its field's type
  public static <T extends Struct> T to(Schema<T> schema, @Nullable Object tree) {
    return Json.fromTree(schema, tree, Strictness.IGNORE).value();
  }

  /// A copy whose maps are sorted and which no one can change; trees made here are so already.
  ///
  /// @throws IllegalArgumentException if it holds anything but JSON values
  public static @Nullable Object canonical(@Nullable Object tree) {
    return JsonTree.freeze(tree);
  }

  /// The tree as an object.
  ///
  /// @throws IllegalArgumentException if it is none
  @SuppressWarnings("unchecked") // All maps in trees are from strings.
  public static Map<String, @Nullable Object> asMap(@Nullable Object tree) {
    if (tree instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw new IllegalArgumentException("not an object: " + Json.show(tree));
  }

  /// The tree as a list.
  ///
  /// @throws IllegalArgumentException if it is none
  @SuppressWarnings("unchecked") // Any list is a list of what may be null.
  public static List<@Nullable Object> asList(@Nullable Object tree) {
    if (tree instanceof List<?> list) {
      return (List<@Nullable Object>) list;
    }
    throw new IllegalArgumentException("not a list: " + Json.show(tree));
  }

  /// What lies under these names; null if there is nothing or null.
  public static @Nullable Object get(@Nullable Object tree, String... path) {
    var at = tree;
    for (var name : path) {
      at = at instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return at;
  }

  /// The string under these names; "" if there is none.
  public static String text(@Nullable Object tree, String... path) {
    return get(tree, path) instanceof String text ? text : "";
  }

  /// What lies at a path; null if there is nothing or null. A key finds the value in a map.
  public static @Nullable Object get(@Nullable Object tree, FieldPath path) {
    var at = tree;
    for (var step : path.steps()) {
      at =
          switch (step) {
            case FieldPath.Step.Name(var name) -> get(at, name);
            case FieldPath.Step.Key(var key) -> get(at, key);
            case FieldPath.Step.Index(var index) ->
                at instanceof List<?> list && index < list.size() ? list.get(index) : null;
          };
    }
    return at;
  }

  /// The tree with a value under these names; objects on the way are made where there are none.
  ///
  /// @throws IllegalArgumentException if something other than an object is in the way
  public static @Nullable Object set(
      @Nullable Object tree, @Nullable Object value, String... path) {
    return set(tree, value, List.of(path));
  }

  private static @Nullable Object set(
      @Nullable Object tree, @Nullable Object value, List<String> path) {
    if (path.isEmpty()) {
      return value;
    }
    Map<String, @Nullable Object> map = tree == null ? FrozenMap.empty() : asMap(tree);
    var name = path.getFirst();
    return with(map, name, set(map.get(name), value, path.subList(1, path.size())));
  }

  /// The tree without what lies under these names.
  public static @Nullable Object remove(@Nullable Object tree, String... path) {
    return path.length == 0 ? null : remove(tree, List.of(path));
  }

  private static @Nullable Object remove(@Nullable Object tree, List<String> path) {
    var name = path.getFirst();
    if (!(tree instanceof Map<?, ?> map) || !map.containsKey(name)) {
      return tree;
    }
    return path.size() == 1
        ? without(asMap(tree), name)
        : with(asMap(tree), name, remove(map.get(name), path.subList(1, path.size())));
  }

  /// The map with one entry put into it.
  public static Map<String, @Nullable Object> with(
      Map<String, @Nullable Object> map, String name, @Nullable Object value) {
    var changed = new LinkedHashMap<>(map);
    changed.put(name, value);
    return frozen(changed);
  }

  /// The map with one entry taken from it.
  public static Map<String, @Nullable Object> without(
      Map<String, @Nullable Object> map, String name) {
    if (!map.containsKey(name)) {
      return map;
    }
    var changed = new LinkedHashMap<>(map);
    changed.remove(name);
    return frozen(changed);
  }

  /// An immutable sorted map of entries collected in any order.
  public static Map<String, @Nullable Object> frozen(Map<String, @Nullable Object> entries) {
    return FrozenMap.of(entries);
  }

  /// An immutable list of elements, which nobody else may change any more.
  public static List<@Nullable Object> frozen(List<@Nullable Object> elements) {
    return Collections.unmodifiableList(elements);
  }

  /// Whether two trees are the same JSON; 1 and 1.0 are the same number.
  public static boolean deepEquals(@Nullable Object left, @Nullable Object right) {
    return switch (left) {
      case Map<?, ?> map -> right instanceof Map<?, ?> other && mapsEqual(map, other);
      case List<?> list -> right instanceof List<?> other && listsEqual(list, other);
      case Long number when right instanceof Double other -> number.doubleValue() == other;
      case Double number when right instanceof Long other -> number == other.doubleValue();
      case null, default -> Objects.equals(left, right);
    };
  }

  private static boolean mapsEqual(Map<?, ?> left, Map<?, ?> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (var entry : left.entrySet()) {
      var name = entry.getKey();
      if (!right.containsKey(name) || !deepEquals(entry.getValue(), right.get(name))) {
        return false;
      }
    }
    return true;
  }

  private static boolean listsEqual(List<?> left, List<?> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (var i = 0; i < left.size(); i++) {
      if (!deepEquals(left.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }
}
