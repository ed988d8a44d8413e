package dev.podo.machinery.apply;

import dev.podo.machinery.fieldset.PathElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the rules of merging need to know of a type: which values are merged part by part, and
/// which are one field. It comes from the schema of a record, from the structural schema of a
/// custom resource, or is deduced from the value where there is neither.
public sealed interface Shape {
  /// The shape of this value, if it depends on the value.
  default Shape resolve(@Nullable Object value) {
    return this;
  }

  /// A value without parts.
  enum Leaf implements Shape {
    STRING,
    NUMBER,
    BOOLEAN,
    ANY
  }

  /// Where nothing is known, the value decides: objects are merged by key, lists are replaced
  /// whole.
  record Deduced() implements Shape {
    static final Shape SHAPE = new Deduced();
    private static final Shape OBJECT = new MapShape(false, Map.of(), SHAPE);
    private static final Shape LIST = new ListShape(Relation.ATOMIC, List.of(), SHAPE);

    @Override
    public Shape resolve(@Nullable Object value) {
      return switch (value) {
        case Map<?, ?> map -> OBJECT;
        case List<?> list -> LIST;
        case null, default -> Leaf.ANY;
      };
    }
  }

  /// What no one looks into: one field, whatever it holds.
  record Anything() implements Shape {
    static final Shape SHAPE = new Anything();
  }

  /// What tells the elements of a list apart.
  enum Relation {
    /// Nothing: the list is one field.
    ATOMIC,
    /// Their value.
    SET,
    /// Their keys.
    MAP
  }

  /// A list.
  ///
  /// @param keys sorted by name; of a list whose elements are told apart by keys
  record ListShape(Relation relation, List<Key> keys, Shape element) implements Shape {
    public ListShape {
      keys = List.copyOf(keys);
    }

    boolean isAtomic() {
      return relation == Relation.ATOMIC;
    }

    /// The step that leads to an element.
    ///
    /// @throws ElementException if the element cannot be told apart
    String pathElement(@Nullable Object element) {
      return keys.isEmpty() ? pathElementOfValue(element) : pathElementOfKeys(element);
    }

    private static String pathElementOfValue(@Nullable Object element) {
      return switch (Values.plain(element)) {
        case null ->
            throw new ElementException(
                "associative list without keys has an element that's an explicit null");
        case Map<?, ?> map ->
            throw new ElementException(
                "associative list without keys has an element that's a map type");
        case List<?> list ->
            throw new ElementException("not supported: associative list with lists as elements");
        case Object scalar -> PathElement.value(scalar);
      };
    }

    private String pathElementOfKeys(@Nullable Object element) {
      if (element == null) {
        throw new ElementException("associative list with keys may not have a null element");
      }
      if (!Values.isObject(element)) {
        throw new ElementException("associative list with keys may not have non-map elements");
      }
      var names = new ArrayList<String>(keys.size());
      var values = new ArrayList<@Nullable Object>(keys.size());
      for (var key : keys) {
        var value = Values.get(element, key.name());
        if (Values.isAbsent(value) && key.defaultValue() == null) {
          throw new ElementException(
              "associative list with keys has an element that omits key field \"%s\" (and doesn't have default value)"
                  .formatted(key.name()));
        }
        names.add(key.name());
        values.add(Values.isAbsent(value) ? key.defaultValue() : Values.plain(value));
      }
      return PathElement.keys(names, values);
    }
  }

  /// A key of the elements of a list.
  ///
  /// @param defaultValue what an element that does not say it has; null if there is no default
  record Key(String name, @Nullable Object defaultValue) {}

  /// An object: a struct with fields, a map with entries of one shape, or both.
  ///
  /// @param fields by name
  /// @param entry the shape of what is no field; null if there may be nothing else
  record MapShape(boolean atomic, Map<String, ? extends Shape> fields, @Nullable Shape entry)
      implements Shape {
    /// The shape of what lies under a name; null if nothing may.
    @Nullable Shape child(String name) {
      var field = fields.get(name);
      return field != null ? field : entry;
    }

    boolean isField(String name) {
      return fields.containsKey(name);
    }
  }

  /// An element of a list cannot be told from others.
  final class ElementException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ElementException(String message) {
      super(message, null, false, false);
    }
  }
}
