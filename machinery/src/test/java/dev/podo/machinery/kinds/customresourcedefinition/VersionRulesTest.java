package dev.podo.machinery.kinds.customresourcedefinition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What versions, conversions and approvals are refused for, as upstream words it.
class VersionRulesTest {
  private static final String SCHEMA =
      "schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {"
          + "a: {type: string}, d: {type: number}, l: {type: array, items: {type: string}},"
          + " m: {type: object, additionalProperties: {type: string}}}},"
          + " metadata: {type: object, properties: {name: {type: string}}}}}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        ".spec.a | ~~",
        ".spec.m.key | ~~",
        "~~ | Required value",
        "spec.a | Invalid value: \"spec.a\": is an invalid path: expected [ or . but got: spec",
        ".spec['a'] | Invalid value: \".spec['a']\": is an invalid path: array notation is not allowed",
        ".spec.x | Invalid value: \".spec.x\": is an invalid path: does not refer to a valid field",
        ".spec. | Invalid value: \".spec.\": is an invalid path: unexpected end of JSON path",
        ".metadata.name | Invalid value: \".metadata.name\": must not point to fields in metadata",
        ".spec.d | Invalid value: \".spec.d\": must point to a field of type string, boolean or"
            + " integer. Enum string fields and strings with formats are allowed.",
        ".spec.l | Invalid value: \".spec.l\": must point to a field of type string, boolean or"
            + " integer. Enum string fields and strings with formats are allowed."
      })
  void selectsBySingleValuesThatTheSchemaStates(String path, String error) {
    var definition =
        Things.withVersion(SCHEMA + ", selectableFields: [{jsonPath: \"" + path + "\"}]");
    var at = "spec.versions[0].selectableFields[0].jsonPath: ";
    assertThat(Things.errors(definition))
        .isEqualTo(error.isEmpty() ? List.of() : List.of(at + error));
  }

  @Test
  void selectsByEightFieldsAtMostAndByEachOnce() {
    var nine =
        IntStream.range(0, 9)
            .mapToObj(i -> "{jsonPath: .spec.m.k" + i + "}")
            .collect(Collectors.joining(", "));
    assertThat(Things.errors(Things.withVersion(SCHEMA + ", selectableFields: [" + nine + "]")))
        .containsExactly(
            "spec.versions[0].selectableFields: Too many: 9: must have at most 8 items");
    var twice = "{jsonPath: .spec.a}, {jsonPath: .spec.a}";
    assertThat(Things.errors(Things.withVersion(SCHEMA + ", selectableFields: [" + twice + "]")))
        .containsExactly(
            "spec.versions[0].selectableFields[1].jsonPath: Duplicate value: \".spec.a\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "additionalPrinterColumns: [{name: A, type: text, jsonPath: .a}] |"
            + " additionalPrinterColumns[0].type: Invalid value: \"text\": must be one of"
            + " boolean,date,integer,number,string",
        "additionalPrinterColumns: [{name: A, jsonPath: .a}] |"
            + " additionalPrinterColumns[0].type: Required value: must be one of"
            + " boolean,date,integer,number,string",
        "additionalPrinterColumns: [{name: A, type: string, format: x, jsonPath: .a}] |"
            + " additionalPrinterColumns[0].format: Invalid value: \"x\": must be one of"
            + " byte,date,date-time,double,float,int32,int64,password",
        "additionalPrinterColumns: [{name: A, type: string, jsonPath: a}] |"
            + " additionalPrinterColumns[0].jsonPath: Invalid value: \"a\": must be a simple json path"
            + " starting with .",
        "subresources: {scale: {specReplicasPath: .status.a, statusReplicasPath: .status.a}} |"
            + " subresources.scale.specReplicasPath: Invalid value: \".status.a\": should be a json path"
            + " under .spec",
        "subresources: {scale: {specReplicasPath: .spec.a, statusReplicasPath: a}} |"
            + " subresources.scale.statusReplicasPath: Invalid value: \"a\": must be a simple json path"
            + " starting with .",
        "subresources: {scale: {specReplicasPath: .spec.a, statusReplicasPath: .status.a,"
            + " labelSelectorPath: .other}} | subresources.scale.labelSelectorPath: Invalid value:"
            + " \".other\": should be a json path under either .spec or .status",
        "deprecationWarning: x | deprecationWarning: Invalid value: \"x\": can only be set for"
            + " deprecated versions",
        "deprecated: true, deprecationWarning: '' |"
            + " deprecationWarning: Invalid value: \"\": must not be an empty string",
        "deprecated: true, deprecationWarning: \"a\\tb\" | deprecationWarning: Invalid value: \"a\\tb\":"
            + " must only contain printable UTF-8 characters; non-printable character found at index 1"
      })
  void refusesOddParts(String part, String error) {
    var definition = Things.withVersion(part + ", schema: {openAPIV3Schema: {type: object}}");
    assertThat(Things.errors(definition)).containsExactly("spec.versions[0]." + error);
  }

  @Test
  void restrictsTheRootWhereTheStatusIsWrittenByItself() {
    var schema = "schema: {openAPIV3Schema: {type: object, minProperties: 1}}";
    assertThat(Things.errors(Things.withVersion(schema))).isEmpty();
    assertThat(Things.errors(Things.withVersion("subresources: {status: {}}, " + schema)))
        .singleElement()
        .asString()
        .endsWith(
            "fields are allowed at the root of the schema if the status subresource is enabled");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{strategy: None} | ~~",
        "{strategy: None, webhook: {conversionReviewVersions: [v1]}} |"
            + " .webhook: Forbidden: should not be set when strategy is not set to Webhook",
        "{strategy: Webhook} | .webhook.clientConfig: Required value: required when strategy is set to"
            + " Webhook ;; .webhook.conversionReviewVersions: Required value",
        "{strategy: Webhook, webhook: {clientConfig: {url: 'http://a#f'}, conversionReviewVersions:"
            + " [v1]}} | .webhook.clientConfig.url: Invalid value: \"http\": 'https' is the only allowed"
            + " URL scheme; desired format: https://host[/path] ;; .webhook.clientConfig.url: Invalid"
            + " value: \"f\": fragments are not permitted in the URL",
        "{strategy: Webhook, webhook: {clientConfig: {service: {name: a, namespace: b, path: a/}},"
            + " conversionReviewVersions: [v1]}} | .webhook.clientConfig.service.path: Invalid value:"
            + " \"a/\": must start with a '/' ;; .webhook.clientConfig.service.path: Invalid value:"
            + " \"a/\": segment[0] may not be empty",
        "{strategy: Webhook, webhook: {clientConfig: {}, conversionReviewVersions: [v1, v1]}} |"
            + " .webhook.clientConfig: Required value: exactly one of url or service is required ;;"
            + " .webhook.conversionReviewVersions[1]: Invalid value: \"v1\": duplicate version",
        "{strategy: Webhook, webhook: {clientConfig: {url: 'https://a'}, conversionReviewVersions:"
            + " [v2]}} | .webhook.conversionReviewVersions: Invalid value: [\"v2\"]: must include at"
            + " least one of v1, v1beta1"
      })
  void refusesOddConversions(String conversion, String errors) {
    var found = Things.errors(Things.withSpec("conversion: " + conversion));
    if (errors.isEmpty()) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found)
          .map(it -> it.replace("spec.conversion", ""))
          .containsExactly(errors.split(" ;; "));
    }
  }

  @Test
  void readsTheCertificatesOfAnEstablishedDefinition() {
    var config =
        "conversion: {strategy: Webhook, webhook: {clientConfig: {url: 'https://a', caBundle: %s},"
            + " conversionReviewVersions: [v1]}}";
    var broken = Things.withSpec(config.formatted("bm9uZQ=="));
    var none = Things.withSpec("conversion: {strategy: None}");
    assertThat(Things.errors(broken)).isEmpty();
    assertThat(Things.errors(broken, none)).isEmpty();
    assertThat(Things.errors(broken, Things.established(none)))
        .containsExactly(
            "spec.conversion.webhook.clientConfig.caBundle: Invalid value: \"4 bytes\": unable to"
                + " load root certificates: unable to parse bytes as PEM block");
    var other = Things.withSpec(config.formatted("b3RoZXI="));
    assertThat(Things.errors(other, Things.established(broken))).isEmpty();
  }
}
