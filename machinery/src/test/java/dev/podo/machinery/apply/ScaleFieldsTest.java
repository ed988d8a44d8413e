package dev.podo.machinery.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.model.meta.v1.ManagedFieldsEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScaleFieldsTest {
  private static final FieldSet REPLICAS = FieldSet.ofFields("spec", "replicas");
  private static final FieldSet IMAGE = FieldSet.ofFields("spec", "image");
  private static final ScaleFields FIELDS = new ScaleFields("apps/v1", Map.of("apps/v1", REPLICAS));

  private static ManagedFieldsEntry entry(
      String manager, String operation, String subresource, FieldSet fields) {
    return ManagedFieldsEntry.builder()
        .manager(manager)
        .operation(operation)
        .subresource(subresource)
        .apiVersion("apps/v1")
        .time(Instant.ofEpochSecond(7))
        .fieldsType("FieldsV1")
        .fieldsV1(fields.tree())
        .build();
  }

  private static ManagedFieldsEntry inScale(ManagedFieldsEntry entry) {
    return entry.with(e -> e.apiVersion("autoscaling/v1"));
  }

  @Test
  void showsWhoOwnsTheReplicas() {
    var entries =
        List.of(
            entry("helm", "Apply", "", REPLICAS.union(IMAGE)),
            entry("edit", "Update", "", IMAGE),
            entry("kubectl", "Update", "scale", REPLICAS));
    assertThat(FIELDS.ofScale(entries))
        .containsExactly(
            inScale(entry("helm", "Apply", "", REPLICAS)),
            inScale(entry("kubectl", "Update", "scale", REPLICAS)));
  }

  @Test
  void takesTheReplicasFromWhoLostThem() {
    var before =
        List.of(
            entry("helm", "Apply", "", REPLICAS.union(IMAGE)),
            entry("create", "Update", "", REPLICAS));
    var scale = List.of(inScale(entry("kubectl", "Update", "scale", REPLICAS)));
    assertThat(FIELDS.ofObject(before, scale))
        .containsExactly(
            entry("helm", "Apply", "", IMAGE), entry("kubectl", "Update", "scale", REPLICAS));
  }

  @Test
  void leavesTheReplicasWithWhoKeepsThem() {
    var before = List.of(entry("helm", "Apply", "", REPLICAS.union(IMAGE)));
    assertThat(FIELDS.ofObject(before, FIELDS.ofScale(before))).isEqualTo(before);
  }

  @Test
  void dropsOwnersOfVersionsThatAreGone() {
    var old = entry("x", "Update", "", IMAGE).with(e -> e.apiVersion("apps/v1beta1"));
    assertThat(FIELDS.ofObject(List.of(old), List.of())).isEmpty();
    assertThat(FIELDS.ofScale(List.of(old))).isEmpty();
  }
}
