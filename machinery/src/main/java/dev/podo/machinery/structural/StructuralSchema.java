package dev.podo.machinery.structural;

import dev.podo.model.FrozenMap;
import dev.podo.model.apiextensions.v1.JSONSchemaProps;
import dev.podo.model.apiextensions.v1.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The schema of a value of a custom resource, compiled: what a structural `openAPIV3Schema` says,
/// without the words for people. Immutable; equal parts are shared between versions and between
/// definitions, since many of them contain the same types.
///
/// @param type `object`, `array`, `string`, `integer`, `number`, `boolean`; "" if none is stated
/// @param properties by name
/// @param additionalProperties of the values of a map; null if there are none, or any
/// @param anyProperties whether `additionalProperties` is just `true`
/// @param defaultValue a tree; null means none
/// @param listType `atomic`, `set`, `map` or ""
/// @param mapType `atomic`, `granular` or ""
/// @param rules the validation rules (`x-kubernetes-validations`) on this value
/// @param values what is demanded of the value besides its type; null if nothing is
public record StructuralSchema(
    String type,
    boolean nullable,
    boolean preservesUnknownFields,
    boolean embeddedResource,
    boolean intOrString,
    FrozenMap<StructuralSchema> properties,
    @Nullable StructuralSchema additionalProperties,
    boolean anyProperties,
    @Nullable StructuralSchema items,
    @Nullable Object defaultValue,
    String listType,
    List<String> listMapKeys,
    String mapType,
    List<ValidationRule> rules,
    @Nullable ValueRules values) {

  /// Of a kind without schema: any field may be there.
  public static final StructuralSchema ANYTHING =
      new StructuralSchema(
          "object",
          false,
          true,
          false,
          false,
          FrozenMap.empty(),
          null,
          false,
          null,
          null,
          "",
          List.of(),
          "",
          List.of(),
          null);

  /// Compiles a schema.
  ///
  /// @throws dev.podo.machinery.codec.DecodeException if a part of it is no schema
  public static StructuralSchema of(JSONSchemaProps schema) {
    return SchemaCompiler.compile(schema);
  }

  /// The schema of what lies under a name; null if nothing is said of it.
  public @Nullable StructuralSchema child(String name) {
    var property = properties.get(name);
    return property != null ? property : additionalProperties;
  }

  /// Whether entries that are no properties may be there.
  boolean isMap() {
    return additionalProperties != null || anyProperties;
  }

  boolean isMapList() {
    return listType.equals("map");
  }
}
