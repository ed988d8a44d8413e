package dev.podo.apiserver.verbs;

import static dev.podo.apiserver.Objects.configMap;
import static dev.podo.apiserver.Objects.meta;
import static dev.podo.apiserver.Objects.namespace;
import static dev.podo.apiserver.Objects.node;
import static dev.podo.apiserver.Objects.pod;
import static dev.podo.apiserver.Objects.serviceAccount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.apiserver.TestServer;
import dev.podo.client.Api;
import dev.podo.client.Patch;
import dev.podo.client.SubresourceCall;
import dev.podo.client.WatchEvent;
import dev.podo.client.WatchOptions;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import dev.podo.machinery.kinds.deployment.Deployments;
import dev.podo.machinery.kinds.lease.Leases;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.machinery.kinds.serviceaccount.ServiceAccounts;
import dev.podo.model.apps.v1.Deployment;
import dev.podo.model.apps.v1.DeploymentSpec;
import dev.podo.model.coordination.v1.Lease;
import dev.podo.model.core.v1.Binding;
import dev.podo.model.core.v1.ObjectReference;
import dev.podo.model.core.v1.PodTemplateSpec;
import dev.podo.model.core.v1.Volume;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.LabelSelector;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.meta.v1.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WritesTest {
  private final TestServer server = TestServer.inProcess();
  private final Api api = server.admin();
  private final WriteOptions options = WriteOptions.defaults();

  @AfterEach
  void stop() {
    server.close();
  }

  private void fails(Predicate<ApiException> how, String message, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(how.test(e)).as(e.status().toString()).isTrue())
        .hasMessageContaining(message);
  }

  private void withAccount() {
    api.create(ServiceAccounts.KIND, serviceAccount("default", "default"), options);
  }

  @Test
  void sharesWhatIsStoredByReference() {
    api.create(ConfigMaps.KIND, configMap("a"), options);

    assertThat(api.get(ConfigMaps.KIND, "default", "a"))
        .isSameAs(api.get(ConfigMaps.KIND, "default", "a"));
  }

  @Test
  void namesMissingNamespaces() {
    var lost = configMap("a").withMetadata(meta("nowhere", "a"));
    fails(
        ApiException::isNotFound,
        "namespaces \"nowhere\" not found",
        () -> api.create(ConfigMaps.KIND, lost, options));
  }

  @Test
  void putsNothingIntoANamespaceThatGoes() {
    api.create(Namespaces.KIND, namespace("shop"), options);
    var going = api.delete(Namespaces.KIND, "", "shop", DeleteOptions.EMPTY);
    assertThat(going.status().phase()).isEqualTo("Terminating");
    var late = configMap("a").withMetadata(meta("shop", "a"));

    fails(
        e -> e.isForbidden() && e.hasCause("NamespaceTerminating"),
        "unable to create new content in namespace shop because it is being terminated",
        () -> api.create(ConfigMaps.KIND, late, options));

    var finalized = going.withSpec(going.spec().with(s -> s.finalizers(List.of())));
    api.createSubresource(
        Namespaces.KIND,
        "",
        "shop",
        new SubresourceCall<>("finalize", finalized, Namespaces.KIND.schema()),
        options);
    fails(
        ApiException::isNotFound,
        "namespaces \"shop\" not found",
        () -> api.get(Namespaces.KIND, "", "shop"));
  }

  @Test
  void keepsTheNamespacesOfEveryCluster() {
    fails(
        ApiException::isForbidden,
        "this namespace may not be deleted",
        () -> api.delete(Namespaces.KIND, "", "default", DeleteOptions.EMPTY));
  }

  @Test
  void refusesAVersionOnCreation() {
    var versioned = configMap("a");
    var bad = versioned.withMetadata(versioned.metadata().withResourceVersion("5"));
    fails(
        ApiException::isBadRequest,
        "resourceVersion should not be set on objects to be created",
        () -> api.create(ConfigMaps.KIND, bad, options));
  }

  @Test
  void saysWhyAnUpdateConflicts() {
    var old = api.create(ConfigMaps.KIND, configMap("a", "k", "1"), options);
    api.update(ConfigMaps.KIND, old.with(m -> m.data(Map.of("k", "2"))), options);
    fails(
        ApiException::isConflict,
        "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply"
            + " your changes to the latest version and try again",
        () -> api.update(ConfigMaps.KIND, old.with(m -> m.data(Map.of("k", "3"))), options));
  }

  @Test
  void updatesWithoutAVersionWhereTheKindAllows() {
    api.create(ConfigMaps.KIND, configMap("a", "k", "1"), options);

    var updated = api.update(ConfigMaps.KIND, configMap("a", "k", "2"), options);

    assertThat(updated.data()).containsEntry("k", "2");
    assertThat(updated.metadata().uid()).isNotEmpty();
  }

  @Test
  void demandsAVersionWhereTheKindDoes() {
    var lease = Lease.builder().metadata(meta("default", "l")).build();
    api.create(Leases.KIND, lease, options);
    fails(
        ApiException::isInvalid,
        "metadata.resourceVersion: Invalid value: 0: must be specified for an update",
        () -> api.update(Leases.KIND, lease, options));
  }

  @Test
  void refusesAnotherUid() {
    var created = api.create(ConfigMaps.KIND, configMap("a"), options);
    var other = created.withMetadata(created.metadata().withUid("other").withResourceVersion(""));
    fails(
        ApiException::isConflict,
        "Precondition failed: UID in precondition: other, UID in object meta: "
            + created.metadata().uid(),
        () -> api.update(ConfigMaps.KIND, other, options));
  }

  private Deployment deployment(int replicas) {
    var template =
        PodTemplateSpec.builder()
            .metadata(ObjectMeta.builder().labels(Map.of("app", "a")).build())
            .spec(pod("x").spec())
            .build();
    return Deployment.builder()
        .metadata(meta("default", "d"))
        .spec(
            DeploymentSpec.builder()
                .replicas(replicas)
                .selector(LabelSelector.builder().matchLabels(Map.of("app", "a")).build())
                .template(template)
                .build())
        .build();
  }

  @Test
  void countsGenerationsOfTheSpecOnly() {
    var created = api.create(Deployments.KIND, deployment(1), options);
    assertThat(created.metadata().generation()).isEqualTo(1);

    var scaled =
        api.update(
            Deployments.KIND, created.withSpec(created.spec().with(s -> s.replicas(2))), options);
    assertThat(scaled.metadata().generation()).isEqualTo(2);

    var observed =
        api.updateStatus(
            Deployments.KIND,
            scaled
                .withStatus(scaled.status().with(s -> s.observedGeneration(2L)))
                .withSpec(scaled.spec().with(s -> s.replicas(9))),
            options);
    assertThat(observed.metadata().generation()).isEqualTo(2);
    assertThat(observed.status().observedGeneration()).isEqualTo(2);
    assertThat(observed.spec().replicas()).isEqualTo(2);
  }

  @Test
  void scalesByPatch() {
    api.create(Deployments.KIND, deployment(1), options);

    var scaled =
        api.patch(
            Deployments.KIND,
            "default",
            "d",
            new Patch.Merge(Map.of("spec", Map.of("replicas", 7L))),
            "scale",
            options);

    assertThat(scaled.spec().replicas()).isEqualTo(7);
  }

  @Test
  void demandsTheServiceAccountOfAPod() {
    fails(
        ApiException::isForbidden,
        "pods \"p\" is forbidden: error looking up service account default/default: serviceaccount"
            + " \"default\" not found",
        () -> api.create(Pods.KIND, pod("p"), options));
  }

  @Test
  void givesPodsTheirTokenAndTolerations() {
    withAccount();
    var created = api.create(Pods.KIND, pod("p"), options);

    assertThat(created.spec().serviceAccountName()).isEqualTo("default");
    assertThat(created.spec().priority()).isZero();
    assertThat(created.spec().volumes())
        .extracting(Volume::name)
        .singleElement()
        .asString()
        .matches("kube-api-access-[a-z0-9]{5}");
    assertThat(created.spec().containers().getFirst().volumeMounts())
        .extracting(m -> m.mountPath())
        .containsExactly("/var/run/secrets/kubernetes.io/serviceaccount");
    assertThat(created.spec().tolerations())
        .extracting(t -> t.key() + ":" + t.effect() + ":" + t.tolerationSeconds())
        .containsExactly(
            "node.kubernetes.io/not-ready:NoExecute:300",
            "node.kubernetes.io/unreachable:NoExecute:300");
  }

  @Test
  void bindsAPodOnce() {
    withAccount();
    api.create(Pods.KIND, pod("p"), options);
    bind("p", "node-1");

    var bound = api.get(Pods.KIND, "default", "p");
    assertThat(bound.spec().nodeName()).isEqualTo("node-1");
    assertThat(Pods.condition(bound, "PodScheduled").status()).isEqualTo("True");
    fails(
        ApiException::isConflict,
        "pod p is already assigned to node \"node-1\"",
        () -> bind("p", "node-2"));
  }

  private void bind(String pod, String node) {
    var binding =
        Binding.builder()
            .metadata(meta("default", pod))
            .target(ObjectReference.builder().kind("Node").name(node).build())
            .build();
    api.createSubresource(
        Pods.KIND,
        "default",
        pod,
        new SubresourceCall<>("binding", binding, Status.SCHEMA),
        options);
  }

  @Test
  void deletesABoundPodWithGraceAndOnceMoreWithout() {
    withAccount();
    api.create(Pods.KIND, pod("p"), options);
    bind("p", "node-1");

    var going = api.delete(Pods.KIND, "default", "p", DeleteOptions.EMPTY);
    assertThat(going.metadata().deletionGracePeriodSeconds()).isEqualTo(30);
    assertThat(going.metadata().deletionTimestamp()).isNotNull();

    var sooner =
        api.delete(
            Pods.KIND, "default", "p", DeleteOptions.builder().gracePeriodSeconds(5L).build());
    assertThat(sooner.metadata().deletionGracePeriodSeconds()).isEqualTo(5);
    var notLater =
        api.delete(
            Pods.KIND, "default", "p", DeleteOptions.builder().gracePeriodSeconds(50L).build());
    assertThat(notLater.metadata()).isEqualTo(sooner.metadata());

    assertThat(
            api.delete(
                Pods.KIND, "default", "p", DeleteOptions.builder().gracePeriodSeconds(0L).build()))
        .isNull();
  }

  @Test
  void marksForThoseWhoCollectGarbage() {
    api.create(ConfigMaps.KIND, configMap("a"), options);
    var foreground = DeleteOptions.builder().propagationPolicy("Foreground").build();
    assertThat(api.delete(ConfigMaps.KIND, "default", "a", foreground).metadata().finalizers())
        .containsExactly("foregroundDeletion");

    api.create(ConfigMaps.KIND, configMap("b"), options);
    var orphan = DeleteOptions.builder().propagationPolicy("Orphan").build();
    assertThat(api.delete(ConfigMaps.KIND, "default", "b", orphan).metadata().finalizers())
        .containsExactly("orphan");

    var background = DeleteOptions.builder().propagationPolicy("Background").build();
    assertThat(api.delete(ConfigMaps.KIND, "default", "b", background)).isNull();
  }

  @Test
  void keepsTheServiceOfTheServerItself() throws Exception {
    var services = Services.KIND;
    var before = api.get(services, "default", "kubernetes");
    assertThat(before.spec().clusterIP()).isEqualTo("10.96.0.1");
    try (var watch =
        api.watch(
            services,
            WatchOptions.from(before.metadata().resourceVersion()).withNamespace("default"))) {
      api.delete(services, "default", "kubernetes", DeleteOptions.EMPTY);
      var soon = Deadline.after(server.scope().environment().clock(), Duration.ofSeconds(10));
      assertThat(watch.next(soon).type()).isEqualTo(WatchEvent.Type.DELETED);
      assertThat(watch.next(soon).object().spec().clusterIP()).isEqualTo("10.96.0.1");
    }
  }

  @Test
  void manyWritersOfOneObjectAllSucceed() throws Exception {
    api.create(Nodes.KIND, node("n"), options);
    var threads = new ArrayList<Thread>();
    for (var i = 0; i < 8; i++) {
      var label = "l" + i;
      threads.add(
          Thread.ofVirtual()
              .start(() ->
                  api.patch(
                      Nodes.KIND,
                      "",
                      "n",
                      new Patch.Merge(Map.of("metadata", Map.of("labels", Map.of(label, "x")))),
                      "",
                      options)));
    }
    for (var thread : threads) {
      thread.join();
    }
    assertThat(api.get(Nodes.KIND, "", "n").metadata().labels()).hasSize(8);
  }
}
