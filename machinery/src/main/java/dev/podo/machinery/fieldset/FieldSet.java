package dev.podo.machinery.fieldset;

import dev.podo.machinery.codec.Json;
import dev.podo.model.FrozenMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A set of paths in an object, kept as the very tree that `fieldsV1` holds, so that nothing is
/// parsed or printed to work with `managedFields`: a name leads to `{}` if the path up to it is a
/// member and nothing below it is, to an object with `.` if it is a member and so is something
/// below, and to an object without `.` if only something below is. Immutable; an operation that
/// changes nothing returns the very same tree.
///
/// @param tree sorted, its elements in their one spelling
public record FieldSet(FrozenMap<Object> tree) {
  public static final FieldSet EMPTY = new FieldSet(FrozenMap.empty());

  /// What a member without members below it leads to.
  static final FrozenMap<Object> MEMBER = FrozenMap.empty();

  /// Stands in a tree for the path that leads to it.
  static final String SELF = ".";

  /// The set in an entry that this process has written or checked.
  @SuppressWarnings("unchecked") // All objects in a tree are frozen maps.
  public static FieldSet of(@Nullable Object fieldsV1) {
    return fieldsV1 instanceof FrozenMap<?> tree ? new FieldSet((FrozenMap<Object>) tree) : EMPTY;
  }

  /// The set that somebody else has spelled.
  ///
  /// @throws IllegalArgumentException if it is not FieldsV1
  public static FieldSet parse(@Nullable Object fieldsV1) {
    if (!(fieldsV1 instanceof Map<?, ?> map)) {
      return EMPTY;
    }
    var tree = canonical(map);
    return new FieldSet(tree.containsKey(SELF) ? without(tree) : tree);
  }

  private static FrozenMap<Object> without(FrozenMap<Object> tree) {
    var rest = new TreeMap<>(tree);
    rest.remove(SELF);
    return FrozenMap.of(rest);
  }

  private static FrozenMap<Object> canonical(Map<?, ?> map) {
    var sorted = new TreeMap<String, Object>();
    map.forEach((key, value) -> {
      var element = (String) key;
      if (!(value instanceof Map<?, ?> below)) {
        throw new IllegalArgumentException("expected an object below " + element);
      }
      sorted.put(
          element.equals(SELF) ? SELF : PathElement.canonical(element),
          element.equals(SELF) ? MEMBER : canonical(below));
    });
    return FrozenMap.of(sorted);
  }

  /// The set of one path.
  public static FieldSet ofPath(String... elements) {
    var tree = MEMBER;
    for (var i = elements.length - 1; i >= 0; i--) {
      tree = FrozenMap.of(elements[i], tree);
    }
    return new FieldSet(tree);
  }

  /// The set of the path that these names of fields make.
  public static FieldSet ofFields(String... names) {
    var elements = new String[names.length];
    for (var i = 0; i < names.length; i++) {
      elements[i] = PathElement.field(names[i]);
    }
    return ofPath(elements);
  }

  /// The set below an element, its own path aside; null if the set has nothing to do with it.
  @Nullable FrozenMap<Object> at(String element) {
    return node(tree.get(element));
  }

  @SuppressWarnings("unchecked") // All objects in a tree are frozen maps.
  static @Nullable FrozenMap<Object> node(@Nullable Object value) {
    return (FrozenMap<Object>) value;
  }

  static boolean isMember(FrozenMap<Object> node) {
    return node.isEmpty() || node.keyAt(0).equals(SELF);
  }

  public boolean isEmpty() {
    return tree.isEmpty();
  }

  /// Whether the path that these elements make is a member.
  public boolean has(String... elements) {
    @Nullable FrozenMap<Object> at = tree;
    for (var element : elements) {
      at = at == null ? null : node(at.get(element));
    }
    return elements.length > 0 && at != null && isMember(at);
  }

  /// Whether the element itself is a member.
  public boolean hasElement(String element) {
    var below = at(element);
    return below != null && isMember(below);
  }

  /// What of the set lies below an element.
  public FieldSet below(String element) {
    var below = at(element);
    if (below == null || below.isEmpty()) {
      return EMPTY;
    }
    return new FieldSet(isMember(below) ? without(below) : below);
  }

  /// The paths of both.
  public FieldSet union(FieldSet other) {
    return SetOperation.UNION.apply(this, other);
  }

  /// The paths that the other has not.
  public FieldSet difference(FieldSet other) {
    return SetOperation.DIFFERENCE.apply(this, other);
  }

  /// The paths that the other has not, neither they nor any path that leads to them.
  public FieldSet recursiveDifference(FieldSet other) {
    return SetOperation.RECURSIVE_DIFFERENCE.apply(this, other);
  }

  /// The paths that the other has too.
  public FieldSet intersection(FieldSet other) {
    return SetOperation.INTERSECTION.apply(this, other);
  }

  /// The paths as messages show them, those that end at a level before those that go on, in
  /// upstream's order.
  public List<String> paths() {
    var paths = new ArrayList<String>();
    visit(tree, "", paths::add);
    return paths;
  }

  /// The paths, each in a set of its own, in the order of [#paths()].
  public List<FieldSet> singletons() {
    var found = new ArrayList<FieldSet>();
    singletons(tree, List.of(), found);
    return found;
  }

  private static void singletons(
      FrozenMap<Object> node, List<String> prefix, List<FieldSet> found) {
    var order = Json.orderOfFields(node);
    for (var deep = 0; deep < 2; deep++) {
      for (var i : order) {
        var below = node.keyAt(i).equals(SELF) ? null : node(node.valueAt(i));
        if (below == null) {
          continue;
        }
        var path = new ArrayList<>(prefix);
        path.add(node.keyAt(i));
        if (deep == 1) {
          singletons(below, path, found);
        } else if (isMember(below)) {
          found.add(ofPath(path.toArray(new String[0])));
        }
      }
    }
  }

  private static void visit(FrozenMap<Object> node, String prefix, Consumer<String> found) {
    var order = Json.orderOfFields(node);
    for (var deep = 0; deep < 2; deep++) {
      for (var i : order) {
        var below = node.keyAt(i).equals(SELF) ? null : node(node.valueAt(i));
        if (below == null) {
          continue;
        }
        var path = prefix + PathElement.show(node.keyAt(i));
        if (deep == 1) {
          visit(below, path, found);
        } else if (isMember(below)) {
          found.accept(path);
        }
      }
    }
  }

  @Override
  public String toString() {
    return String.join(" ", paths());
  }
}
