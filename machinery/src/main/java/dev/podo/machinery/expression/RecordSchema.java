package dev.podo.machinery.expression;

import dev.podo.model.FieldType;
import dev.podo.model.FieldType.ListType;
import dev.podo.model.FieldType.MapType;
import dev.podo.model.FieldType.Scalar;
import dev.podo.model.FieldType.StructType;
import dev.podo.model.Merge;
import dev.podo.model.Schema;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The schema that the declaration of a record states.
///
/// @param merge how the list that it describes is compared; null for what is no field
record RecordSchema(FieldType fieldType, @Nullable Merge merge) implements DataSchema {
  static DataSchema of(Schema<?> schema) {
    return new RecordSchema(new StructType(() -> schema), null);
  }

  @Override
  public String type() {
    return switch (fieldType) {
      case StructType struct -> "object";
      case MapType map -> "object";
      case ListType list -> "array";
      case Scalar scalar ->
          switch (scalar) {
            case STRING, BYTES, QUANTITY, TIME, MICRO_TIME -> "string";
            case BOOL -> "boolean";
            case INT32, INT64 -> "integer";
            case DOUBLE -> "number";
            case JSON -> "object";
            case INT_OR_STRING -> "";
          };
    };
  }

  @Override
  public String format() {
    return switch (fieldType) {
      case Scalar scalar when scalar == Scalar.BYTES -> "byte";
      case Scalar scalar when scalar == Scalar.TIME || scalar == Scalar.MICRO_TIME -> "date-time";
      default -> "";
    };
  }

  @Override
  public boolean intOrString() {
    return fieldType == Scalar.INT_OR_STRING;
  }

  @Override
  public boolean preservesUnknownFields() {
    return fieldType == Scalar.JSON;
  }

  @Override
  public String listType() {
    if (merge == null || !(fieldType instanceof ListType)) {
      return "";
    }
    var kind = merge.listType().name();
    return kind.equals("NONE") ? "" : kind.toLowerCase(Locale.ROOT);
  }

  @Override
  public List<String> listMapKeys() {
    return merge == null ? List.of() : merge.mapKeys();
  }

  @Override
  public @Nullable DataSchema items() {
    return fieldType instanceof ListType(var element) ? new RecordSchema(element, null) : null;
  }

  @Override
  public @Nullable SortedMap<String, DataSchema> properties() {
    if (!(fieldType instanceof StructType struct)) {
      return null;
    }
    var all = new TreeMap<String, DataSchema>();
    for (var field : struct.schema().fields()) {
      all.put(field.name(), new RecordSchema(field.type(), field.merge()));
    }
    return all;
  }

  @Override
  public @Nullable DataSchema additionalProperties() {
    return fieldType instanceof MapType(var value) ? new RecordSchema(value, null) : null;
  }

  @Override
  public SortedSet<String> required() {
    var names = new TreeSet<String>();
    if (fieldType instanceof StructType struct) {
      for (var field : struct.schema().fields()) {
        if (field.required()) {
          names.add(field.name());
        }
      }
    }
    return Collections.unmodifiableSortedSet(names);
  }
}
