package dev.podo.machinery.structural;

import dev.podo.machinery.tree.Trees;
import dev.podo.model.FrozenMap;
import dev.podo.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Compiles schemas, sharing parts that are equal to parts compiled before.
final class SchemaCompiler {
  private static final int SLOTS = 1 << 14;

  // Bounded and forgetful: a part that finds its place taken takes it.
  private static final AtomicReferenceArray<StructuralSchema> POOL =
      new AtomicReferenceArray<>(SLOTS);

  private SchemaCompiler() {}

  static StructuralSchema compile(JSONSchemaProps schema) {
    var properties = new TreeMap<String, StructuralSchema>();
    schema
        .properties()
        .forEach((name, property) -> properties.put(name.intern(), compile(property)));
    var additional = schema.additionalProperties();
    return shared(
        new StructuralSchema(
            schema.type().intern(),
            schema.nullable(),
            Boolean.TRUE.equals(schema.xKubernetesPreserveUnknownFields()),
            schema.xKubernetesEmbeddedResource(),
            schema.xKubernetesIntOrString(),
            FrozenMap.of(properties),
            part(additional),
            Boolean.TRUE.equals(additional),
            part(schema.items()),
            schema.default_(),
            orNone(schema.xKubernetesListType()),
            schema.xKubernetesListMapKeys(),
            orNone(schema.xKubernetesMapType()),
            schema.xKubernetesValidations(),
            values(schema)));
  }

  /// A schema that another holds as a tree; null if it is none.
  private static @Nullable StructuralSchema part(@Nullable Object tree) {
    return tree instanceof Map<?, ?> ? compile(Trees.to(JSONSchemaProps.SCHEMA, tree)) : null;
  }

  private static String orNone(@Nullable String text) {
    return text == null ? "" : text.intern();
  }

  private static @Nullable ValueRules values(JSONSchemaProps schema) {
    var bounds =
        new ValueRules.Bounds(
            schema.minimum(),
            schema.exclusiveMinimum(),
            schema.maximum(),
            schema.exclusiveMaximum(),
            schema.multipleOf());
    var sizes =
        new ValueRules.Sizes(
            schema.minLength(),
            schema.maxLength(),
            schema.minItems(),
            schema.maxItems(),
            schema.minProperties(),
            schema.maxProperties());
    var not = schema.not();
    var combined =
        new ValueRules.Combined(
            compile(schema.allOf()),
            compile(schema.anyOf()),
            compile(schema.oneOf()),
            not == null ? null : compile(not));
    var rules =
        new ValueRules(
            Formats.isKnown(schema.format()) ? schema.format() : "",
            bounds.equals(ValueRules.Bounds.NONE) ? ValueRules.Bounds.NONE : bounds,
            sizes.equals(ValueRules.Sizes.NONE) ? ValueRules.Sizes.NONE : sizes,
            schema.pattern(),
            schema.enum_(),
            schema.required(),
            combined.isNone() ? ValueRules.Combined.NONE : combined);
    return rules.equals(ValueRules.NONE) ? null : rules;
  }

  private static List<StructuralSchema> compile(List<JSONSchemaProps> schemas) {
    return schemas.stream().map(SchemaCompiler::compile).toList();
  }

  private static StructuralSchema shared(StructuralSchema schema) {
    var hash = schema.hashCode() * 0x9e3779b9;
    var slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    var known = POOL.get(slot);
    if (known != null && known.equals(schema)) {
      return known;
    }
    POOL.set(slot, schema);
    return schema;
  }
}
