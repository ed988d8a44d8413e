package dev.podo.machinery.kinds.customresourcedefinition;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.structural.StructuralSchema;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionSpec;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionVersion;
import dev.podo.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What an update of a definition lets stand because the definition had it before: a rule that came
/// after it does not keep the rest of it from being changed. Upstream's `validationOptions`.
///
/// @param missingSchemas versions may lack a schema
/// @param oddTypes types may be any words
/// @param unprunedDefaults defaults may have fields that would be pruned
/// @param openSets elements of sets may be merged
/// @param looseKeys keys of lists may be missing, and elements null
/// @param unknownReviews no review version needs to be one that the server speaks
/// @param brokenCaBundle the certificates of the conversion webhook may be unreadable
/// @param preservesUnknown `preserveUnknownFields` may be true
record Leniency(
    boolean missingSchemas,
    boolean oddTypes,
    boolean unprunedDefaults,
    boolean openSets,
    boolean looseKeys,
    boolean unknownReviews,
    boolean brokenCaBundle,
    boolean preservesUnknown) {

  /// Of a new definition, which may hold certificates that are filled in later.
  static final Leniency NONE = new Leniency(false, false, false, false, false, false, true, false);

  /// What an update of this definition lets stand.
  static Leniency of(CustomResourceDefinition old) {
    var spec = old.spec();
    var schemas = schemas(spec);
    return new Leniency(
        schemas.size() < spec.versions().size(),
        has(schemas, it -> !it.type().isEmpty() && !SchemaRules.TYPES.contains(it.type())),
        schemas.stream().anyMatch(Leniency::hasUnprunedDefaults),
        has(schemas, ListRules::isOpenSet),
        has(schemas, ListRules::hasLooseKeys),
        !ConversionRules.isReviewKnown(spec),
        mayHaveBrokenCaBundle(old),
        spec.preserveUnknownFields());
  }

  private static List<JSONSchemaProps> schemas(CustomResourceDefinitionSpec spec) {
    var schemas = new ArrayList<JSONSchemaProps>();
    for (var version : spec.versions()) {
      var schema = schema(version);
      if (schema != null) {
        schemas.add(schema);
      }
    }
    return schemas;
  }

  static @Nullable JSONSchemaProps schema(CustomResourceDefinitionVersion version) {
    var validation = version.schema_();
    return validation == null ? null : validation.openAPIV3Schema();
  }

  private static boolean has(List<JSONSchemaProps> schemas, Predicate<JSONSchemaProps> what) {
    return schemas.stream().anyMatch(schema -> SchemaParts.anyMatch(schema, what));
  }

  private static boolean hasUnprunedDefaults(JSONSchemaProps schema) {
    var findings = new Findings();
    SchemaRules.checkStructure(schema, FieldPath.empty(), NONE, findings);
    return findings.isEmpty() && DefaultRules.isUnpruned(StructuralSchema.of(schema));
  }

  private static boolean mayHaveBrokenCaBundle(CustomResourceDefinition old) {
    if (!CustomResourceDefinitions.isTrue(old, CustomResourceDefinitions.ESTABLISHED)) {
      return true;
    }
    var bundle = ConversionRules.caBundle(old.spec());
    return bundle != null && !bundle.isEmpty() && CaBundles.problem(bundle) != null;
  }
}
