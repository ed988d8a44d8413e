package dev.podo.machinery.kinds.customresourcedefinition;

import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The schemas that a schema is made of.
final class SchemaParts {
  private SchemaParts() {}

  /// A schema that another holds as a tree (`items`, `additionalProperties`); null if it is none.
  static @Nullable JSONSchemaProps read(@Nullable Object tree) {
    try {
      return tree instanceof Map<?, ?> ? Trees.to(JSONSchemaProps.SCHEMA, tree) : null;
    } catch (DecodeException e) {
      return null;
    }
  }

  /// Why a part is no schema; null if it is one, or none is there.
  static @Nullable String problem(@Nullable Object tree) {
    try {
      if (tree instanceof Map<?, ?>) {
        Trees.to(JSONSchemaProps.SCHEMA, tree);
      }
      return null;
    } catch (DecodeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /// What `allOf`, `anyOf`, `oneOf` and `not` hold.
  static void combined(
      JSONSchemaProps schema, FieldPath at, BiConsumer<JSONSchemaProps, FieldPath> each) {
    each(schema.allOf(), at.child("allOf"), each);
    each(schema.anyOf(), at.child("anyOf"), each);
    each(schema.oneOf(), at.child("oneOf"), each);
    var not = schema.not();
    if (not != null) {
      each.accept(not, at.child("not"));
    }
  }

  private static void each(
      List<JSONSchemaProps> schemas, FieldPath at, BiConsumer<JSONSchemaProps, FieldPath> each) {
    for (var i = 0; i < schemas.size(); i++) {
      each.accept(schemas.get(i), at.index(i));
    }
  }

  /// Whether a schema or any part of it, however deep, is such.
  static boolean anyMatch(JSONSchemaProps schema, Predicate<JSONSchemaProps> what) {
    if (what.test(schema)) {
      return true;
    }
    var parts = new ArrayList<>(schema.properties().values());
    combined(schema, FieldPath.empty(), (part, at) -> parts.add(part));
    var items = read(schema.items());
    if (items != null) {
      parts.add(items);
    }
    var values = read(schema.additionalProperties());
    if (values != null) {
      parts.add(values);
    }
    return parts.stream().anyMatch(part -> anyMatch(part, what));
  }
}
