package dev.podo.machinery.kinds.customresourcedefinition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionRulesTest {
  private static final String SCHEMA = "spec.versions[0].schema.openAPIV3Schema";

  private static CustomResourceDefinition definition(String schema) {
    return read(
        """
        metadata: {name: things.example.com, resourceVersion: '1'}
        spec:
          group: example.com
          scope: Namespaced
          names: {plural: things, kind: Thing}
          versions:
          - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: %s}}
        """
            .formatted(schema));
  }

  private static CustomResourceDefinition read(String yaml) {
    var strategy = CustomResourceDefinitions.KIND.strategy();
    var read =
        Yaml.decode(
            CustomResourceDefinition.SCHEMA,
            yaml.getBytes(StandardCharsets.UTF_8),
            Strictness.STRICT);
    return strategy.defaults(strategy.prepareForCreate(read.value()));
  }

  private static List<String> errors(CustomResourceDefinition definition) {
    return CustomResourceDefinitions.KIND.strategy().validate(definition).stream()
        .map(FieldError::toString)
        .toList();
  }

  @Test
  void takesAnOrdinaryDefinitionAndNamesWhatWasLeftOut() {
    var definition = definition("{type: object, properties: {spec: {type: object}}}");
    assertThat(errors(definition)).isEmpty();
    assertThat(definition.spec().names().singular()).isEqualTo("thing");
    assertThat(definition.spec().names().listKind()).isEqualTo("ThingList");
    assertThat(definition.status().storedVersions()).containsExactly("v1");
    assertThat(definition.metadata().generation()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{type: string} | .type: Invalid value: \"string\": must be object at the root",
        "{type: object, properties: {a: {}}} | .properties[a].type: Required value: must not be"
            + " empty for specified object fields",
        "{type: object, properties: {a: {type: array}}} | .properties[a].items: Required value:"
            + " must be specified",
        "{type: object, properties: {a: {type: string, pattern: '('}}} | .properties[a].pattern:"
            + " Invalid value: \"(\": must be a valid regular expression, but isn't: error parsing"
            + " regexp: missing closing ): `(`",
        "{type: object, properties: {a: {type: integer, default: x}}} | .properties[a].default:"
            + " Invalid value: \"string\":  in body must be of type integer:"
            + " \"string\"",
        "{type: object, properties: {a: {type: object, default: {b: 1}}}} |"
            + " .properties[a].default: Invalid value: {\"b\":1}: must not have unknown fields",
        "{type: object, properties: {a: {type: object, anyOf: [{type: object}]}}} |"
            + " .properties[a].anyOf[0].type: Forbidden: must be empty to be structural",
        "{type: object, properties: {a: {type: array, uniqueItems: true, items: {type: string}}}} |"
            + " .properties[a].uniqueItems: Forbidden: uniqueItems cannot be set to true since the"
            + " runtime complexity becomes quadratic",
        "{type: object, properties: {a: {type: array, x-kubernetes-list-type: map,"
            + " items: {type: object}}}} | .properties[a].x-kubernetes-list-map-keys: Required"
            + " value: must not be empty if x-kubernetes-list-type is map"
      })
  void refusesSchemasThatAreNotStructural(String schema, String error) {
    assertThat(errors(definition(schema))).containsExactly(SCHEMA + error);
  }

  @Test
  void refusesWrongNamesVersionsAndConversions() {
    var wrong =
        read(
            """
            metadata: {name: things.example.com}
            spec:
              group: example
              scope: Space
              names: {plural: Things, kind: Thing, listKind: Thing}
              conversion: {strategy: Webhook, webhook: {conversionReviewVersions: [v2]}}
              versions:
              - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
              - {name: v1, served: true, storage: false}
            """);
    assertThat(errors(wrong))
        .anyMatch(it -> it.startsWith("metadata.name: Invalid value"))
        .contains(
            "spec.group: Invalid value: \"example\": should be a domain with at least one dot",
            "spec.scope: Unsupported value: \"Space\": supported values: \"Cluster\","
                + " \"Namespaced\"",
            "spec.versions[1].schema.openAPIV3Schema: Required value",
            "spec.names.listKind: Invalid value: \"Thing\": kind and listKind may not be the same",
            "spec.conversion.webhook.clientConfig: Required value: required when strategy is set"
                + " to Webhook")
        .anyMatch(it -> it.endsWith("must contain unique version names"))
        .anyMatch(it -> it.endsWith("must include at least one of v1, v1beta1"));
  }

  @Test
  void keepsWhatObjectsAreStoredUnder() {
    var strategy = CustomResourceDefinitions.KIND.strategy();
    var old = definition("{type: object}");
    var other = old.withSpec(old.spec().with(b -> b.group("example.org")));
    assertThat(strategy.validateUpdate(other, old))
        .extracting(FieldError::toString)
        .contains("spec.group: Invalid value: \"example.org\": field is immutable");
    var forgetful = old.withStatus(old.status().with(b -> b.storedVersions(List.of())));
    assertThat(strategy.validateStatusUpdate(forgetful, old)).hasSize(1);
  }
}
