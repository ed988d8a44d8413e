package dev.podo.cel.value;

import dev.podo.cel.type.Names;
import dev.podo.cel.type.ResourceSchema;
import dev.podo.machinery.expression.DataSchema;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What evaluating an expression has to know of a schema, found out once and shared by all
/// evaluations.
public final class DataShape {
  /// How the JSON of a value is read.
  enum Sort {
    INT_OR_STRING,
    /// With properties, each of its own schema.
    OBJECT,
    /// With values of one schema.
    MAP,
    LIST,
    STRING,
    NUMBER,
    INTEGER,
    BOOLEAN,
    /// Preserved as it is: seen by equality only.
    PRESERVED,
    UNKNOWN
  }

  private final DataSchema schema;
  private final Sort sort;
  private final boolean nullable;
  private final String format;
  private final ListValue.Order order;
  private final List<String> keys;
  private final Map<String, DataShape> parts = new ConcurrentHashMap<>();
  private final @Nullable SortedMap<String, DataSchema> properties;

  private DataShape(DataSchema schema) {
    this.schema = schema;
    this.properties = schema.intOrString() ? null : schema.properties();
    this.sort = sort(schema);
    this.nullable = schema.nullable();
    this.format = schema.format();
    this.order =
        switch (schema.listType()) {
          case "set" -> ListValue.Order.SET;
          case "map" -> ListValue.Order.MAP;
          default -> ListValue.Order.ATOMIC;
        };
    this.keys = schema.listMapKeys().stream().map(DataShape::identifier).toList();
  }

  /// @param root whether it is the schema of a whole resource
  public static DataShape of(DataSchema schema, boolean root) {
    return new DataShape(root ? new ResourceSchema(schema) : schema);
  }

  private static DataShape part(DataSchema schema) {
    return of(schema, schema.embeddedResource());
  }

  private static Sort sort(DataSchema schema) {
    if (schema.intOrString()) {
      return Sort.INT_OR_STRING;
    }
    return switch (schema.type()) {
      case "object" -> {
        if (schema.properties() != null) {
          yield Sort.OBJECT;
        }
        yield schema.additionalProperties() != null ? Sort.MAP : Sort.OBJECT;
      }
      case "array" -> schema.items() == null ? Sort.UNKNOWN : Sort.LIST;
      case "string" -> Sort.STRING;
      case "number" -> Sort.NUMBER;
      case "integer" -> Sort.INTEGER;
      case "boolean" -> Sort.BOOLEAN;
      default -> schema.preservesUnknownFields() ? Sort.PRESERVED : Sort.UNKNOWN;
    };
  }

  private static String identifier(String property) {
    var escaped = Names.escape(property);
    return escaped == null ? property : escaped;
  }

  Sort sort() {
    return sort;
  }

  boolean nullable() {
    return nullable;
  }

  String format() {
    return format;
  }

  ListValue.Order order() {
    return order;
  }

  /// The fields that identify an element of a list of order MAP, as identifiers.
  List<String> keys() {
    return keys;
  }

  /// Of the elements of a list or the values of a map.
  @Nullable DataShape element() {
    var element = sort == Sort.LIST ? schema.items() : schema.additionalProperties();
    return element == null ? null : parts.computeIfAbsent("", key -> part(element));
  }

  /// Of a property by its name; null if the schema does not state it.
  @Nullable DataShape property(String name) {
    var property = properties == null ? null : properties.get(name);
    return property == null ? null : parts.computeIfAbsent(name, key -> part(property));
  }
}
