package dev.podo.controllers.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.WriteOptions;
import dev.podo.controllers.definition.Defined;
import dev.podo.controllers.engine.Kinds;
import dev.podo.controllers.engine.Samples;
import dev.podo.controllers.engine.Stage;
import dev.podo.machinery.custom.Outline;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.apiservice.ApiServices;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.secret.Secrets;
import dev.podo.model.apiregistration.v1.APIService;
import dev.podo.model.apiregistration.v1.APIServiceCondition;
import dev.podo.model.apiregistration.v1.APIServiceSpec;
import dev.podo.model.apiregistration.v1.APIServiceStatus;
import dev.podo.model.apiregistration.v1.ServiceReference;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.Namespace;
import dev.podo.model.core.v1.NamespaceCondition;
import dev.podo.model.meta.v1.APIResource;
import dev.podo.model.meta.v1.APIResourceList;
import dev.podo.model.meta.v1.ObjectMeta;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  private static APIService extension(String available) {
    var condition =
        APIServiceCondition.builder().type("Available").status(available).reason("Test").build();
    return APIService.builder()
        .metadata(ObjectMeta.builder().name("v1.wardle.example.com").build())
        .spec(
            APIServiceSpec.builder()
                .group("wardle.example.com")
                .version("v1")
                .service(ServiceReference.builder().namespace("a").name("b").build())
                .build())
        .status(APIServiceStatus.builder().conditions(List.of(condition)).build())
        .build();
  }

  private void register(String available) {
    var wanted = extension(available);
    var known = stage.all(ApiServices.KIND);
    var created = known.isEmpty() ? stage.create(ApiServices.KIND, wanted) : known.getFirst();
    stage.api.updateStatus(
        ApiServices.KIND, created.withStatus(wanted.status()), WriteOptions.defaults());
  }

  private void settleAgain() {
    stage.settle();
    stage.pass(Duration.ofSeconds(1), Duration.ofSeconds(1));
  }

  private Kind<DynamicObject> flunders(String... verbs) {
    var all = new ArrayList<>(List.of("delete", "list"));
    all.addAll(List.of(verbs));
    var resource =
        APIResource.builder().name("flunders").kind("Flunder").namespaced(true).verbs(all).build();
    stage.api.serve(
        APIResourceList.builder()
            .groupVersion("wardle.example.com/v1")
            .resources(List.of(resource))
            .build());
    var gvk = new GroupVersionKind("wardle.example.com", "v1", "Flunder");
    return Outline.of(gvk, "flunders", "FlunderList", true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "deletecollection"})
  void takesAlongWhatOtherServersServe(String verb) {
    var flunders = flunders(verb);
    register("True");
    stage.create(flunders, Defined.object(flunders, "one"));
    stage.create(flunders, Defined.object(flunders, "two"));
    delete();
    settleAgain();

    assertThat(stage.all(flunders)).isEmpty();
    assertThat(stage.all(Namespaces.KIND)).isEmpty();
  }

  @Test
  void waitsForServersThatDoNotTellAndDeletesTheRest() {
    var flunders = flunders("deletecollection");
    register("False");
    stage.create(flunders, Defined.object(flunders, "one"));
    map("a");
    delete();
    stage.settle();

    assertThat(stage.all(ConfigMaps.KIND)).isEmpty();
    assertThat(stage.all(flunders)).hasSize(1);
    var condition = condition("NamespaceDeletionDiscoveryFailure");
    assertThat(condition.status()).isEqualTo("True");
    assertThat(condition.reason()).isEqualTo("DiscoveryFailed");
    assertThat(condition.message())
        .isEqualTo(
            "Discovery failed for some groups, 1 failing: unable to retrieve the complete list of"
                + " server APIs: wardle.example.com/v1: stale GroupVersion discovery:"
                + " wardle.example.com/v1");

    register("True");
    settleAgain();
    assertThat(stage.all(flunders)).isEmpty();
    assertThat(stage.all(Namespaces.KIND)).isEmpty();
  }

  @Test
  void goesOnWhenAServerThatDoesNotTellIsTakenAway() {
    register("False");
    delete();
    stage.settle();
    assertThat(namespace().status().phase()).isEqualTo("Terminating");

    stage.delete(ApiServices.KIND, "", "v1.wardle.example.com");
    stage.settle();

    assertThat(stage.all(Namespaces.KIND)).isEmpty();
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
