package dev.podo.machinery.custom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.kind.Strategy;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What objects are refused for, in upstream's words.
class CustomStrategyTest {
  private static final Strategy<DynamicObject> THINGS =
      strategy(
          """
          metadata: {name: things.example.com}
          spec:
            group: example.com
            scope: Cluster
            names: {plural: things, singular: thing, kind: Thing, listKind: ThingList}
            versions:
            - name: v1
              served: true
              storage: true
              subresources:
                status: {}
                scale: {specReplicasPath: .spec.size, statusReplicasPath: .status.size,
                  labelSelectorPath: .status.selector}
              schema:
                openAPIV3Schema:
                  type: object
                  properties:
                    spec: {type: object, x-kubernetes-preserve-unknown-fields: true, properties: {
                      num: {type: integer}}}
                    status: {type: object, x-kubernetes-preserve-unknown-fields: true, properties: {
                      num: {type: integer, maximum: 3}}}
          """);

  private static Strategy<DynamicObject> strategy(String yaml) {
    var definition =
        Yaml.decode(
                CustomResourceDefinition.SCHEMA,
                yaml.getBytes(StandardCharsets.UTF_8),
                Strictness.STRICT)
            .value();
    var kinds = new CustomKinds(definition, VersionConverter.NONE);
    return Objects.requireNonNull(kinds.kind("v1")).strategy();
  }

  /// A strategy whose objects have one field, `p`, of this schema.
  private static Strategy<DynamicObject> ofField(String schema) {
    return ofSchema("type: object, properties: {p: {" + schema + "}}");
  }

  private static Strategy<DynamicObject> ofSchema(String schema) {
    return strategy(
        """
        metadata: {name: things.example.com}
        spec:
          group: example.com
          scope: Cluster
          names: {plural: things, singular: thing, kind: Thing, listKind: ThingList}
          versions:
          - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {%s}}}
        """
            .formatted(schema));
  }

  private static DynamicObject object(String content) {
    var yaml =
        "{apiVersion: example.com/v1, kind: Thing, metadata: {name: a, resourceVersion: '1'}, "
            + content
            + "}";
    return Yaml.decode(
            DynamicObject.SCHEMA, yaml.getBytes(StandardCharsets.UTF_8), Strictness.IGNORE)
        .value();
  }

  private static List<String> texts(List<FieldError> errors) {
    return errors.stream().map(FieldError::toString).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "spec: {size: x} | .spec.size: Invalid value: 0: .spec.size accessor error: x is of the type"
            + " string, expected int64",
        "spec: {size: -1} | .spec.size: Invalid value: -1: should be a non-negative integer",
        "spec: {size: 3000000000} | .spec.size: Invalid value: 3000000000: should be less than or equal"
            + " to 2147483647",
        "spec: {size: 1.5} | .spec.size: Invalid value: 0: .spec.size accessor error: 1.5 is of the type"
            + " float64, expected int64",
        "status: {size: true} | .status.size: Invalid value: 0: .status.size accessor error: true is of"
            + " the type bool, expected int64",
        "status: {selector: 1} | .status.selector: Invalid value: \"\": .status.selector accessor error:"
            + " 1 is of the type int64, expected string"
      })
  void wantsTheScaleToBeNumbers(String content, String error) {
    assertThat(texts(THINGS.validate(object(content)))).containsExactly(error);
  }

  @Test
  void looksAtTheStatusAloneWhereItIsWrittenByItself() {
    var old = object("spec: {num: x}, status: {num: 1}");
    var now = object("spec: {num: x}, status: {num: 5}");
    assertThat(texts(THINGS.validateStatusUpdate(now, old)))
        .containsExactly(
            "status.num: Invalid value: 5: num in body should be less than or equal to 3");
    assertThat(THINGS.validateStatusUpdate(now, now)).isEmpty();
    assertThat(THINGS.validateStatusUpdate(old, now)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spec: {num: 1} | spec: {num: 2} | 2 | 2",
        "spec: {num: 1}, status: {num: 1} | spec: {num: 1}, status: {num: 2} | 1 | 2",
        "other: 1 | other: 2 | 1 | 2",
        "spec: {num: 1} | spec: {num: 1} | 1 | 1"
      })
  void countsGenerationsOfAllButMetadataAndAStatusOfItsOwn(
      String before, String after, long withStatus, long without) {
    var plain =
        ofSchema(
            "type: object, x-kubernetes-preserve-unknown-fields: true, properties: {spec: {type:"
                + " object, x-kubernetes-preserve-unknown-fields: true}}");
    var old = object(before).withMetadata(object(before).metadata().with(m -> m.generation(1)));
    var now = object(after).withMetadata(object(after).metadata().withLabels(Map.of("a", "b")));
    assertThat(plain.prepareForUpdate(now, old).metadata().generation()).isEqualTo(without);
    var known = before.startsWith("other") ? old : now;
    assertThat(THINGS.prepareForUpdate(known, old).metadata().generation()).isEqualTo(withStatus);
  }

  @Test
  void warnsOfFinalizersWithoutAPath() {
    var plain = object("spec: {}");
    var held =
        plain.withMetadata(
            plain.metadata().withFinalizers(List.of("a.b", "a.b/c", "foregroundDeletion")));
    var warning =
        "metadata.finalizers: \"a.b\": prefer a domain-qualified finalizer name including a path (/)"
            + " to avoid accidental conflicts with other finalizer writers";
    assertThat(THINGS.warnings(held)).containsExactly(warning);
    assertThat(THINGS.updateWarnings(held, plain)).containsExactly(warning);
    assertThat(THINGS.updateWarnings(held, held)).isEmpty();
  }

  @Test
  void tellsKindAndVersionThatAreWrongTogether() {
    var other = DynamicObject.of("example.com/v2", "Other", object("").metadata(), Map.of());
    assertThat(texts(THINGS.validate(other)))
        .containsExactly(
            "kind: Invalid value: \"Other\": must be Thing",
            "apiVersion: Invalid value: \"example.com/v2\": must be example.com/v1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "type: integer | a | Invalid value: \"string\": p in body must be of type integer: \"string\"",
        "type: integer | null | Invalid value: \"null\": p in body must be of type integer: \"null\"",
        "type: string, maxLength: 2 | abc | Too long: may not be more than 2 bytes",
        "type: string, minLength: 2 | a | Invalid value: \"a\": p in body should be at least 2 chars"
            + " long",
        "type: string, pattern: ^a$ | b | Invalid value: \"b\": p in body should match '^a$'",
        "type: string, enum: [a, b] | c | Unsupported value: \"c\": supported values: \"a\", \"b\"",
        "type: integer, enum: [1] | 2 | Unsupported value: 2: supported values: \"1\"",
        "type: integer, multipleOf: 2 | 3 | Invalid value: 3: p in body should be a multiple of 2",
        "type: integer, minimum: 2, exclusiveMinimum: true | 2 | Invalid value: 2: p in body should be"
            + " greater than 2",
        "type: number, maximum: 2.5 | 3 | Invalid value: 3: p in body should be less than or equal to"
            + " 2.5",
        "type: array, items: {type: string}, maxItems: 2 | [a, b, c] | Too many: 3: must have at most 2"
            + " items",
        "type: array, items: {type: string}, minItems: 1 | [] | Invalid value: 0: p in body should have"
            + " at least 1 items",
        "type: object, maxProperties: 1, additionalProperties: {type: string} | {a: b, c: d} | Too many:"
            + " 2: must have at most 1 item",
        "type: object, minProperties: 1, additionalProperties: {type: string} | {} | Invalid value: 0: p"
            + " in body should have at least 1 properties",
        "type: string, format: date-time | noon | Invalid value: \"noon\": p in body must be of type"
            + " date-time: \"noon\"",
        "type: integer, format: int32 | 3000000000 | ~~",
        "type: string, format: odd | anything | ~~",
        "x-kubernetes-int-or-string: true | 8080 | ~~",
        "x-kubernetes-int-or-string: true | http | ~~",
        "x-kubernetes-int-or-string: true | true | Invalid value: \"boolean\": p in body must be of type"
            + " integer,string: \"boolean\"",
        "type: string, nullable: true | null | ~~",
        "type: string, not: {enum: [a]} | a | n"
      })
  void tellsWhatASchemaForbids(String schema, String value, String error) {
    var found = texts(ofField(schema).validate(object("p: " + value)));
    if (error.equals("n")) {
      assertThat(found)
          .containsExactly("<nil>: Invalid value: \"\": \"p\" must not validate the schema (not)");
    } else {
      assertThat(found).isEqualTo(error.isEmpty() ? List.of() : List.of("p: " + error));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{apiVersion: v1, kind: Pod, spec: {}} | ~~",
        "{apiVersion: v1, kind: Pod, metadata: {name: a/b}} | .metadata.name: Invalid value: \"a/b\": may"
            + " not contain '/'",
        "{apiVersion: v1, kind: Pod, metadata: {labels: {a: '-'}}} | .metadata.labels: Invalid value:"
            + " \"-\": a valid label must be an empty string or consist of alphanumeric characters, '-',"
            + " '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
            + " 'my_value',  or '12345', regex used for validation is"
            + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
        "{kind: Pod} | .apiVersion: Required value",
        "{apiVersion: a/b/c, kind: Pod} | .apiVersion: Invalid value: \"a/b/c\": unexpected GroupVersion"
            + " string: a/b/c",
        "{apiVersion: v1, kind: a_b} | k"
      })
  void holdsObjectsWithinObjectsToTheRulesOfAllObjects(String object, String error) {
    var strategy =
        ofField(
            "type: object, additionalProperties: {type: object, x-kubernetes-embedded-resource: true,"
                + " x-kubernetes-preserve-unknown-fields: true}");
    var found = texts(strategy.validate(object("p: {x: " + object + "}")));
    if (error.equals("k")) {
      assertThat(found)
          .singleElement()
          .asString()
          .startsWith("p[x].kind: Invalid value: \"a_b\": may have mixed case, but");
    } else {
      assertThat(found).isEqualTo(error.isEmpty() ? List.of() : List.of("p[x]" + error));
    }
  }

  @Test
  void tellsWhichFieldIsMissing() {
    var strategy = ofField("type: object, required: [a], properties: {a: {type: string}}");
    assertThat(texts(strategy.validate(object("p: {}")))).containsExactly("p.a: Required value");
  }

  /// The engine takes time linear in the text; a backtracking one would never end here.
  @Test
  void matchesHostilePatternsInTheLengthOfTheText() {
    var strategy = ofField("type: string, pattern: '^(a+)+$'");
    var text = "a".repeat(50_000) + "!";
    assertThat(strategy.validate(object("p: '" + text + "'"))).hasSize(1);
    var nested = ofField("type: string, pattern: '^(([a-z])+.)+[A-Z]([a-z])+$'");
    assertThat(nested.validate(object("p: '" + "a".repeat(50_000) + "'"))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "uri | https://a.b/c | a b",
        "email | a@b.c | a.b.c",
        "hostname | a-b.example.com | -a",
        "ipv4 | 10.0.0.1 | 10.0.0.256",
        "ipv6 | fe80::1 | 10.0.0.1",
        "cidr | 10.0.0.0/8 | 10.0.0.0/33",
        "mac | 00:11:22:aa:bb:cc | 00:11",
        "uuid | a8098c1a-f86e-11da-bd1a-00112444be1e | a8098c1a",
        "uuid3 | bcd02e22-68f0-3046-a512-327cca9def8f | bcd02e22-68f0-4046-a512-327cca9def8f",
        "uuid4 | 025b0d74-00a2-4048-bf57-227c5111bb34 | 025b0d74-00a2-5048-bf57-227c5111bb34",
        "uuid5 | 886313e1-3b8a-5372-9b90-0c9aee199e5d | 886313e1-3b8a-4372-9b90-0c9aee199e5d",
        "isbn | 978-0-306-40615-7 | 978-0-306-40615-8",
        "isbn10 | 0-306-40615-2 | 0-306-40615-3",
        "isbn13 | 978-0-306-40615-7 | 0-306-40615-2",
        "creditcard | 4111 1111 1111 1111 | 4111 1111 1111 1112",
        "ssn | 111-22-3333 | 11-22-3333",
        "hexcolor | #FFFFFF | #GG",
        "rgbcolor | rgb(1, 2, 3) | rgb(1, 2)",
        "byte | aGVsbG8= | a",
        "date | 2026-02-28 | 2026-02-30",
        "duration | 3 days | soon",
        "date-time | 2026-02-28T10:00:00Z | 2026-02-28 10:00",
        "bsonobjectid | 507f1f77bcf86cd799439011 | 507f",
        "k8s-short-name | a-b | a.b",
        "k8s-long-name | a.b | A.b"
      })
  void knowsUpstreamsFormats(String format, String right, String wrong) {
    var strategy = ofField("type: string, format: " + format);
    assertThat(strategy.validate(object("p: '" + right + "'"))).as(right).isEmpty();
    assertThat(strategy.validate(object("p: '" + wrong + "'"))).as(wrong).hasSize(1);
  }
}
