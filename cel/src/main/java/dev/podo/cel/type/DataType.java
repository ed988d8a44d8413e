package dev.podo.cel.type;

import dev.podo.machinery.expression.DataSchema;
import dev.podo.machinery.expression.ExpressionCosts;
import dev.podo.machinery.expression.Identifiers;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The type that a schema describes, with the bounds that it states: how many elements, bytes or
/// entries a value can have, and how few bytes of JSON it takes. Properties are looked into when
/// they are asked for, as the schemas of records refer to each other in circles.
public final class DataType implements Bounds {
  private static final int TYPE_DEPTH_MAX = 32;
  private static final int STRING_MIN = 2;
  private static final int TIME_MAX = 32;
  private static final int DATE_MAX = 12;

  private final CelType type;
  private final long maxElements;
  private final @Nullable DataSchema schema;
  private final @Nullable DataType element;
  private final boolean isMap;
  private final int depth;
  private final Map<String, DataType> fields = new ConcurrentHashMap<>();

  private DataType(Shape shape, long maxElements) {
    this.type = shape.type;
    this.maxElements = maxElements;
    this.schema = shape.schema;
    this.element = shape.element;
    this.isMap = shape.isMap;
    this.depth = shape.depth;
  }

  private record Shape(
      CelType type,
      @Nullable DataSchema schema,
      @Nullable DataType element,
      boolean isMap,
      int depth) {
    static Shape scalar(CelType type, DataSchema schema) {
      return new Shape(type, schema, null, false, 0);
    }
  }

  /// The type of a schema; null if expressions cannot see its values.
  ///
  /// @param name of the type, if it is an object's
  /// @param root whether it describes a whole resource
  public static @Nullable DataType of(DataSchema schema, String name, boolean root) {
    return of(root ? new ResourceSchema(schema) : schema, name, 0);
  }

  private static @Nullable DataType of(DataSchema schema, String name, int depth) {
    if (depth > TYPE_DEPTH_MAX) {
      return null;
    }
    if (schema.intOrString()) {
      return new DataType(Shape.scalar(CelType.DYN, schema), bytes(schema));
    }
    return switch (schema.type()) {
      case "array" -> list(schema, name, depth);
      case "object" -> object(schema, name, depth);
      case "string" -> string(schema);
      case "boolean" -> new DataType(Shape.scalar(CelType.BOOL, schema), 0);
      case "number" -> new DataType(Shape.scalar(CelType.DOUBLE, schema), 0);
      case "integer" -> new DataType(Shape.scalar(CelType.INT, schema), 0);
      default -> null;
    };
  }

  private static @Nullable DataType part(DataSchema schema, String name, int depth) {
    return of(schema.embeddedResource() ? new ResourceSchema(schema) : schema, name, depth);
  }

  private static @Nullable DataType list(DataSchema schema, String name, int depth) {
    var items = schema.items();
    var element = items == null ? null : part(items, name + ".@idx", depth + 1);
    if (items == null || element == null) {
      return null;
    }
    var stated = schema.maxItems();
    var most =
        stated != null
            ? Math.max(0, stated)
            : (ExpressionCosts.REQUEST_MAX_BYTES - 2) / (element.minSize() + 1);
    return new DataType(new Shape(CelType.list(element.type), schema, element, false, depth), most);
  }

  private static @Nullable DataType object(DataSchema schema, String name, int depth) {
    var values = schema.additionalProperties();
    if (values == null) {
      return new DataType(new Shape(CelType.object(name), schema, null, false, depth), 0);
    }
    var element = part(values, name + ".@elem", depth + 1);
    if (element == null) {
      return null;
    }
    var stated = schema.maxProperties();
    var most =
        stated != null
            ? Math.max(0, stated)
            : (ExpressionCosts.REQUEST_MAX_BYTES - 2) / (element.minSize() + 6);
    var type = CelType.map(CelType.STRING, element.type);
    return new DataType(new Shape(type, schema, element, true, depth), most);
  }

  private static DataType string(DataSchema schema) {
    return switch (schema.format()) {
      case "byte" -> {
        var stated = schema.maxLength();
        var most = stated != null ? Math.max(0, stated) : ExpressionCosts.REQUEST_MAX_BYTES - 2;
        yield new DataType(Shape.scalar(CelType.BYTES, schema), most);
      }
      case "duration" -> new DataType(Shape.scalar(CelType.DURATION, schema), TIME_MAX);
      case "date" -> new DataType(Shape.scalar(CelType.TIMESTAMP, schema), DATE_MAX);
      case "date-time" -> new DataType(Shape.scalar(CelType.TIMESTAMP, schema), TIME_MAX);
      default -> new DataType(Shape.scalar(CelType.STRING, schema), bytes(schema));
    };
  }

  /// A character takes up to four bytes.
  private static long bytes(DataSchema schema) {
    var stated = schema.maxLength();
    if (stated != null) {
      return Math.max(0, stated) * 4;
    }
    var longest = schema.enumLengths().stream().mapToInt(Integer::intValue).max();
    return longest.isPresent() && !schema.intOrString()
        ? longest.getAsInt()
        : ExpressionCosts.REQUEST_MAX_BYTES - 2;
  }

  public CelType type() {
    return type;
  }

  @Override
  public long maxElements() {
    return maxElements;
  }

  /// Of the elements of a list or the values of a map; null for any other type.
  @Override
  public @Nullable DataType element() {
    return element;
  }

  /// Upstream counts keys as empty: estimates decide which definitions are accepted.
  @Override
  public @Nullable Long maxKey() {
    return isMap ? 0L : null;
  }

  /// The type of a property by its identifier; null if there is none that expressions can see.
  @Override
  public @Nullable DataType field(String identifier) {
    if (schema == null || !type.is(CelType.Sort.OBJECT)) {
      return null;
    }
    var known = fields.get(identifier);
    return known != null ? known : newField(identifier);
  }

  private @Nullable DataType newField(String identifier) {
    var name = Names.unescape(identifier);
    var property = properties().get(name);
    var escaped = Names.escape(name);
    var isName =
        escaped != null
            && (escaped.equals(identifier)
                || (Identifiers.isReserved(name) && identifier.equals(name)));
    if (property == null || !isName) {
      return null;
    }
    var made = part(property, type.name() + "." + escaped, depth + 1);
    if (made != null) {
      fields.put(identifier, made);
    }
    return made;
  }

  private SortedMap<String, DataSchema> properties() {
    var stated = schema == null ? null : schema.properties();
    return stated == null ? Collections.emptySortedMap() : stated;
  }

  /// How few bytes of JSON a value takes.
  public long minSize() {
    return switch (type.sort()) {
      case BOOL -> 4;
      case INT, DOUBLE, DYN -> 1;
      case DURATION -> 3;
      case TIMESTAMP -> schema != null && schema.format().equals("date") ? DATE_MAX : 21;
      case OBJECT -> objectMinSize();
      default -> STRING_MIN;
    };
  }

  private long objectMinSize() {
    var size = 2L;
    var required = schema == null ? Collections.<String>emptySortedSet() : schema.required();
    for (var property : properties().entrySet()) {
      var name = property.getKey();
      if (required.contains(name) && !property.getValue().hasDefault()) {
        var field = part(property.getValue(), type.name(), depth + 1);
        size += field == null ? 0 : name.length() + field.minSize() + 4;
      }
    }
    return size;
  }

  /// How often a value of this type can occur in one request, at most.
  public long maxCardinality() {
    return ExpressionCosts.REQUEST_MAX_BYTES / (minSize() + 1);
  }
}
