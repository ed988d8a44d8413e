package dev.podo.controllers.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.controllers.definition.Defined;
import dev.podo.controllers.engine.Kinds;
import dev.podo.controllers.engine.Samples;
import dev.podo.controllers.engine.Stage;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.secret.Secrets;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.Namespace;
import dev.podo.model.core.v1.NamespaceCondition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamespaceControllerTest {
  private final Stage stage = new Stage(1);

  {
    List<Kind<?>> kinds = List.of(ConfigMaps.KIND, Pods.KIND, Secrets.KIND);
    stage.add(new NamespaceController(kinds), Kinds.of(kinds));
    stage.create(Namespaces.KIND, Samples.namespace("default"));
  }

  private void map(String name, String... finalizers) {
    var metadata = Samples.named(name).withFinalizers(List.of(finalizers));
    stage.create(ConfigMaps.KIND, ConfigMap.builder().metadata(metadata).build());
  }

  private Namespace namespace() {
    return stage.all(Namespaces.KIND).get(0);
  }

  private NamespaceCondition condition(String type) {
    return namespace().status().conditions().stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private void delete() {
    stage.delete(Namespaces.KIND, "", "default");
  }

  @Test
  void takesEverythingAlong() {
    map("a");
    map("b");
    stage.create(Pods.KIND, Samples.pod("p", Map.of()));
    stage.settle();
    assertThat(stage.all(ConfigMaps.KIND)).as("alive: nothing happens").hasSize(2);

    delete();
    stage.settle();
    assertThat(stage.all(ConfigMaps.KIND)).isEmpty();
    assertThat(stage.all(Pods.KIND)).isEmpty();
    assertThat(stage.all(Namespaces.KIND)).isEmpty();
  }

  @Test
  void podsGoFirst() {
    map("needed");
    var pod = stage.create(Pods.KIND, Samples.pod("p", Map.of()));
    stage.update(Pods.KIND, pod.withSpec(pod.spec().with(b -> b.nodeName("n"))));
    delete();
    stage.settle();
    assertThat(stage.all(ConfigMaps.KIND)).as("the Pod still ends").hasSize(1);
    assertThat(stage.all(Pods.KIND).get(0).metadata().deletionTimestamp()).isNotNull();
    assertThat(namespace().status().phase()).isEqualTo("Terminating");
    assertThat(condition("NamespaceContentRemaining").message())
        .isEqualTo(
            "Some resources are remaining: configmaps. has 1 resource instances, "
                + "pods. has 1 resource instances");

    stage.deleteNow(Pods.KIND, stage.all(Pods.KIND).get(0));
    stage.settle();
    assertThat(stage.all(Namespaces.KIND)).isEmpty();
  }

  @Test
  void takesCustomResourcesAlong() {
    var widgets = Defined.create(stage.api, "widgets", "Widget");
    stage.create(widgets, Defined.object(widgets, "w"));
    delete();
    stage.settle();

    assertThat(stage.all(widgets)).isEmpty();
    assertThat(stage.all(Namespaces.KIND)).isEmpty();
  }

  @Test
  void tellsOfKindsThatCannotBeReadAndDeletesTheOthers() {
    var widgets = Defined.create(stage.api, "widgets", "Widget");
    stage.api.refuse((verb, kind, name) -> {
      if (kind.plural().equals("widgets")) {
        throw ApiErrors.internal("the webhook is away", null);
      }
    });
    map("a");
    delete();
    stage.settle();

    assertThat(stage.all(ConfigMaps.KIND)).isEmpty();
    assertThat(condition("NamespaceDeletionContentFailure").message())
        .startsWith("Failed to delete all resource types, 1 remaining: ")
        .contains("the webhook is away");
    assertThat(widgets.namespaced()).isTrue();
  }

  @Test
  void tellsWhatFinalizersHoldBack() {
    map("held", "podo.dev/hold");
    delete();
    stage.settle();

    assertThat(condition("NamespaceFinalizersRemaining").status()).isEqualTo("True");
    assertThat(condition("NamespaceFinalizersRemaining").message())
        .isEqualTo(
            "Some content in the namespace has finalizers remaining: "
                + "podo.dev/hold in 1 resource instances");
    assertThat(condition("NamespaceDeletionContentFailure").status()).isEqualTo("False");

    var held = stage.all(ConfigMaps.KIND).get(0);
    stage.update(ConfigMaps.KIND, held.withMetadata(held.metadata().withFinalizers(List.of())));
    stage.pass(Duration.ofSeconds(15), Duration.ofSeconds(15));
    assertThat(stage.all(Namespaces.KIND)).isEmpty();
  }
}
