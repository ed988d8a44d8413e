package dev.podo.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.ListOptions;
import dev.podo.client.WriteOptions;
import dev.podo.client.fake.FakeApi;
import dev.podo.client.informer.Informers;
import dev.podo.controllers.engine.Samples;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.foundation.VirtualClock;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.machinery.kinds.deployment.Deployments;
import dev.podo.machinery.kinds.event.Events;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.replicaset.ReplicaSets;
import dev.podo.machinery.kinds.serviceaccount.ServiceAccounts;
import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.DeleteOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// All controllers together, on threads, in virtual time.
@Timeout(60)
class ControllersTest {
  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Environment environment =
      new Environment(clock, new Random(1), Thread.ofVirtual().factory());
  private final Scope scope = Scope.root("test", environment);
  private final FakeApi api = new FakeApi(environment);

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
      clock.advance(Duration.ofMillis(5));
      makeReady();
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
