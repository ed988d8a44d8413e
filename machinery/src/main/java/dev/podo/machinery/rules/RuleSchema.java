package dev.podo.machinery.rules;

import dev.podo.machinery.expression.DataSchema;
import dev.podo.machinery.structural.StructuralSchema;
import dev.podo.machinery.structural.ValueRules;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A structural schema as expressions see it.
record RuleSchema(StructuralSchema schema) implements DataSchema {
  private static @Nullable DataSchema part(@Nullable StructuralSchema schema) {
    return schema == null ? null : new RuleSchema(schema);
  }

  private @Nullable ValueRules values() {
    return schema.values();
  }

  private ValueRules.@Nullable Sizes sizes() {
    var values = values();
    return values == null ? null : values.sizes();
  }

  @Override
  public String type() {
    return schema.type();
  }

  @Override
  public String format() {
    var values = values();
    return values == null ? "" : values.format();
  }

  @Override
  public boolean intOrString() {
    return schema.intOrString();
  }

  @Override
  public boolean embeddedResource() {
    return schema.embeddedResource();
  }

  @Override
  public boolean preservesUnknownFields() {
    return schema.preservesUnknownFields();
  }

  @Override
  public boolean nullable() {
    return schema.nullable();
  }

  @Override
  public String listType() {
    return schema.listType();
  }

  @Override
  public List<String> listMapKeys() {
    return schema.listMapKeys();
  }

  @Override
  public @Nullable DataSchema items() {
    return part(schema.items());
  }

  @Override
  public @Nullable SortedMap<String, DataSchema> properties() {
    if (schema.properties().isEmpty()) {
      return null;
    }
    var all = new TreeMap<String, DataSchema>();
    schema.properties().forEach((name, property) -> all.put(name, new RuleSchema(property)));
    return all;
  }

  @Override
  public @Nullable DataSchema additionalProperties() {
    return part(schema.additionalProperties());
  }

  @Override
  public SortedSet<String> required() {
    var values = values();
    return values == null ? Collections.emptySortedSet() : new TreeSet<>(values.required());
  }

  @Override
  public boolean hasDefault() {
    return schema.defaultValue() != null;
  }

  @Override
  public List<Integer> enumLengths() {
    var values = values();
    return values == null
        ? List.of()
        : values.choices().stream()
            .filter(String.class::isInstance)
            .map(text -> ((String) text).getBytes(StandardCharsets.UTF_8).length)
            .toList();
  }

  @Override
  public @Nullable Long maxLength() {
    var sizes = sizes();
    return sizes == null ? null : sizes.maxLength();
  }

  @Override
  public @Nullable Long maxItems() {
    var sizes = sizes();
    return sizes == null ? null : sizes.maxItems();
  }

  @Override
  public @Nullable Long maxProperties() {
    var sizes = sizes();
    return sizes == null ? null : sizes.maxProperties();
  }
}
