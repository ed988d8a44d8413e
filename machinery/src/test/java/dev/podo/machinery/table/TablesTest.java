package dev.podo.machinery.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodStatus;
import dev.podo.model.meta.v1.ListMeta;
import dev.podo.model.meta.v1.ObjectMeta;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TablesTest {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  private final Pod pod =
      Pod.builder()
          .metadata(ObjectMeta.builder().name("web").resourceVersion("7").build())
          .status(PodStatus.builder().phase(Pods.SUCCEEDED).build())
          .build();

  @Test
  void carriesTheListsMetadataAndTheHeadings() {
    var list = ListMeta.builder().resourceVersion("9").continue_("more").build();
    var table = Tables.of(Pods.KIND, list, List.of(pod, pod), IncludeObject.NONE, NOW);
    assertThat(table.kind()).isEqualTo("Table");
    assertThat(table.apiVersion()).isEqualTo("meta.k8s.io/v1");
    assertThat(table.metadata()).isEqualTo(list);
    assertThat(table.rows()).hasSize(2);
    assertThat(table.columnDefinitions().getFirst().format()).isEqualTo("name");
    assertThat(table.columnDefinitions()).hasSize(9);
  }

  @Test
  void aSingleObjectGivesTheTableItsResourceVersion() {
    var table = Tables.of(Pods.KIND, pod, IncludeObject.NONE, NOW);
    assertThat(table.metadata().resourceVersion()).isEqualTo("7");
    assertThat(table.rows().getFirst().object()).isNull();
  }

  @Test
  void rowsCarryTheMetadataUnlessToldOtherwise() {
    var row = Tables.row(Pods.KIND, pod, IncludeObject.METADATA, NOW);
    assertThat(Trees.text(row.object(), "kind")).isEqualTo("PartialObjectMetadata");
    assertThat(Trees.text(row.object(), "apiVersion")).isEqualTo("meta.k8s.io/v1");
    assertThat(Trees.text(row.object(), "metadata", "name")).isEqualTo("web");
    var whole = Tables.row(Pods.KIND, pod, IncludeObject.OBJECT, NOW);
    assertThat(whole.object()).isEqualTo(Json.toTree(pod));
  }

  @Test
  void completedPodsSayThatTheirRowIsComplete() {
    var conditions = Tables.row(Pods.KIND, pod, IncludeObject.NONE, NOW).conditions();
    assertThat(conditions).hasSize(1);
    assertThat(conditions.getFirst().type()).isEqualTo("Completed");
    assertThat(conditions.getFirst().reason()).isEqualTo("Succeeded");
  }

  @Test
  void readsTheIncludeObjectParameter() {
    assertThat(IncludeObject.parse("")).isEqualTo(IncludeObject.METADATA);
    assertThat(IncludeObject.parse("Object")).isEqualTo(IncludeObject.OBJECT);
    assertThat(IncludeObject.parse("object")).isNull();
  }
}
