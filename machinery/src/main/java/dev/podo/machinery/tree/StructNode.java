package dev.podo.machinery.tree;

import dev.podo.machinery.codec.Json;
import dev.podo.model.Emit;
import dev.podo.model.FieldType;
import dev.podo.model.FieldType.ListType;
import dev.podo.model.FieldType.MapType;
import dev.podo.model.FieldType.Scalar;
import dev.podo.model.FieldType.StructType;
import dev.podo.model.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The view of a record.
record StructNode(Struct value) implements Node {
  @Override
  public Kind kind() {
    return Kind.OBJECT;
  }

  @Override
  public @Nullable Node get(String name) {
    var field = value.schema().field(name);
    if (field == null) {
      var others = others();
      return others.containsKey(name) ? new TreeNode(others.get(name)) : null;
    }
    var part = value.get(field.index());
    return Json.shows(field, part) ? of(field.type(), part) : null;
  }

  @Override
  public List<String> names() {
    var names = new ArrayList<String>();
    for (var field : value.schema().fields()) {
      if (field.emit() != Emit.INLINE && Json.shows(field, value.get(field.index()))) {
        names.add(field.name());
      }
    }
    others().keySet().forEach(name -> names.add((String) name));
    return names;
  }

  /// The fields of which the schema does not know.
  private Map<?, ?> others() {
    var rest = value.schema().rest();
    return rest != null && value.get(rest.index()) instanceof Map<?, ?> map ? map : Map.of();
  }

  @Override
  public int size() {
    return 0;
  }

  @Override
  public Node element(int index) {
    throw new IndexOutOfBoundsException("a record is no list");
  }

  @Override
  public Object tree() {
    return Json.toTree(value);
  }

  @Override
  public String toString() {
    return Json.show(value);
  }

  private static Node of(FieldType type, @Nullable Object value) {
    return switch (type) {
      case StructType struct when value != null -> new StructNode((Struct) value);
      case ListType(var element) when value != null && !isPlain(element) ->
          new ListNode(element, (List<?>) value);
      case MapType(var element) when value != null && !isPlain(element) ->
          new MapNode(element, (Map<?, ?>) value);
      case Scalar scalar -> new TreeNode(Json.toTree(scalar, value));
      case StructType struct -> new TreeNode(null);
      case ListType list -> new TreeNode(value == null ? List.of() : value);
      case MapType map -> new TreeNode(value == null ? Map.of() : value);
    };
  }

  /// Whether values of this type are trees as they are.
  private static boolean isPlain(FieldType type) {
    return type == Scalar.STRING
        || type == Scalar.BOOL
        || type == Scalar.INT64
        || type == Scalar.JSON;
  }

  private record ListNode(FieldType element, List<?> list) implements Node {
    @Override
    public Kind kind() {
      return Kind.LIST;
    }

    @Override
    public @Nullable Node get(String name) {
      return null;
    }

    @Override
    public List<String> names() {
      return List.of();
    }

    @Override
    public int size() {
      return list.size();
    }

    @Override
    public Node element(int index) {
      return of(element, list.get(index));
    }

    @Override
    public @Nullable Object tree() {
      return Json.toTree(new ListType(element), list);
    }
  }

  private record MapNode(FieldType element, Map<?, ?> map) implements Node {
    @Override
    public Kind kind() {
      return Kind.OBJECT;
    }

    @Override
    public @Nullable Node get(String name) {
      return map.containsKey(name) ? of(element, map.get(name)) : null;
    }

    @Override
    public List<String> names() {
      return map.keySet().stream().map(String.class::cast).toList();
    }

    @Override
    public int size() {
      return 0;
    }

    @Override
    public Node element(int index) {
      throw new IndexOutOfBoundsException("a map is no list");
    }

    @Override
    public @Nullable Object tree() {
      return Json.toTree(new MapType(element), map);
    }
  }
}
