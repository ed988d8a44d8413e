package dev.podo.machinery.kinds.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.core.v1.Namespace;
import dev.podo.model.core.v1.NamespaceSpec;
import dev.podo.model.core.v1.NamespaceStatus;
import dev.podo.model.meta.v1.ObjectMeta;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamespacesTest {
  private final Namespace fresh =
      Namespaces.KIND
          .strategy()
          .prepareForCreate(
              Namespace.EMPTY.withMetadata(
                  ObjectMeta.builder().name("demo").resourceVersion("1").build()));

  @Test
  void aNewOneIsActiveAndKeptUntilEmpty() {
    assertThat(fresh.status().phase()).isEqualTo(Namespaces.ACTIVE);
    assertThat(fresh.spec().finalizers()).containsExactly(Namespaces.FINALIZER);
    assertThat(Namespaces.isTerminating(fresh)).isFalse();
  }

  @Test
  void onlyFinalizeTouchesItsFinalizers() {
    var emptied = fresh.withSpec(NamespaceSpec.EMPTY);
    assertThat(Namespaces.KIND.strategy().prepareForUpdate(emptied, fresh).spec())
        .isEqualTo(fresh.spec());
    var labelled = emptied.withMetadata(emptied.metadata().withLabels(Map.of("a", "b")));
    var finalized = Namespaces.prepareForFinalize(labelled, fresh);
    assertThat(finalized.spec().finalizers()).isEmpty();
    assertThat(finalized.metadata()).isEqualTo(fresh.metadata());
    assertThat(Namespaces.validateFinalize(finalized, fresh)).isEmpty();
  }

  @Test
  void thePhaseFollowsTheDeletion() {
    var terminating =
        fresh.withStatus(NamespaceStatus.builder().phase(Namespaces.TERMINATING).build());
    assertThat(
            Namespaces.KIND.strategy().validateStatusUpdate(terminating, fresh).stream()
                .map(Object::toString))
        .containsExactly(
            "status.Phase: Invalid value: \"Terminating\": may only be 'Active' if"
                + " `deletionTimestamp` is empty");
    var at = Instant.parse("2026-11-01T12:00:00Z");
    var deleted = terminating.withMetadata(fresh.metadata().withDeletionTimestamp(at));
    assertThat(Namespaces.KIND.strategy().validateStatusUpdate(deleted, deleted)).isEmpty();
    assertThat(Namespaces.isTerminating(deleted)).isTrue();
    var wrong = deleted.withSpec(NamespaceSpec.builder().finalizers(List.of("mine")).build());
    assertThat(Namespaces.validateFinalize(wrong, deleted)).hasSize(1);
  }
}
