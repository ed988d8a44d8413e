package dev.podo.controllers.garbagecollector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.controllers.definition.Defined;
import dev.podo.controllers.engine.Kinds;
import dev.podo.controllers.engine.Samples;
import dev.podo.controllers.engine.Stage;
import dev.podo.machinery.custom.Outline;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.apiservice.ApiServices;
import dev.podo.machinery.kinds.metadata.OwnerReferences;
import dev.podo.machinery.kinds.secret.Secrets;
import dev.podo.model.apiregistration.v1.APIService;
import dev.podo.model.apiregistration.v1.APIServiceSpec;
import dev.podo.model.apiregistration.v1.ServiceReference;
import dev.podo.model.core.v1.Secret;
import dev.podo.model.meta.v1.APIResource;
import dev.podo.model.meta.v1.APIResourceList;
import dev.podo.model.meta.v1.ObjectMeta;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Owners that servers behind the API server keep.
class FarOwnersTest {
  private static final String VERSION = "wardle.example.com/v1";
  private static final Kind<DynamicObject> FLUNDERS =
      Outline.of(
          new GroupVersionKind("wardle.example.com", "v1", "Flunder"),
          "flunders",
          "FlunderList",
          true);

  private final Stage stage = new Stage(1);
  private DynamicObject owner;

  @BeforeEach
  void createOwned() {
    stage.add(new GarbageCollector(), Kinds.of(List.of(Secrets.KIND, ApiServices.KIND)));
    owner = stage.create(FLUNDERS, Defined.object(FLUNDERS, "owner"));
    var metadata =
        Samples.named("owned").withOwnerReferences(List.of(OwnerReferences.toController(owner)));
    stage.create(Secrets.KIND, Secret.builder().metadata(metadata).build());
  }

  private void register() {
    stage.create(
        ApiServices.KIND,
        APIService.builder()
            .metadata(ObjectMeta.builder().name("v1.wardle.example.com").build())
            .spec(
                APIServiceSpec.builder()
                    .group("wardle.example.com")
                    .version("v1")
                    .service(ServiceReference.builder().namespace("a").name("b").build())
                    .build())
            .build());
  }

  private void serve(String kind) {
    var resource =
        APIResource.builder()
            .name("flunders")
            .kind(kind)
            .namespaced(true)
            .verbs(List.of("get"))
            .build();
    stage.api.serve(
        APIResourceList.builder().groupVersion(VERSION).resources(List.of(resource)).build());
  }

  private void deleteOwner() {
    stage.delete(FLUNDERS, Samples.NAMESPACE, "owner");
  }

  private void settle() {
    stage.settle();
    stage.pass(Duration.ofMinutes(1), Duration.ofSeconds(10));
  }

  @Test
  void whatTheyOwnGoesSoonAfterThem() {
    register();
    serve("Flunder");
    settle();
    assertThat(stage.all(Secrets.KIND)).hasSize(1);

    deleteOwner();
    settle();

    assertThat(stage.all(Secrets.KIND)).isEmpty();
  }

  @Test
  void anotherOneOfTheirNameOwnsNothing() {
    register();
    serve("Flunder");
    deleteOwner();
    stage.create(FLUNDERS, Defined.object(FLUNDERS, "owner"));
    settle();

    assertThat(stage.all(Secrets.KIND)).isEmpty();
  }

  @Test
  void aServerThatDoesNotAnswerKeepsWhatItsObjectsOwn() {
    register();
    deleteOwner();
    settle();
    assertThat(stage.all(Secrets.KIND)).hasSize(1);

    serve("Flunder");
    settle();
    assertThat(stage.all(Secrets.KIND)).isEmpty();
  }

  @Test
  void aKindThatNobodyServesKeepsWhatItOwns() {
    deleteOwner();
    settle();
    register();
    serve("Fischer");
    settle();

    assertThat(stage.all(Secrets.KIND)).hasSize(1);
  }

  @Test
  void looksAgainWhenAServerIsMadeKnown() {
    serve("Flunder");
    deleteOwner();
    settle();
    assertThat(stage.all(Secrets.KIND)).hasSize(1);

    register();
    stage.settle();

    assertThat(stage.all(Secrets.KIND)).isEmpty();
  }
}
