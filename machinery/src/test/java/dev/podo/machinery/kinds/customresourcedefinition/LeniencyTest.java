package dev.podo.machinery.kinds.customresourcedefinition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionNames;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What was stored before there was a rule can still be changed elsewhere.
class LeniencyTest {
  private static CustomResourceDefinition properties(String properties) {
    return Things.withSchema("{type: object, properties: {" + properties + "}}");
  }

  private static void letsStand(String wrong) {
    assertThat(Things.errors(properties(wrong))).isNotEmpty();
    assertThat(Things.errors(properties(wrong + ", more: {type: string}"), properties(wrong)))
        .isEmpty();
    assertThat(Things.errors(properties(wrong), properties("more: {type: string}"))).isNotEmpty();
  }

  @Test
  void letsOldListsTypesAndDefaultsStand() {
    letsStand("a: {type: odd}");
    letsStand("a: {type: array, x-kubernetes-list-type: set, items: {type: object}}");
    letsStand(
        "a: {type: array, x-kubernetes-list-type: set, items: {type: string, nullable: true}}");
    letsStand("a: {type: object, default: {b: 1}}");
  }

  @Test
  void doesNotLookAtASchemaThatIsAsItWas() {
    var old = properties("a: {}");
    var now = old.withSpec(old.spec().with(s -> s.names(shortened(old))));
    assertThat(Things.errors(old)).isNotEmpty();
    assertThat(Things.errors(now, old)).isEmpty();
    assertThat(Things.errors(properties("a: {}, b: {type: string}"), old)).isNotEmpty();
  }

  private static CustomResourceDefinitionNames shortened(CustomResourceDefinition definition) {
    return definition.spec().names().with(n -> n.shortNames(List.of("t")));
  }

  @Test
  void wantsSchemasOfServedVersionsOnlyWhereSomeWereMissing() {
    var without = Things.withVersion("deprecated: false");
    var still = Things.withVersion("deprecated: true");
    assertThat(Things.errors(without))
        .containsExactly("spec.versions[0].schema.openAPIV3Schema: Required value");
    assertThat(Things.errors(still, without))
        .containsExactly(
            "spec.versions[0].schema.openAPIV3Schema: Required value: because otherwise all fields"
                + " are pruned");
  }

  @Test
  void letsAWrongApprovalStandButTakesNoOther() {
    var approved = named(Map.of("api-approved.kubernetes.io", "https://github.com/x/y/pull/1"));
    var missing = named(Map.of());
    var odd = named(Map.of("api-approved.kubernetes.io", "sure"));
    assertThat(Things.errors(approved)).isEmpty();
    assertThat(Things.errors(missing))
        .containsExactly(
            "metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must"
                + " have approval annotation \"api-approved.kubernetes.io\", see"
                + " https://github.com/kubernetes/enhancements/pull/1111");
    assertThat(Things.errors(missing, missing)).isEmpty();
    assertThat(Things.errors(odd, approved)).hasSize(1);
    assertThat(Things.errors(odd, odd)).isEmpty();
  }

  private static CustomResourceDefinition named(Map<String, String> annotations) {
    var definition =
        Things.read(
            """
            metadata: {name: things.x.k8s.io, resourceVersion: '1'}
            spec:
              group: x.k8s.io
              scope: Namespaced
              names: {plural: things, kind: Thing}
              versions:
              - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
            """);
    return definition.withMetadata(definition.metadata().withAnnotations(annotations));
  }

  @Test
  void tellsWhatIsNotStructural() {
    assertThat(CustomResourceDefinitions.nonStructural(properties("a: {type: string}"))).isEmpty();
    assertThat(Things.texts(CustomResourceDefinitions.nonStructural(properties("a: {}"))))
        .containsExactly(
            "spec.versions[0].schema.openAPIV3Schema.properties[a].type: Required value: must not be"
                + " empty for specified object fields");
  }
}
