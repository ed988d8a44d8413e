package dev.podo.machinery.expression;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// Another view of a schema: it answers as the schema does, but for what it says otherwise.
public interface SchemaView extends DataSchema {
  /// The schema that is looked at.
  DataSchema schema();

  @Override
  default String type() {
    return schema().type();
  }

  @Override
  default String format() {
    return schema().format();
  }

  @Override
  default boolean intOrString() {
    return schema().intOrString();
  }

  @Override
  default boolean embeddedResource() {
    return schema().embeddedResource();
  }

  @Override
  default boolean preservesUnknownFields() {
    return schema().preservesUnknownFields();
  }

  @Override
  default boolean nullable() {
    return schema().nullable();
  }

  @Override
  default String listType() {
    return schema().listType();
  }

  @Override
  default List<String> listMapKeys() {
    return schema().listMapKeys();
  }

  @Override
  default @Nullable DataSchema items() {
    return schema().items();
  }

  @Override
  default @Nullable SortedMap<String, DataSchema> properties() {
    return schema().properties();
  }

  @Override
  default @Nullable DataSchema additionalProperties() {
    return schema().additionalProperties();
  }

  @Override
  default SortedSet<String> required() {
    return schema().required();
  }

  @Override
  default boolean hasDefault() {
    return schema().hasDefault();
  }

  @Override
  default List<Integer> enumLengths() {
    return schema().enumLengths();
  }

  @Override
  default @Nullable Long maxLength() {
    return schema().maxLength();
  }

  @Override
  default @Nullable Long maxItems() {
    return schema().maxItems();
  }

  @Override
  default @Nullable Long maxProperties() {
    return schema().maxProperties();
  }
}
