package dev.podo.machinery.fieldpath;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FieldPathTest {
  @Test
  void printsNamesIndexesAndKeysAsUpstream() {
    var ports = FieldPath.root("spec", "containers").index(0).child("ports").index(12);
    assertThat(ports.child("name")).hasToString("spec.containers[0].ports[12].name");
    assertThat(FieldPath.root("metadata", "labels").key("app.kubernetes.io/name"))
        .hasToString("metadata.labels[app.kubernetes.io/name]");
  }

  @Test
  void emptyPathPrintsAsNilAndLeavesNoTrace() {
    assertThat(FieldPath.empty()).hasToString("<nil>");
    assertThat(FieldPath.empty().child("spec")).hasToString("spec");
    assertThat(FieldPath.empty().key("a")).hasToString("[a]");
    assertThat(FieldPath.empty().steps()).isEmpty();
  }

  @Test
  void childrenDoNotChangeTheirParent() {
    var spec = FieldPath.root("spec");
    spec.child("replicas");
    assertThat(spec).hasToString("spec");
  }

  @Test
  void pathsOfTheSameStepsAreEqual() {
    assertThat(FieldPath.root("a", "b").index(1))
        .isEqualTo(FieldPath.root("a").child("b").index(1))
        .hasSameHashCodeAs(FieldPath.root("a").child("b").index(1))
        .isNotEqualTo(FieldPath.root("a", "b").key("1"));
  }
}
