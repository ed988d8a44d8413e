package dev.podo.machinery.kinds.customresourcedefinition;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.model.apiextensions.v1.JSONSchemaProps;

/// What the schema of a whole resource may not say. Where the status is written by itself, only
/// what can be said of the status without the rest.
final class RootRules {
  private static final String ALLOWED =
      "[Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength"
          + " MinLength Pattern MaxItems MinItems UniqueItems MultipleOf Required Items Properties"
          + " ExternalDocs Example XPreserveUnknownFields XValidations]";

  private RootRules() {}

  static void check(JSONSchemaProps schema, FieldPath at, boolean hasStatus, Findings findings) {
    if (hasStatus && !schema.type().isEmpty() && !schema.type().equals("object")) {
      findings.invalid(
          at.child("type"),
          schema.type(),
          "only \"object\" is allowed as the type at the root of the schema if the status"
              + " subresource is enabled");
    } else if (hasStatus && saysMore(schema)) {
      findings.invalidWhole(
          at,
          "only "
              + ALLOWED
              + " fields are allowed at the root of the schema if the status subresource is"
              + " enabled");
    }
    if (schema.nullable()) {
      findings.forbidden(at.child("nullable"), "nullable cannot be true at the root");
    }
  }

  private static boolean saysMore(JSONSchemaProps schema) {
    var allowed =
        JSONSchemaProps.builder()
            .description(schema.description())
            .type(schema.type())
            .format(schema.format())
            .title(schema.title())
            .maximum(schema.maximum())
            .exclusiveMaximum(schema.exclusiveMaximum())
            .minimum(schema.minimum())
            .exclusiveMinimum(schema.exclusiveMinimum())
            .maxLength(schema.maxLength())
            .minLength(schema.minLength())
            .pattern(schema.pattern())
            .maxItems(schema.maxItems())
            .minItems(schema.minItems())
            .uniqueItems(schema.uniqueItems())
            .multipleOf(schema.multipleOf())
            .required(schema.required())
            .items(schema.items())
            .properties(schema.properties())
            .externalDocs(schema.externalDocs())
            .example(schema.example())
            .xKubernetesPreserveUnknownFields(schema.xKubernetesPreserveUnknownFields())
            .xKubernetesValidations(schema.xKubernetesValidations())
            .build();
    return !allowed.equals(schema);
  }
}
