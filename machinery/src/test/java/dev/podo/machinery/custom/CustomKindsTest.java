package dev.podo.machinery.custom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.table.IncludeObject;
import dev.podo.machinery.table.Tables;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.autoscaling.v1.Scale;
import dev.podo.model.autoscaling.v1.ScaleSpec;
import dev.podo.model.meta.v1.TableColumnDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CustomKindsTest {
  private static final String DEFINITION =
      """
      metadata: {name: crontabs.stable.example.com}
      spec:
        group: stable.example.com
        scope: Namespaced
        names: {plural: crontabs, singular: crontab, kind: CronTab, listKind: CronTabList,
          shortNames: [ct], categories: [all]}
        versions:
        - name: v1
          served: true
          storage: true
          subresources:
            status: {}
            scale: {specReplicasPath: .spec.count, statusReplicasPath: .status.count,
              labelSelectorPath: .status.selector}
          selectableFields: [{jsonPath: .spec.color}]
          additionalPrinterColumns:
          - {name: Count, type: integer, jsonPath: .spec.count}
          - {name: Ready, type: string, priority: 1,
             jsonPath: '.status.conditions[?(@.type=="Ready")].status'}
          - {name: Born, type: date, jsonPath: .metadata.creationTimestamp}
          schema:
            openAPIV3Schema:
              type: object
              required: [spec]
              properties:
                spec:
                  type: object
                  required: [color]
                  properties:
                    color: {type: string, enum: [red, blue], default: red}
                    count: {type: integer, minimum: 0, maximum: 10}
                    when: {type: string, format: date-time, nullable: true}
                    name: {type: string, maxLength: 3, pattern: '^[a-z]+$'}
                    port: {x-kubernetes-int-or-string: true}
                    free: {type: object, x-kubernetes-preserve-unknown-fields: true,
                      properties: {known: {type: object}}}
                    labels: {type: object, additionalProperties: {type: string}}
                    ports:
                      type: array
                      x-kubernetes-list-type: map
                      x-kubernetes-list-map-keys: [port, protocol]
                      items:
                        type: object
                        required: [port]
                        properties:
                          port: {type: integer}
                          protocol: {type: string, default: TCP}
                          weight: {type: integer, maximum: 5}
                    loose: {type: array, x-kubernetes-preserve-unknown-fields: true,
                      items: {type: object, properties: {known: {type: object}}}}
                    set: {type: array, x-kubernetes-list-type: set, items: {type: string}}
                    template: {type: object, x-kubernetes-embedded-resource: true,
                      x-kubernetes-preserve-unknown-fields: true}
                status:
                  type: object
                  x-kubernetes-preserve-unknown-fields: true
        - name: v2
          served: true
          storage: false
          schema:
            openAPIV3Schema:
              type: object
              x-kubernetes-preserve-unknown-fields: true
      """;

  private static final CustomKinds KINDS = new CustomKinds(definition(), VersionConverter.NONE);
  private static final Kind<DynamicObject> V1 = Objects.requireNonNull(KINDS.kind("v1"));
  private static final Kind<DynamicObject> V2 = Objects.requireNonNull(KINDS.kind("v2"));

  private static CustomResourceDefinition definition() {
    return Yaml.decode(
            CustomResourceDefinition.SCHEMA,
            DEFINITION.getBytes(StandardCharsets.UTF_8),
            Strictness.STRICT)
        .value();
  }

  private static DynamicObject object(String spec) {
    var yaml =
        "{apiVersion: stable.example.com/v1, kind: CronTab, metadata: {name: a, namespace: ns,"
            + " resourceVersion: '1'}, spec: "
            + spec
            + "}";
    return Yaml.decode(
            DynamicObject.SCHEMA, yaml.getBytes(StandardCharsets.UTF_8), Strictness.IGNORE)
        .value();
  }

  private static List<String> errors(String spec) {
    return texts(V1.strategy().validate(V1.strategy().defaults(object(spec))));
  }

  private static List<String> changes(String before, String after) {
    return texts(V1.strategy().validateUpdate(object(after), object(before)));
  }

  private static List<String> texts(List<FieldError> errors) {
    return errors.stream().map(FieldError::toString).toList();
  }

  @Test
  void declaresAKindForEachVersion() {
    assertThat(V1.toString()).isEqualTo("crontabs.stable.example.com");
    assertThat(V1.storageKey()).isEqualTo("stable.example.com/crontabs").isEqualTo(V2.storageKey());
    assertThat(V2.storageKind()).isSameAs(V1);
    assertThat(V1.shortNames()).containsExactly("ct");
    assertThat(V1.hasStatus()).isTrue();
    assertThat(V2.hasStatus()).isFalse();
    assertThat(KINDS.served()).containsExactly(V1, V2);
    assertThat(V1.listKind()).isEqualTo("CronTabList");
  }

  @Test
  void prunesWhatTheSchemaDoesNotKnowAndTellsIt() {
    var object =
        object(
            "{x: 1, free: {a: {b: 1}, known: {c: 1}}, labels: {a: b}, ports: [{port: 1, z: 2}], loose:"
                + " [{a: 1, known: {b: 1}}]}");
    var conformed = V1.strategy().conform(object.with("extra", 1L), Strictness.STRICT);
    assertThat(conformed.problems())
        .containsExactly(
            "unknown field \"extra\"",
            "unknown field \"spec.free.known.c\"",
            "unknown field \"spec.loose[0].known.b\"",
            "unknown field \"spec.ports[0].z\"",
            "unknown field \"spec.x\"");
    assertThat(conformed.value().toString())
        .contains(
            "\"spec\":{\"free\":{\"a\":{\"b\":1},\"known\":{}},\"labels\":{\"a\":\"b\"},"
                + "\"loose\":[{\"a\":1,\"known\":{}}]");
    assertThat(V1.strategy().conform(object, Strictness.IGNORE).problems()).isEmpty();
  }

  @Test
  void prunesTheMetadataOfObjectsWithinObjects() {
    var object =
        object(
            "{template: {apiVersion: v1, kind: Pod, own: 1, metadata: {name: a, odd: 1, labels: {any:"
                + " label}, ownerReferences: [{name: b, odd: 2}]}}}");
    var conformed = V1.strategy().conform(object, Strictness.STRICT);
    assertThat(conformed.problems())
        .containsExactly(
            "unknown field \"spec.template.metadata.odd\"",
            "unknown field \"spec.template.metadata.ownerReferences[0].odd\"");
    assertThat(conformed.value().toString())
        .contains(
            "\"metadata\":{\"labels\":{\"any\":\"label\"},\"name\":\"a\","
                + "\"ownerReferences\":[{\"name\":\"b\"}]},\"own\":1}");
  }

  @Test
  void fillsDefaultsAndDropsNullsThatMayNotBe() {
    var object = object("{count: null, color: null, when: null, ports: [{port: 1}]}");
    var defaulted = V1.strategy().defaults(object);
    assertThat(defaulted.toString())
        .contains(
            "\"spec\":{\"color\":\"red\",\"ports\":[{\"port\":1,\"protocol\":\"TCP\"}],\"when\":null}");
    assertThat(V1.strategy().defaults(defaulted)).isEqualTo(defaulted);
  }

  @Test
  void showsStoredObjectsWithDefaultsThatCameLater() {
    assertThat(V1.fromStorage(object("{}")).get("spec", "color")).isEqualTo("red");
    var elsewhere = V2.fromStorage(object("{}"));
    assertThat(elsewhere.apiVersion()).isEqualTo("stable.example.com/v2");
    assertThat(V2.toStorage(elsewhere).apiVersion()).isEqualTo("stable.example.com/v1");
  }

  @Test
  void saysWhatIsWrongInUpstreamsWords() {
    assertThat(errors("{color: green, count: 11, name: abcd, when: soon, port: true}"))
        .containsExactly(
            "spec.color: Unsupported value: \"green\": supported values: \"red\", \"blue\"",
            "spec.count: Invalid value: 11: spec.count in body should be less than or equal to 10",
            "spec.name: Too long: may not be more than 3 bytes",
            "spec.port: Invalid value: \"boolean\": spec.port in body must be of type"
                + " integer,string: \"boolean\"",
            "spec.when: Invalid value: \"soon\": spec.when in body must be of type date-time:"
                + " \"soon\"");
    assertThat(errors("{name: A, count: x, ports: [{}]}"))
        .containsExactly(
            "spec.count: Invalid value: \"string\": spec.count in body must be of type integer:"
                + " \"string\"",
            "spec.name: Invalid value: \"A\": spec.name in body should match '^[a-z]+$'",
            "spec.ports[0].port: Required value",
            ".spec.count: Invalid value: 0: .spec.count accessor error: x is of the type string,"
                + " expected int64");
    assertThat(errors("{set: [a, b, a, a], ports: [{port: 1}, {port: 1, protocol: TCP}]}"))
        .containsExactly(
            "spec.ports[1]: Duplicate value: {\"port\":1,\"protocol\":\"TCP\"}",
            "spec.set[2]: Duplicate value: \"a\"");
    assertThat(errors("{template: {apiVersion: v1, kind: Not_A_Kind}}")).hasSize(1);
    assertThat(errors("{template: {}}"))
        .containsExactly(
            "spec.template.apiVersion: Required value", "spec.template.kind: Required value");
  }

  @Test
  void letsStandWhatWasInvalidBeforeAndIsUnchanged() {
    assertThat(changes("{color: green}", "{color: green, count: 1}")).isEmpty();
    assertThat(changes("{color: green}", "{color: pink}")).hasSize(1);
    assertThat(
            changes(
                "{color: red, ports: [{port: 1, protocol: TCP, weight: 9}]}",
                "{color: red, ports: [{port: 2, protocol: TCP}, {port: 1, protocol: TCP, weight: 9}]}"))
        .isEmpty();
    assertThat(changes("{color: red, set: [a, a]}", "{color: red, set: [b, b]}")).isEmpty();
  }

  @Test
  void countsGenerationsAndKeepsTheStatusApart() {
    var strategy = V1.strategy();
    var created = strategy.prepareForCreate(object("{color: red}").with("status", "x"));
    assertThat(created.metadata().generation()).isEqualTo(1);
    assertThat(created.content()).doesNotContainKey("status");
    var changed = strategy.prepareForUpdate(object("{color: blue}"), created);
    assertThat(changed.metadata().generation()).isEqualTo(2);
    var status = strategy.prepareForStatusUpdate(object("{}").with("status", "y"), created);
    assertThat(status.get("spec")).isEqualTo(created.get("spec"));
    assertThat(status.get("status")).isEqualTo("y");
  }

  @Test
  void showsItsColumns() {
    var object =
        object("{count: 3}")
            .with(
                "status",
                Yaml.parse(
                    "{conditions: [{type: Up, status: 'No'}, {type: Ready, status: 'Yes'}]}"
                        .getBytes(StandardCharsets.UTF_8)));
    var now = Instant.parse("2026-01-01T00:10:00Z");
    var born = object.metadata().withCreationTimestamp(Instant.parse("2026-01-01T00:00:00Z"));
    var table = Tables.of(V1, object.withMetadata(born), IncludeObject.NONE, now);
    assertThat(table.columnDefinitions().stream().map(TableColumnDefinition::name))
        .containsExactly("Name", "Count", "Ready", "Born");
    assertThat(table.rows().getFirst().cells()).containsExactly("a", 3L, "Yes", "10m");
    assertThat(Tables.definitions(V2).stream().map(TableColumnDefinition::name))
        .containsExactly("Name", "Age");
  }

  @Test
  void scalesAndSelectsWhereTheDefinitionSays() {
    var scale = Objects.requireNonNull(V1.scale());
    var object = object("{count: 3, color: blue}").with("status", null);
    assertThat(scale.read(object).spec().replicas()).isEqualTo(3);
    assertThat(scale.path()).containsExactly("spec", "count");
    var five = Scale.builder().spec(ScaleSpec.builder().replicas(5).build()).build();
    assertThat(scale.write(object, five).get("spec", "count")).isEqualTo(5L);
    assertThat(V1.selectableFields()).containsKeys("spec.color", "metadata.name");
    assertThat(Objects.requireNonNull(V1.selectableFields().get("spec.color")).apply(object))
        .isEqualTo("blue");
  }
}
