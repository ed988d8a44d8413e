package dev.podo.apiserver.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionNames;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionSpec;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionVersion;
import dev.podo.model.apiextensions.v1.CustomResourceValidation;
import dev.podo.model.apiextensions.v1.JSONSchemaProps;
import dev.podo.model.meta.v1.ObjectMeta;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamingTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant LATER = NOW.plusSeconds(60);

  private static CustomResourceDefinition named(
      String group, String plural, String singular, String kind, String... shortNames) {
    return CustomResourceDefinition.builder()
        .metadata(ObjectMeta.builder().name(plural + "." + group).build())
        .spec(
            CustomResourceDefinitionSpec.builder()
                .group(group)
                .names(
                    CustomResourceDefinitionNames.builder()
                        .plural(plural)
                        .singular(singular)
                        .kind(kind)
                        .listKind(kind + "List")
                        .shortNames(List.of(shortNames))
                        .build())
                .build())
        .build();
  }

  private static CustomResourceDefinition alone(CustomResourceDefinition definition) {
    return Naming.judge(definition, List.of(definition), NOW);
  }

  private static String told(CustomResourceDefinition definition, String type) {
    var condition = Conditions.find(definition, type);
    return condition == null
        ? ""
        : condition.status() + " " + condition.reason() + ": " + condition.message();
  }

  @Test
  void acceptsNamesThatNobodyHas() {
    var judged = alone(named("a.io", "foos", "foo", "Foo", "f"));
    assertThat(judged.status().acceptedNames()).isEqualTo(judged.spec().names());
    assertThat(told(judged, "NamesAccepted")).isEqualTo("True NoConflicts: no conflicts found");
    assertThat(told(judged, "Established"))
        .isEqualTo("True InitialNamesAccepted: the initial names have been accepted");
  }

  @Test
  void judgingAgainChangesNothing() {
    var judged = alone(named("a.io", "foos", "foo", "Foo", "f"));
    assertThat(Naming.judge(judged, List.of(judged), LATER)).isEqualTo(judged);
  }

  @Test
  void othersMayHaveTheSameNamesInAnotherGroup() {
    var first = alone(named("a.io", "foos", "foo", "Foo", "f"));
    var second = named("b.io", "foos", "foo", "Foo", "f");
    assertThat(told(Naming.judge(second, List.of(first, second), NOW), "NamesAccepted"))
        .startsWith("True");
  }

  @Test
  void refusesEachNameThatIsTaken() {
    var first = alone(named("a.io", "foos", "foo", "Foo", "f", "ff"));
    assertRefused(
        first, named("a.io", "foo", "x", "X"), "PluralConflict: \"foo\" is already in use");
    assertRefused(
        first, named("a.io", "xs", "foos", "X"), "SingularConflict: \"foos\" is already in use");
    assertRefused(
        first, named("a.io", "xs", "x", "X", "f"), "ShortNamesConflict: \"f\" is already in use");
    assertRefused(
        first,
        named("a.io", "xs", "x", "X", "f", "ff"),
        "ShortNamesConflict: [\"f\" is already in use, \"ff\" is already in use]");
    assertRefused(
        first, named("a.io", "xs", "x", "FooList"), "KindConflict: \"FooList\" is already in use");
    assertRefused(
        first, named("a.io", "xs", "x", "Foo"), "ListKindConflict: \"FooList\" is already in use");
  }

  private static void assertRefused(
      CustomResourceDefinition first, CustomResourceDefinition second, String why) {
    var judged = Naming.judge(second, List.of(first, second), NOW);
    assertThat(told(judged, "NamesAccepted")).isEqualTo("False " + why);
    assertThat(told(judged, "Established"))
        .isEqualTo("False NotAccepted: not all names are accepted");
  }

  @Test
  void acceptsTheNamesThatAreFreeAllTheSame() {
    var first = alone(named("a.io", "foos", "foo", "Foo", "f"));
    var second = named("a.io", "bars", "bar", "Bar", "f");
    var accepted = Naming.judge(second, List.of(first, second), NOW).status().acceptedNames();
    assertThat(accepted.plural()).isEqualTo("bars");
    assertThat(accepted.shortNames()).isEmpty();
  }

  @Test
  void acceptsOnceTheOtherIsGone() {
    var first = alone(named("a.io", "foos", "foo", "Foo", "f"));
    var second = named("a.io", "bars", "bar", "Bar", "f");
    var refused = Naming.judge(second, List.of(first, second), NOW);
    var accepted = Naming.judge(refused, List.of(refused), LATER);
    assertThat(told(accepted, "NamesAccepted")).startsWith("True NoConflicts");
    assertThat(told(accepted, "Established")).startsWith("True");
    var condition = Conditions.find(accepted, "Established");
    assertThat(condition).isNotNull();
    assertThat(condition.lastTransitionTime()).isEqualTo(LATER);
  }

  @Test
  void staysEstablishedWhenItAsksForTakenNames() {
    var first = alone(named("a.io", "foos", "foo", "Foo", "f"));
    var second = named("a.io", "bars", "bar", "Bar");
    var established = Naming.judge(second, List.of(first, second), NOW);
    var renamed =
        established.withSpec(
            established
                .spec()
                .with(s -> s.names(s.build().names().with(n -> n.shortNames(List.of("f"))))));
    var judged = Naming.judge(renamed, List.of(first, renamed), LATER);
    assertThat(told(judged, "NamesAccepted")).startsWith("False ShortNamesConflict");
    assertThat(told(judged, "Established")).startsWith("True");
    assertThat(judged.status().acceptedNames().shortNames()).isEmpty();
  }

  @Test
  void groupsOfTheCommunityNeedApproval() {
    assertThat(approval("unapproved, experimental"))
        .isEqualTo("False UnapprovedAnnotation: not approved: \"unapproved, experimental\"");
    assertThat(approval("https://github.com/kubernetes/kubernetes/pull/1"))
        .isEqualTo(
            "True ApprovedAnnotation: approved in https://github.com/kubernetes/kubernetes/pull/1");
    assertThat(approval("yes")).startsWith("False InvalidAnnotation: protected groups must have");
    assertThat(approval("")).startsWith("False MissingAnnotation: protected groups must have");
    assertThat(
            told(
                alone(named("example.com", "x", "x", "X")),
                "KubernetesAPIApprovalPolicyConformant"))
        .isEmpty();
  }

  @Test
  void tellsOfSchemasThatAreNotStructural() {
    var definition = named("a.io", "foos", "foo", "Foo");
    var untyped = alone(definition.withSpec(withSchema(definition, JSONSchemaProps.EMPTY)));
    assertThat(told(untyped, "NonStructuralSchema"))
        .isEqualTo(
            "True Violations: spec.versions[0].schema.openAPIV3Schema.type: Required value: must not"
                + " be empty at the root");
    var typed = JSONSchemaProps.builder().type("object").build();
    var mended = alone(untyped.withSpec(withSchema(untyped, typed)));
    assertThat(told(mended, "NonStructuralSchema")).isEmpty();
    assertThat(told(mended, "Established")).startsWith("True");
  }

  private static CustomResourceDefinitionSpec withSchema(
      CustomResourceDefinition definition, JSONSchemaProps schema) {
    var validation = CustomResourceValidation.builder().openAPIV3Schema(schema).build();
    var version = CustomResourceDefinitionVersion.builder().name("v1").schema_(validation).build();
    return definition.spec().with(s -> s.versions(List.of(version)));
  }

  private static String approval(String annotation) {
    var definition = named("foo.k8s.io", "foos", "foo", "Foo");
    var annotated =
        definition.withMetadata(
            definition
                .metadata()
                .withAnnotations(
                    annotation.isEmpty()
                        ? Map.of()
                        : Map.of("api-approved.kubernetes.io", annotation)));
    return told(alone(annotated), "KubernetesAPIApprovalPolicyConformant");
  }
}
