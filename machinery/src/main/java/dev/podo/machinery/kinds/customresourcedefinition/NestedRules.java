package dev.podo.machinery.kinds.customresourcedefinition;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.structural.Patterns;
import dev.podo.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// What `allOf`, `anyOf`, `oneOf` and `not` may hold: demands on values, and nothing of the form of
/// objects. Whatever field they speak of is stated outside of them, too.
final class NestedRules {
  private static final List<JSONSchemaProps> INT_OR_STRING =
      List.of(ofType("integer"), ofType("string"));

  private final Findings findings;
  private final BiConsumer<JSONSchemaProps, FieldPath> unsupported;

  /// @param unsupported what no schema may have, wherever it stands
  NestedRules(Findings findings, BiConsumer<JSONSchemaProps, FieldPath> unsupported) {
    this.findings = findings;
    this.unsupported = unsupported;
  }

  private static JSONSchemaProps ofType(String type) {
    return JSONSchemaProps.builder().type(type).build();
  }

  /// Checks what a structural part of a schema says of its values.
  void check(JSONSchemaProps schema, FieldPath at) {
    var isAnyOf = schema.anyOf().equals(INT_OR_STRING);
    var first = schema.allOf().isEmpty() ? null : schema.allOf().getFirst();
    values(schema, at, isAnyOf, first != null && first.anyOf().equals(INT_OR_STRING));
  }

  /// @param skipsAnyOf whether `anyOf` tells integers and strings apart, which may be told by type
  /// @param skipsFirst whether the first of `allOf` does
  private void values(
      JSONSchemaProps schema, FieldPath at, boolean skipsAnyOf, boolean skipsFirst) {
    for (var i = 0; !skipsAnyOf && i < schema.anyOf().size(); i++) {
      nested(schema.anyOf().get(i), at.child("anyOf").index(i), false);
    }
    for (var i = 0; i < schema.allOf().size(); i++) {
      nested(schema.allOf().get(i), at.child("allOf").index(i), skipsFirst && i == 0);
    }
    for (var i = 0; i < schema.oneOf().size(); i++) {
      nested(schema.oneOf().get(i), at.child("oneOf").index(i), false);
    }
    var not = schema.not();
    if (not != null) {
      nested(not, at.child("not"), false);
    }
    if (!schema.pattern().isEmpty()) {
      checkPattern(schema.pattern(), at.child("pattern"));
    }
  }

  private void checkPattern(String pattern, FieldPath at) {
    try {
      Patterns.compile(pattern);
    } catch (IllegalArgumentException e) {
      findings.invalid(
          at, pattern, "must be a valid regular expression, but isn't: " + e.getMessage());
    }
  }

  private void nested(JSONSchemaProps schema, FieldPath at, boolean skipsAnyOf) {
    unsupported.accept(schema, at);
    values(schema, at, skipsAnyOf, false);
    var items = SchemaParts.read(schema.items());
    if (items != null) {
      nested(items, at.child("items"), false);
    }
    schema
        .properties()
        .forEach((name, property) -> nested(property, at.child("properties").key(name), false));
    forbidden(schema, at);
    if (schema.properties().containsKey("metadata")) {
      findings.forbidden(
          at.child("properties").key("metadata"), "must not be specified in a nested context");
    }
  }

  private void forbidden(JSONSchemaProps schema, FieldPath at) {
    forbid(!schema.type().isEmpty(), at, "type", "must be empty");
    forbid(schema.additionalProperties() != null, at, "additionalProperties", "must be undefined");
    forbid(schema.default_() != null, at, "default", "must be undefined");
    forbid(!schema.title().isEmpty(), at, "title", "must be empty");
    forbid(!schema.description().isEmpty(), at, "description", "must be empty");
    forbid(schema.nullable(), at, "nullable", "must be false");
    forbid(schema.externalDocs() != null, at, "externalDocs", "must be undefined");
    forbid(
        Boolean.TRUE.equals(schema.xKubernetesPreserveUnknownFields()),
        at,
        "x-kubernetes-preserve-unknown-fields",
        "must be false");
    forbid(
        schema.xKubernetesEmbeddedResource(),
        at,
        "x-kubernetes-embedded-resource",
        "must be false");
    forbid(schema.xKubernetesIntOrString(), at, "x-kubernetes-int-or-string", "must be false");
    forbid(
        !schema.xKubernetesListMapKeys().isEmpty(),
        at,
        "x-kubernetes-list-map-keys",
        "must be empty");
    forbid(schema.xKubernetesListType() != null, at, "x-kubernetes-list-type", "must be undefined");
    forbid(schema.xKubernetesMapType() != null, at, "x-kubernetes-map-type", "must be undefined");
    forbid(
        !schema.xKubernetesValidations().isEmpty(),
        at,
        "x-kubernetes-validations",
        "must be empty");
  }

  private void forbid(boolean isThere, FieldPath at, String name, String must) {
    if (isThere) {
      findings.forbidden(at.child(name), must + " to be structural");
    }
  }

  /// Checks that what the combinations at the root speak of is stated by the schema itself;
  /// upstream asks this of those at the root only.
  static void checkComplete(JSONSchemaProps schema, FieldPath at, Findings findings) {
    SchemaParts.combined(
        schema, at, (nested, place) -> complete(nested, place, schema, at, findings));
  }

  private static void complete(
      JSONSchemaProps nested,
      FieldPath place,
      JSONSchemaProps schema,
      FieldPath at,
      Findings findings) {
    SchemaParts.combined(
        nested, place, (inner, where) -> complete(inner, where, schema, at, findings));
    var items = SchemaParts.read(nested.items());
    if (items != null) {
      mirrored(
          items,
          place.child("items"),
          SchemaParts.read(schema.items()),
          at.child("items"),
          findings);
    }
    nested
        .properties()
        .forEach((name, property) ->
            mirrored(
                property,
                place.child("properties").key(name),
                schema.properties().get(name),
                at.child("properties").key(name),
                findings));
  }

  private static void mirrored(
      JSONSchemaProps nested,
      FieldPath place,
      @Nullable JSONSchemaProps stated,
      FieldPath at,
      Findings findings) {
    if (stated == null) {
      findings.required(at, "because it is defined in " + place);
    } else {
      complete(nested, place, stated, at, findings);
    }
  }
}
