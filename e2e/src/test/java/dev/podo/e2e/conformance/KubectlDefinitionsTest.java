package dev.podo.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.clients.cluster.Kubectls;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What kubectl reads of custom resources in the OpenAPI documents, on simulated nodes.
@Tag("e2e")
class KubectlDefinitionsTest {
  @RegisterExtension static final OnCluster CLUSTER = new OnCluster();

  @TempDir static Path home;

  @BeforeAll
  static void needsKubectl() {
    Kubectls.assumeKubectl();
  }

  private static Published kind(String kind) {
    return new Published(new Swagger(CLUSTER), "told", kind, List.of("v1"));
  }

  /// An object as JSON.
  ///
  /// @param content its fields, such as `"spec": {}`
  private static String object(Published definition, String content) {
    return """
    {"kind": "%s", "apiVersion": "%s/v1", "metadata": {"name": "test"}, %s}\
    """
        .formatted(definition.kind(), definition.fullGroup(), content);
  }

  private static void assertTaken(Kubectl kubectl, Published definition, String content) {
    for (var command : List.of("create", "apply")) {
      kubectl.runWith(object(definition, content), command, "-f", "-");
      kubectl.run("delete", definition.plural(), "test");
    }
  }

  private static void assertRefused(
      Kubectl kubectl, Published definition, String content, String why) {
    for (var command : List.of("create", "apply")) {
      var result = kubectl.tryWith(object(definition, content), command, "-f", "-");
      assertThat(result.exitCode()).as(result.toString()).isNotZero();
      assertThat(result.err()).contains(why);
    }
  }

  @Test
  void checksAndExplainsWhatASchemaSays() {
    var kubectl = Kubectl.in(CLUSTER, home, "with-schema");
    var definition = kind("TestFoo").define(Published.FOO);
    assertTaken(kubectl, definition, "\"spec\": {\"bars\": [{\"name\": \"test-bar\"}]}");
    assertRefused(
        kubectl,
        definition,
        "\"spec\": {\"bars\": [{\"name\": \"test-bar\", \"feeling\": \"NonExistentValue\"}]}",
        "Unsupported value: \"NonExistentValue\"");
    assertRefused(kubectl, definition, "\"spec\": {\"foo\": true}", "unknown field \"spec.foo\"");
    assertRefused(
        kubectl,
        definition,
        "\"spec\": {\"bars\": [{\"age\": \"10\"}]}",
        "spec.bars[0].name: Required value");
    var name = definition.plural();
    assertThat(kubectl.run("explain", name))
        .containsPattern(
            "(?s)DESCRIPTION:.*Foo CRD for Testing.*FIELDS:.*apiVersion.*<string>.*APIVersion"
                + " defines.*spec.*<Object>.*Specification of Foo");
    assertThat(kubectl.run("explain", name + ".metadata"))
        .containsPattern(
            "(?s)DESCRIPTION:.*Standard object's metadata.*FIELDS:.*creationTimestamp.*<string>"
                + ".*CreationTimestamp is a timestamp");
    assertThat(kubectl.run("explain", name + ".spec"))
        .containsPattern(
            "(?s)DESCRIPTION:.*Specification of Foo.*FIELDS:.*bars.*<\\[\\]Object>.*List of Bars"
                + " and their specs");
    assertThat(kubectl.run("explain", name + ".spec.bars"))
        .containsPattern(
            "(?s)FIELD:.*bars.*<\\[\\]Object>.*DESCRIPTION:.*List of Bars and their specs"
                + ".*FIELDS:.*bazs.*<\\[\\]string>.*List of Bazs.*name.*<string>.*Name of Bar");
    var absent = kubectl.tryWith("", "explain", name + ".spec.bars2");
    assertThat(absent.exitCode()).isNotZero();
    assertThat(absent.err()).contains("field \"bars2\" does not exist");
    definition.delete();
    definition.awaitUnpublished();
  }

  @Test
  void takesAnythingWhereNoSchemaSaysWhat() {
    var kubectl = Kubectl.in(CLUSTER, home, "without-schema");
    var definition =
        kind("TestEmpty").define("{type: object, x-kubernetes-preserve-unknown-fields: true}");
    assertTaken(kubectl, definition, "\"a\": {\"b\": [{\"c\": \"d\"}]}");
    assertThat(kubectl.run("explain", definition.plural()))
        .containsPattern("(?s)DESCRIPTION:.*<empty>");
    definition.delete();
    definition.awaitUnpublished();
  }

  @Test
  void takesAnythingAtARootThatKeepsWhatIsUnknown() {
    var kubectl = Kubectl.in(CLUSTER, home, "unknown-at-root");
    var definition =
        kind("TestRoot").define(Published.WALDO + "x-kubernetes-preserve-unknown-fields: true\n");
    assertTaken(kubectl, definition, "\"a\": {\"b\": [{\"c\": \"d\"}]}");
    assertThat(kubectl.run("explain", definition.plural())).containsPattern("KIND: +TestRoot");
    definition.delete();
    definition.awaitUnpublished();
  }

  @Test
  void takesAnythingInAnObjectThatKeepsWhatIsUnknown() {
    var kubectl = Kubectl.in(CLUSTER, home, "unknown-in-nested");
    var definition = kind("TestNested");
    definition.create(
        Published.WALDO
            .replace("Waldo CRD for Testing", "keeps unknown fields in a nested object")
            .replaceFirst(
                "(?m)^( *)(description: Specification of Waldo)$",
                "$1x-kubernetes-preserve-unknown-fields: true\n$1$2"));
    OnCluster.await("it to be published", () -> definition.isPublished("v1"));
    assertTaken(kubectl, definition, "\"spec\": {\"a\": null, \"b\": [{\"c\": \"d\"}]}");
    assertThat(kubectl.run("explain", definition.plural()))
        .containsPattern("(?s)DESCRIPTION:.*keeps unknown fields in a nested object");
    definition.delete();
    definition.awaitUnpublished();
  }

  @Test
  void explainsWhatAFieldOfABuiltInKindMayHold() {
    var kubectl = Kubectl.in(CLUSTER, home, "built-in");
    assertThat(kubectl.run("explain", "pods.spec.restartPolicy"))
        .containsPattern("(?s)FIELD: restartPolicy <string>.*Always.*Never.*OnFailure");
    assertThat(
            kubectl.run(
                "explain", "deployments.spec", "--recursive", "--output=plaintext-openapiv2"))
        .containsPattern("strategy\\s+<(Object|DeploymentStrategy)>");
  }
}
