package dev.podo.machinery.kinds.customresourcedefinition;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.rules.RuleDeclarations;
import dev.podo.machinery.structural.StructuralSchema;
import dev.podo.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a schema must obey to be structural: every value has one type, and what decides the form of
/// objects is said once, outside of `allOf`, `anyOf`, `oneOf` and `not`.
final class SchemaRules {
  /// All types that there are.
  static final List<String> TYPES =
      List.of("array", "boolean", "integer", "number", "object", "string");

  private static final Set<String> META = Set.of("apiVersion", "kind", "metadata");
  private static final String EMBEDDED = "x-kubernetes-embedded-resource";
  private static final String INT_OR_STRING = "x-kubernetes-int-or-string";
  private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
  private static final int DEPTH_MAX = 200;

  private final Findings findings;
  private final Leniency leniency;
  private final NestedRules nested;
  private int depth;

  private SchemaRules(Leniency leniency, Findings findings) {
    this.leniency = leniency;
    this.findings = findings;
    this.nested = new NestedRules(findings, this::unsupported);
  }

  /// What a schema describes, with upstream's words for a type that is missing there.
  private enum Level {
    ROOT("must not be empty at the root"),
    FIELD("must not be empty for specified object fields"),
    ITEM("must not be empty for specified array items");

    final String untyped;

    Level(String untyped) {
      this.untyped = untyped;
    }
  }

  /// Where a schema stands.
  ///
  /// @param inMeta whether it describes a part of what every resource has
  /// @param noDefault why it may state no default; null if it may
  private record Place(FieldPath at, Level level, boolean inMeta, @Nullable String noDefault) {
    Place below(FieldPath place, Level part) {
      return new Place(place, part, inMeta, noDefault);
    }

    Place meta(@Nullable String without) {
      return new Place(at, level, true, without == null ? noDefault : without);
    }

    Place withoutDefault(String why) {
      return new Place(at, level, inMeta, why);
    }
  }

  /// @param hasStatus whether the version has the status subresource
  static void check(
      JSONSchemaProps schema,
      FieldPath at,
      boolean hasStatus,
      Leniency leniency,
      Findings findings) {
    var before = findings.size();
    RootRules.check(schema, at, hasStatus, findings);
    checkStructure(schema, at, leniency, findings);
    if (findings.size() == before) {
      var structural = StructuralSchema.of(schema);
      DefaultRules.check(structural, at, leniency, findings);
      if (findings.size() == before) {
        RuleDeclarations.check(structural, at, findings);
      }
    }
  }

  /// Whether the schema is structural, whatever its defaults and rules are.
  static void checkStructure(
      JSONSchemaProps schema, FieldPath at, Leniency leniency, Findings findings) {
    new SchemaRules(leniency, findings).structural(schema, new Place(at, Level.ROOT, false, null));
    NestedRules.checkComplete(schema, at, findings);
  }

  private void structural(JSONSchemaProps schema, Place place) {
    var at = place.at();
    if (++depth > DEPTH_MAX) {
      findings.forbidden(at, "schemas may not nest deeper than " + DEPTH_MAX + " levels");
      depth--;
      return;
    }
    unsupported(schema, at);
    type(schema, place);
    extensions(schema, place);
    metadata(schema, place);
    ListRules.check(schema, at, leniency, findings);
    nested.check(schema, at);
    if (schema.default_() != null && place.noDefault() != null) {
      findings.forbidden(at.child("default"), "must not be set " + place.noDefault());
    }
    parts(schema, place);
    depth--;
  }

  private void type(JSONSchemaProps schema, Place place) {
    var at = place.at();
    var type = schema.type();
    if (type.equals("array") && schema.items() == null) {
      findings.required(at.child("items"), "must be specified");
    }
    if (schema.xKubernetesEmbeddedResource() && !type.equals("object")) {
      demandObject(type, at.child("type"));
    } else if (type.isEmpty()
        && !schema.xKubernetesIntOrString()
        && !Boolean.TRUE.equals(schema.xKubernetesPreserveUnknownFields())) {
      findings.required(at.child("type"), place.level().untyped);
    }
    if (place.level() == Level.ROOT && !type.isEmpty() && !type.equals("object")) {
      findings.invalid(at.child("type"), type, "must be object at the root");
    }
  }

  private void demandObject(String type, FieldPath at) {
    var problem = "must be object if " + EMBEDDED + " is true";
    if (type.isEmpty()) {
      findings.required(at, problem);
    } else {
      findings.invalid(at, type, problem);
    }
  }

  /// What no schema may have, within alternatives or not.
  private void unsupported(JSONSchemaProps schema, FieldPath at) {
    if (!schema.type().isEmpty() && !TYPES.contains(schema.type()) && !leniency.oddTypes()) {
      findings.notSupported(at.child("type"), schema.type(), TYPES);
    }
    if (schema.type().equals("null")) {
      findings.forbidden(
          at.child("type"), "type cannot be set to null, use nullable as an alternative");
    }
    forbid(!schema.id().isEmpty(), at, "id");
    forbid(schema.additionalItems() != null, at, "additionalItems");
    forbid(!schema.patternProperties().isEmpty(), at, "patternProperties");
    forbid(!schema.definitions().isEmpty(), at, "definitions");
    forbid(!schema.dependencies().isEmpty(), at, "dependencies");
    forbid(schema.ref() != null, at, "$ref");
    if (schema.uniqueItems()) {
      findings.forbidden(
          at.child("uniqueItems"),
          "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
    }
    if (schema.items() instanceof List<?>) {
      findings.forbidden(at.child("items"), "items must be a schema object and not an array");
    }
    additional(schema, at.child("additionalProperties"));
    unreadable(schema.items(), at.child("items"));
    unreadable(schema.additionalProperties(), at.child("additionalProperties"));
    if (Boolean.FALSE.equals(schema.xKubernetesPreserveUnknownFields())) {
      findings.invalid(at.child(PRESERVE), false, "must be true or undefined");
    }
  }

  private void additional(JSONSchemaProps schema, FieldPath at) {
    var additional = schema.additionalProperties();
    if (additional == null || Boolean.TRUE.equals(additional)) {
      return;
    }
    if (!schema.properties().isEmpty()) {
      findings.forbidden(at, "additionalProperties and properties are mutual exclusive");
    } else if (Boolean.FALSE.equals(additional)) {
      findings.forbidden(at, "additionalProperties cannot be set to false");
    }
  }

  private void unreadable(@Nullable Object part, FieldPath at) {
    var problem = SchemaParts.problem(part);
    if (problem != null) {
      findings.invalid(at, part, problem);
    }
  }

  private void forbid(boolean isThere, FieldPath at, String name) {
    if (isThere) {
      findings.forbidden(at.child(name), name + " is not supported");
    }
  }

  private void extensions(JSONSchemaProps schema, Place place) {
    var at = place.at();
    var preserves = Boolean.TRUE.equals(schema.xKubernetesPreserveUnknownFields());
    var embedded = schema.xKubernetesEmbeddedResource();
    if (schema.xKubernetesIntOrString() && preserves) {
      findings.invalid(at.child(PRESERVE), true, "must be false if " + INT_OR_STRING + " is true");
    }
    if (schema.xKubernetesIntOrString() && embedded) {
      findings.invalid(at.child(EMBEDDED), true, "must be false if " + INT_OR_STRING + " is true");
    }
    if (embedded && place.inMeta()) {
      findings.forbidden(at.child(EMBEDDED), "must not be used inside of resource meta");
    }
    var additional = at.child("additionalProperties");
    if (place.level() == Level.ROOT && schema.additionalProperties() != null) {
      findings.forbidden(additional, "must not be used at the root");
    }
    if (embedded && schema.additionalProperties() != null) {
      findings.forbidden(additional, "must not be used if " + EMBEDDED + " is set");
    }
    if (embedded && !preserves && schema.properties().isEmpty()) {
      findings.required(
          at.child("properties"),
          "must not be empty if " + EMBEDDED + " is true without " + PRESERVE);
    }
  }

  /// What a resource is called and what it is has one form everywhere.
  private void metadata(JSONSchemaProps schema, Place place) {
    var isRoot = place.level() == Level.ROOT;
    if (!isRoot && !schema.xKubernetesEmbeddedResource()) {
      return;
    }
    var at = place.at().child("properties");
    demandType(schema, "kind", "string", at);
    demandType(schema, "apiVersion", "string", at);
    demandType(schema, "metadata", "object", at);
    var metadata = schema.properties().get("metadata");
    if (isRoot && metadata != null && saysMoreThanNames(metadata)) {
      findings.forbidden(
          at.key("metadata"),
          "must not specify anything other than name and generateName, but metadata is implicitly"
              + " specified");
    }
  }

  private void demandType(JSONSchemaProps schema, String name, String type, FieldPath at) {
    var property = schema.properties().get(name);
    if (property != null && !property.type().equals(type)) {
      findings.invalid(at.key(name).child("type"), property.type(), "must be " + type);
    }
  }

  private static boolean saysMoreThanNames(JSONSchemaProps metadata) {
    var names = Set.of("name", "generateName");
    if (!names.containsAll(metadata.properties().keySet())) {
      return true;
    }
    var rest = metadata.with(m -> m.type(null).properties(null).default_(null).example(null));
    return !rest.equals(JSONSchemaProps.EMPTY);
  }

  private void parts(JSONSchemaProps schema, Place place) {
    var isRoot = place.level() == Level.ROOT;
    var at = place.at();
    schema
        .properties()
        .forEach((name, property) -> {
          var below = place.below(at.child("properties").key(name), Level.FIELD);
          var isMeta = (isRoot || schema.xKubernetesEmbeddedResource()) && META.contains(name);
          structural(property, isMeta ? below.meta(isRoot ? "in top-level " + name : null) : below);
        });
    var values = SchemaParts.read(schema.additionalProperties());
    if (values != null) {
      var below = place.below(at.child("additionalProperties"), Level.FIELD);
      structural(
          values,
          place.inMeta()
              ? below.withoutDefault("inside additionalProperties applying to object metadata")
              : below);
    }
    var items = SchemaParts.read(schema.items());
    if (items != null) {
      structural(items, place.below(at.child("items"), Level.ITEM));
    }
  }
}
