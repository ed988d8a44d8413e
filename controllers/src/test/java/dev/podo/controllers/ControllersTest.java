package dev.podo.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.ListOptions;
import dev.podo.client.Patch;
import dev.podo.client.WriteOptions;
import dev.podo.client.fake.FakeApi;
import dev.podo.client.informer.Informers;
import dev.podo.controllers.definition.Defined;
import dev.podo.controllers.engine.Samples;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.foundation.VirtualClock;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions;
import dev.podo.machinery.kinds.deployment.Deployments;
import dev.podo.machinery.kinds.event.Events;
import dev.podo.machinery.kinds.metadata.OwnerReferences;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.replicaset.ReplicaSets;
import dev.podo.machinery.kinds.resourcequota.ResourceQuotas;
import dev.podo.machinery.kinds.serviceaccount.ServiceAccounts;
import dev.podo.model.ApiObject;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.ResourceQuota;
import dev.podo.model.core.v1.ResourceQuotaSpec;
import dev.podo.model.meta.v1.DeleteOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// All controllers together, on threads, in virtual time.
@Timeout(60)
class ControllersTest {
  private final AtomicInteger ofWidgets = new AtomicInteger();
  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Environment environment = new Environment(clock, new Random(1), this::counted);
  private final Scope scope = Scope.root("test", environment);
  private final FakeApi api = new FakeApi(environment);

  private Thread counted(Runnable task) {
    return Thread.ofVirtual()
        .unstarted(() -> {
          var isOfWidgets = Thread.currentThread().getName().contains("widgets");
          ofWidgets.addAndGet(isOfWidgets ? 1 : 0);
          try {
            task.run();
          } finally {
            ofWidgets.addAndGet(isOfWidgets ? -1 : 0);
          }
        });
  }

  @BeforeEach
  void start() {
    api.create(Namespaces.KIND, Samples.namespace("default"), WriteOptions.defaults());
    var config = ControllersConfig.of(Catalogue.builtIn(), "PEM");
    Controllers.start(api, new Informers(api, scope), scope, config);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private void await(BooleanSupplier holds) {
    while (!holds.getAsBoolean()) {
      assertThat(Thread.currentThread().isInterrupted()).as("too late").isFalse();
      clock.advance(Duration.ofMillis(5));
      makeReady();
      Thread.onSpinWait();
    }
  }

  /// As if the threads were quick: nothing is too late, however slow the machine is.
  private static void awaitInNoTime(BooleanSupplier holds) {
    while (!holds.getAsBoolean()) {
      assertThat(Thread.currentThread().isInterrupted()).as("too late").isFalse();
      Thread.onSpinWait();
    }
  }

  private void makeReady() {
    for (var pod : all(Pods.KIND)) {
      if (!Pods.isReady(pod)) {
        try {
          api.updateStatus(
              Pods.KIND, Samples.ready(pod, clock.now(), "10.0.0.1"), WriteOptions.defaults());
        } catch (ApiException e) {
          assertThat(e.isConflict() || e.isNotFound()).isTrue();
        }
      }
    }
  }

  private <T extends ApiObject> List<T> all(Kind<T> kind) {
    return api.list(kind, ListOptions.all()).items();
  }

  private boolean isRolledOut(String image, int replicas) {
    var status = api.get(Deployments.KIND, "default", "web").status();
    return status.updatedReplicas() == replicas
        && status.replicas() == replicas
        && status.availableReplicas() == replicas
        && all(Pods.KIND).stream()
            .filter(Pods::isActive)
            .allMatch(pod -> pod.spec().containers().get(0).image().equals(image));
  }

  @Test
  void runADeploymentFromItsCreationToItsEnd() {
    api.create(Deployments.KIND, Samples.deployment("web", 5), WriteOptions.defaults());
    await(() -> isRolledOut("image:1", 5));

    var now = api.get(Deployments.KIND, "default", "web");
    var patch = Samples.withImage(now, "image:2").spec();
    api.update(
        Deployments.KIND,
        now.withMetadata(now.metadata().withResourceVersion("")).withSpec(patch),
        WriteOptions.defaults());
    await(() -> isRolledOut("image:2", 5));
    assertThat(all(ReplicaSets.KIND)).hasSize(2);
    await(() -> all(Events.KIND).stream().anyMatch(e -> e.reason().equals("ScalingReplicaSet")));

    api.delete(Deployments.KIND, "default", "web", DeleteOptions.EMPTY);
    await(() -> all(ReplicaSets.KIND).isEmpty() && all(Pods.KIND).isEmpty());
  }

  private void deleteDefinition(String name) {
    api.delete(CustomResourceDefinitions.KIND, "", name, DeleteOptions.EMPTY);
  }

  private static ConfigMap ownedBy(ApiObject owner, String name) {
    var reference = OwnerReferences.toController(owner);
    return ConfigMap.builder()
        .metadata(Samples.named(name).withOwnerReferences(List.of(reference)))
        .build();
  }

  @Test
  void collectWhatCustomResourcesOwned() {
    var widgets = Defined.create(api, "widgets", "Widget");
    var owner = api.create(widgets, Defined.object(widgets, "w"), WriteOptions.defaults());
    api.create(ConfigMaps.KIND, ownedBy(owner, "mine"), WriteOptions.defaults());
    await(() -> isThere(ConfigMaps.KIND, "mine"));

    api.delete(widgets, "default", "w", DeleteOptions.EMPTY);
    await(() -> !isThere(ConfigMaps.KIND, "mine"));
  }

  @Test
  void quotasCountWhatUsersDefine() {
    var quota =
        ResourceQuota.builder()
            .metadata(Samples.named("quota"))
            .spec(
                ResourceQuotaSpec.builder()
                    .hard(Map.of("count/widgets.example.com", Quantity.of(5)))
                    .build())
            .build();
    api.create(ResourceQuotas.KIND, quota, WriteOptions.defaults());
    var widgets = Defined.create(api, "widgets", "Widget");
    api.create(widgets, Defined.object(widgets, "w"), WriteOptions.defaults());
    var one = Map.of("count/widgets.example.com", Quantity.of(1));
    await(() -> api.get(ResourceQuotas.KIND, "default", "quota").status().used().equals(one));
  }

  @Test
  void collectWhatWasOwnedWhenOwnersAndDefinitionGoAtOnce() {
    var widgets = Defined.create(api, "widgets", "Widget");
    awaitCollectionOf(widgets);
    var owner = api.create(widgets, Defined.object(widgets, "w"), WriteOptions.defaults());
    api.create(ConfigMaps.KIND, ownedBy(owner, "mine"), WriteOptions.defaults());
    api.delete(widgets, "default", "w", DeleteOptions.EMPTY);
    deleteDefinition("widgets.example.com");

    awaitInNoTime(() -> !isThere(ConfigMaps.KIND, "mine"));
  }

  /// Shows that objects of a kind are collected.
  private void awaitCollectionOf(Kind<DynamicObject> kind) {
    var nobody = ConfigMap.builder().metadata(Samples.named("nobody").withUid("none")).build();
    var orphan = Defined.object(kind, "orphan");
    var owners = List.of(OwnerReferences.toController(nobody));
    api.create(
        kind,
        orphan.withMetadata(orphan.metadata().withOwnerReferences(owners)),
        WriteOptions.defaults());
    await(() -> all(kind).isEmpty());
  }

  @Test
  void collectCustomResourcesWhoseOwnersAreGone() {
    awaitCollectionOf(Defined.create(api, "widgets", "Widget"));
  }

  @Test
  void letOwnersGoInTheForegroundAfterTheirCustomResources() {
    var widgets = Defined.create(api, "widgets", "Widget");
    var gadgets = Defined.create(api, "gadgets", "Gadget");
    var owner = api.create(widgets, Defined.object(widgets, "w"), WriteOptions.defaults());
    var mine = Defined.object(gadgets, "g");
    var reference = OwnerReferences.toController(owner).with(r -> r.blockOwnerDeletion(true));
    var held =
        mine.withMetadata(
            mine.metadata()
                .withOwnerReferences(List.of(reference))
                .withFinalizers(List.of("example.com/hold")));
    api.create(gadgets, held, WriteOptions.defaults());
    api.delete(
        widgets, "default", "w", DeleteOptions.builder().propagationPolicy("Foreground").build());
    await(() -> all(gadgets).getFirst().metadata().deletionTimestamp() != null);
    assertThat(isThere(widgets, "w")).isTrue();

    var patch = new Patch.Merge(Map.of("metadata", Map.of("finalizers", List.of())));
    api.patch(gadgets, "default", "g", patch, "", WriteOptions.defaults());
    await(() -> all(gadgets).isEmpty() && all(widgets).isEmpty());
  }

  @Test
  void letGoOfDefinitionsThatComeAndGo() {
    for (var i = 0; i < 500; i++) {
      var kind = Defined.create(api, "widgets" + i, "Widget" + i);
      if (i % 10 == 0) {
        awaitCollectionOf(kind);
        assertThat(ofWidgets.get()).as("threads that follow kinds").isPositive();
      }
      deleteDefinition("widgets" + i + ".example.com");
    }
    await(() -> ofWidgets.get() == 0);
  }

  private boolean isThere(Kind<?> kind, String name) {
    return all(kind).stream().anyMatch(object -> object.metadata().name().equals(name));
  }

  @Test
  void emptyANamespace() {
    await(() -> all(ServiceAccounts.KIND).size() == 1);
    api.create(Deployments.KIND, Samples.deployment("web", 3), WriteOptions.defaults());
    await(() -> isRolledOut("image:1", 3));

    api.delete(Namespaces.KIND, "", "default", DeleteOptions.EMPTY);
    await(() -> all(Namespaces.KIND).isEmpty());
    assertThat(all(Deployments.KIND)).isEmpty();
    assertThat(all(Pods.KIND)).isEmpty();
    assertThat(all(ServiceAccounts.KIND)).isEmpty();
  }
}
