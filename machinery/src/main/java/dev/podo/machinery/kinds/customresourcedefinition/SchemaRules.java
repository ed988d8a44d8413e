package dev.podo.machinery.kinds.customresourcedefinition;

import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.rules.RuleDeclarations;
import dev.podo.machinery.structural.Defaulting;
import dev.podo.machinery.structural.Patterns;
import dev.podo.machinery.structural.Pruning;
import dev.podo.machinery.structural.StructuralSchema;
import dev.podo.machinery.structural.Validation;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.apiextensions.v1.JSONSchemaProps;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a schema must obey to be structural: every value has one type, and what decides the form of
/// objects is said once, outside of `allOf`, `anyOf`, `oneOf` and `not`.
final class SchemaRules {
  private static final String LIST_TYPE = "x-kubernetes-list-type";
  private static final String MAP_KEYS = "x-kubernetes-list-map-keys";
  private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
  private static final int DEPTH_MAX = 200;

  private final Findings findings;
  private int depth;

  private SchemaRules(Findings findings) {
    this.findings = findings;
  }

  /// Where a schema stands, with upstream's words for a type that is missing there.
  private enum Level {
    ROOT("must not be empty at the root"),
    FIELD("must not be empty for specified object fields"),
    ITEM("must not be empty for specified array items");

    final String untyped;

    Level(String untyped) {
      this.untyped = untyped;
    }
  }

  static void check(JSONSchemaProps schema, FieldPath at, Findings findings) {
    var before = findings.size();
    new SchemaRules(findings).structural(schema, at, Level.ROOT);
    if (schema.nullable()) {
      findings.forbidden(at.child("nullable"), "nullable cannot be true at the root");
    }
    if (findings.size() == before) {
      var structural = StructuralSchema.of(schema);
      DefaultRules.check(structural, at, findings);
      RuleDeclarations.check(structural, at, findings);
    }
  }

  private void structural(JSONSchemaProps schema, FieldPath at, Level level) {
    if (++depth > DEPTH_MAX) {
      findings.forbidden(at, "schemas may not nest deeper than " + DEPTH_MAX + " levels");
      depth--;
      return;
    }
    type(schema, at, level);
    unsupported(schema, at);
    extensions(schema, at);
    pattern(schema, at);
    parts(schema, at);
    combined(schema, at, this::nested);
    depth--;
  }

  private void type(JSONSchemaProps schema, FieldPath at, Level level) {
    var type = at.child("type");
    if (schema.xKubernetesIntOrString()) {
      if (!schema.type().isEmpty()) {
        findings.invalid(
            type, schema.type(), "must be empty if x-kubernetes-int-or-string is true");
      }
    } else if (schema.type().isEmpty()) {
      if (level == Level.ROOT || !Boolean.TRUE.equals(schema.xKubernetesPreserveUnknownFields())) {
        findings.required(type, level.untyped);
      }
    } else if (level == Level.ROOT && !schema.type().equals("object")) {
      findings.invalid(type, schema.type(), "must be object at the root");
    } else if (schema.type().equals("null")) {
      findings.forbidden(type, "type cannot be set to null, use nullable as an alternative");
    } else if (!List.of("object", "array", "string", "integer", "number", "boolean")
        .contains(schema.type())) {
      findings.notSupported(
          type,
          schema.type(),
          List.of("array", "boolean", "integer", "number", "object", "string"));
    } else if (schema.type().equals("array") && schema.items() == null) {
      findings.required(at.child("items"), "must be specified");
    }
    if (schema.xKubernetesEmbeddedResource()) {
      embedded(schema, at);
    }
  }

  private void embedded(JSONSchemaProps schema, FieldPath at) {
    demandType(schema, at, "object", "must be object if x-kubernetes-embedded-resource is true");
    if (schema.properties().isEmpty()
        && !Boolean.TRUE.equals(schema.xKubernetesPreserveUnknownFields())) {
      findings.required(
          at.child("properties"),
          "must not be empty if x-kubernetes-embedded-resource is true without"
              + " x-kubernetes-preserve-unknown-fields");
    }
  }

  private void demandType(JSONSchemaProps schema, FieldPath at, String type, String problem) {
    if (schema.type().isEmpty()) {
      findings.required(at.child("type"), problem);
    } else if (!schema.type().equals(type)) {
      findings.invalid(at.child("type"), schema.type(), problem);
    }
  }

  private void unsupported(JSONSchemaProps schema, FieldPath at) {
    forbid(!schema.id().isEmpty(), at, "id");
    forbid(schema.additionalItems() != null, at, "additionalItems");
    forbid(!schema.patternProperties().isEmpty(), at, "patternProperties");
    forbid(!schema.definitions().isEmpty(), at, "definitions");
    forbid(!schema.dependencies().isEmpty(), at, "dependencies");
    forbid(schema.ref() != null && !schema.ref().isEmpty(), at, "$ref");
    if (schema.uniqueItems()) {
      findings.forbidden(
          at.child("uniqueItems"),
          "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
    }
    if (schema.items() instanceof List<?>) {
      findings.forbidden(at.child("items"), "items must be a schema object and not an array");
    }
    var additional = schema.additionalProperties();
    if (Boolean.FALSE.equals(additional)) {
      findings.forbidden(
          at.child("additionalProperties"), "additionalProperties cannot be set to false");
    } else if (additional != null && !schema.properties().isEmpty()) {
      findings.forbidden(
          at.child("additionalProperties"),
          "additionalProperties and properties are mutual exclusive");
    }
  }

  private void forbid(boolean isThere, FieldPath at, String name) {
    if (isThere) {
      findings.forbidden(at.child(name), name + " is not supported");
    }
  }

  private void extensions(JSONSchemaProps schema, FieldPath at) {
    if (Boolean.FALSE.equals(schema.xKubernetesPreserveUnknownFields())) {
      findings.invalid(at.child(PRESERVE), false, "must be true or undefined");
    }
    var mapType = schema.xKubernetesMapType();
    if (mapType != null) {
      demandType(schema, at, "object", "must be object if x-kubernetes-map-type is specified");
      findings.oneOf(at.child("x-kubernetes-map-type"), mapType, List.of("atomic", "granular"));
    }
    var listType = schema.xKubernetesListType();
    if (listType != null) {
      demandType(schema, at, "array", "must be array if x-kubernetes-list-type is specified");
      findings.oneOf(at.child(LIST_TYPE), listType, List.of("atomic", "set", "map"));
    }
    var keys = schema.xKubernetesListMapKeys();
    if (!keys.isEmpty() && listType == null) {
      findings.required(
          at.child(LIST_TYPE), "must be map if x-kubernetes-list-map-keys is non-empty");
    } else if (!keys.isEmpty() && !"map".equals(listType)) {
      findings.invalid(
          at.child(LIST_TYPE), listType, "must be map if x-kubernetes-list-map-keys is non-empty");
    }
    if ("map".equals(listType)) {
      mapKeys(schema, keys, at);
    }
  }

  private void mapKeys(JSONSchemaProps schema, List<String> keys, FieldPath at) {
    if (keys.isEmpty()) {
      findings.required(at.child(MAP_KEYS), "must not be empty if x-kubernetes-list-type is map");
    }
    var items = part(schema.items(), at.child("items"));
    if (items == null) {
      findings.required(at.child("items"), "must have a schema if x-kubernetes-list-type is map");
      return;
    }
    if (!items.type().equals("object")) {
      findings.invalid(
          at.child("items", "type"),
          items.type(),
          "must be object if parent array's x-kubernetes-list-type is map");
    }
    var seen = new HashSet<String>();
    for (var i = 0; i < keys.size(); i++) {
      var key = keys.get(i);
      var property = items.properties().get(key);
      if (!seen.add(key)) {
        findings.invalid(at.child(MAP_KEYS).index(i), key, "must not contain duplicate entries");
      } else if (property == null) {
        findings.invalid(
            at.child(MAP_KEYS).index(i), key, "entries must all be names of item properties");
      } else {
        mapKey(items, key, property, at.child("items", "properties").key(key));
      }
    }
  }

  private void mapKey(JSONSchemaProps items, String key, JSONSchemaProps property, FieldPath at) {
    if (property.type().equals("object") || property.type().equals("array")) {
      findings.invalid(
          at.child("type"),
          property.type(),
          "must be a scalar type if parent array's x-kubernetes-list-type is map");
    }
    if (property.default_() == null && !items.required().contains(key)) {
      findings.required(
          at.child("default"),
          "this property is in x-kubernetes-list-map-keys, so it must have a default or be a"
              + " required property");
    }
  }

  private void pattern(JSONSchemaProps schema, FieldPath at) {
    if (schema.pattern().isEmpty()) {
      return;
    }
    try {
      Patterns.compile(schema.pattern());
    } catch (IllegalArgumentException e) {
      findings.invalid(
          at.child("pattern"),
          schema.pattern(),
          "must be a valid regular expression, but isn't: " + e.getMessage());
    }
  }

  private void parts(JSONSchemaProps schema, FieldPath at) {
    schema
        .properties()
        .forEach((name, property) ->
            structural(property, at.child("properties").key(name), Level.FIELD));
    var values = part(schema.additionalProperties(), at.child("additionalProperties"));
    if (values != null) {
      structural(values, at.child("additionalProperties"), Level.FIELD);
    }
    var items = part(schema.items(), at.child("items"));
    if (items != null) {
      structural(items, at.child("items"), Level.ITEM);
    }
  }

  private @Nullable JSONSchemaProps part(@Nullable Object tree, FieldPath at) {
    try {
      return tree instanceof Map<?, ?> ? Trees.to(JSONSchemaProps.SCHEMA, tree) : null;
    } catch (DecodeException e) {
      findings.invalid(at, tree, String.valueOf(e.getMessage()));
      return null;
    }
  }

  @FunctionalInterface
  private interface Check {
    void check(JSONSchemaProps schema, FieldPath at);
  }

  private static void combined(JSONSchemaProps schema, FieldPath at, Check check) {
    each(schema.allOf(), at.child("allOf"), check);
    each(schema.anyOf(), at.child("anyOf"), check);
    each(schema.oneOf(), at.child("oneOf"), check);
    var not = schema.not();
    if (not != null) {
      check.check(not, at.child("not"));
    }
  }

  private static void each(List<JSONSchemaProps> schemas, FieldPath at, Check check) {
    for (var i = 0; i < schemas.size(); i++) {
      check.check(schemas.get(i), at.index(i));
    }
  }

  /// A schema within `allOf` and the like says nothing of the form of objects.
  private void nested(JSONSchemaProps schema, FieldPath at) {
    if (++depth <= DEPTH_MAX) {
      var isIntOrString = schema.type().equals("integer") || schema.type().equals("string");
      notStructural(!schema.type().isEmpty() && !isIntOrString, at, "type", "must be empty");
      notStructural(schema.default_() != null, at, "default", "must be undefined");
      notStructural(!schema.description().isEmpty(), at, "description", "must be empty");
      notStructural(!schema.title().isEmpty(), at, "title", "must be empty");
      notStructural(schema.nullable(), at, "nullable", "must be false");
      notStructural(
          schema.additionalProperties() != null, at, "additionalProperties", "must be undefined");
      notStructural(
          schema.xKubernetesPreserveUnknownFields() != null, at, PRESERVE, "must be false");
      notStructural(
          schema.xKubernetesEmbeddedResource(),
          at,
          "x-kubernetes-embedded-resource",
          "must be false");
      notStructural(
          schema.xKubernetesIntOrString(), at, "x-kubernetes-int-or-string", "must be false");
      notStructural(schema.xKubernetesListType() != null, at, LIST_TYPE, "must be undefined");
      notStructural(!schema.xKubernetesListMapKeys().isEmpty(), at, MAP_KEYS, "must be empty");
      notStructural(
          !schema.xKubernetesValidations().isEmpty(),
          at,
          "x-kubernetes-validations",
          "must be empty");
      pattern(schema, at);
      schema
          .properties()
          .forEach((name, property) -> nested(property, at.child("properties").key(name)));
      var items = part(schema.items(), at.child("items"));
      if (items != null) {
        nested(items, at.child("items"));
      }
      combined(schema, at, this::nested);
    }
    depth--;
  }

  private void notStructural(boolean isThere, FieldPath at, String name, String must) {
    if (isThere) {
      findings.forbidden(at.child(name), must + " to be structural");
    }
  }

  /// Defaults are valid, and nothing would be pruned from them.
  private static final class DefaultRules {
    static void check(StructuralSchema schema, FieldPath at, Findings findings) {
      var value = schema.defaultValue();
      if (value != null) {
        var filled = Defaulting.defaults(schema, value);
        if (!Trees.deepEquals(Pruning.value(schema, value), value)) {
          findings.invalid(at.child("default"), value, "must not have unknown fields");
        }
        for (var error : Validation.check(schema, filled)) {
          findings.invalid(at.child("default"), value, error.body());
        }
      }
      schema
          .properties()
          .forEach((name, property) -> check(property, at.child("properties").key(name), findings));
      if (schema.additionalProperties() != null) {
        check(schema.additionalProperties(), at.child("additionalProperties"), findings);
      }
      if (schema.items() != null) {
        check(schema.items(), at.child("items"), findings);
      }
    }
  }
}
