package dev.podo.machinery.apply;

import dev.podo.machinery.apply.Shape.Anything;
import dev.podo.machinery.apply.Shape.Leaf;
import dev.podo.machinery.apply.Shape.ListShape;
import dev.podo.machinery.apply.Shape.MapShape;
import dev.podo.machinery.apply.Shape.Relation;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.fieldset.PathElement;
import dev.podo.model.Field;
import dev.podo.model.FieldType;
import dev.podo.model.FieldType.ListType;
import dev.podo.model.FieldType.MapType;
import dev.podo.model.FieldType.Scalar;
import dev.podo.model.FieldType.StructType;
import dev.podo.model.Merge;
import dev.podo.model.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The shapes of the generated records, read from what their schemas say of merging.
public final class RecordShapes {
  private static final Map<Schema<?>, RecordShape> SHAPES = new ConcurrentHashMap<>();

  private RecordShapes() {}

  /// The shape of a record.
  public static Shape of(Schema<?> schema) {
    return record(schema).map();
  }

  static RecordShape record(Schema<?> schema) {
    var known = SHAPES.get(schema);
    return known != null ? known : SHAPES.computeIfAbsent(schema, RecordShape::new);
  }

  /// A field of a record, with the step that leads to it and its shape, made when first asked for:
  /// types refer to each other in circles.
  static final class Slot {
    final Field field;
    final String element;
    private volatile @Nullable Shape shape;

    Slot(Field field) {
      this.field = field;
      this.element = PathElement.field(field.name());
    }

    Shape shape() {
      var known = shape;
      if (known == null) {
        known = shapeOf(field.type(), field.merge());
        shape = known;
      }
      return known;
    }
  }

  /// The fields of a record in the order of their names.
  static final class RecordShape {
    private final Schema<?> schema;
    private final List<Slot> slots;
    private volatile @Nullable MapShape map;

    RecordShape(Schema<?> schema) {
      this.schema = schema;
      this.slots =
          schema.fields().stream()
              .sorted(Comparator.comparing(Field::name))
              .map(Slot::new)
              .toList();
    }

    List<Slot> slots() {
      return slots;
    }

    MapShape map() {
      var known = map;
      if (known == null) {
        known = new MapShape(AtomicTypes.contains(schema.name()), new SlotShapes(slots), null);
        map = known;
      }
      return known;
    }
  }

  private static Shape shapeOf(FieldType type, Merge merge) {
    return switch (type) {
      case Scalar scalar -> leaf(scalar);
      case StructType struct -> {
        var shape = record(struct.schema()).map();
        yield "atomic".equals(merge.mapType()) && !shape.atomic()
            ? new MapShape(true, shape.fields(), null)
            : shape;
      }
      case MapType(var value) ->
          new MapShape("atomic".equals(merge.mapType()), Map.of(), shapeOf(value, Merge.NONE));
      case ListType(var element) -> list(element, merge);
    };
  }

  private static Shape leaf(Scalar scalar) {
    return switch (scalar) {
      case STRING, BYTES -> Leaf.STRING;
      case BOOL -> Leaf.BOOLEAN;
      case INT32, INT64, DOUBLE -> Leaf.NUMBER;
      case QUANTITY, INT_OR_STRING, TIME, MICRO_TIME -> Leaf.ANY;
      case JSON -> Anything.SHAPE;
    };
  }

  private static Shape list(FieldType element, Merge merge) {
    var shape = shapeOf(element, Merge.NONE);
    return switch (merge.listType()) {
      case NONE, ATOMIC -> new ListShape(Relation.ATOMIC, List.of(), shape);
      case SET -> new ListShape(Relation.SET, List.of(), shape);
      case MAP -> new ListShape(Relation.MAP, keys(element, merge.mapKeys()), shape);
    };
  }

  private static List<Shape.Key> keys(FieldType element, List<String> names) {
    var keys = new ArrayList<Shape.Key>();
    for (var name : names.stream().sorted().toList()) {
      var field = element instanceof StructType struct ? struct.schema().field(name) : null;
      var text = field == null ? null : field.defaultValue();
      keys.add(new Shape.Key(name, text == null ? null : Json.parse(text)));
    }
    return keys;
  }
}
