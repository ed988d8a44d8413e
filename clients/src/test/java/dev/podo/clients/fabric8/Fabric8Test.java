package dev.podo.clients.fabric8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.podo.clients.cluster.Cluster;
import dev.podo.clients.cluster.SharedCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What programs do to objects with the fabric8 client.
@Tag("e2e")
@ExtendWith(SharedCluster.class)
class Fabric8Test {
  private static final String NAMESPACE = "fabric8";

  private static KubernetesClient client;

  @BeforeAll
  static void connect(Cluster cluster) throws IOException {
    client = connected(cluster, NAMESPACE);
  }

  /// A client of the administrator, whose namespace is made.
  static KubernetesClient connected(Cluster cluster, String namespace) throws IOException {
    var config = Config.fromKubeconfig(Files.readString(cluster.kubeconfig()));
    config.setNamespace(namespace);
    var client = new KubernetesClientBuilder().withConfig(config).build();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    return client;
  }

  @AfterAll
  static void disconnect() {
    client.close();
  }

  private static ConfigMap settings(String name, String size) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("app", name)
        .endMetadata()
        .addToData("size", size)
        .build();
  }

  private static String size(String name) {
    return client.configMaps().withName(name).get().getData().get("size");
  }

  @Test
  void createsReadsUpdatesAndDeletes() {
    var created = client.resource(settings("crud", "1")).create();
    assertThat(created.getMetadata().getUid()).isNotEmpty();
    var twice =
        catchThrowableOfType(
            KubernetesClientException.class, () -> client.resource(settings("crud", "1")).create());
    assertThat(twice.getStatus().getReason()).isEqualTo("AlreadyExists");
    assertThat(twice.getStatus().getMessage()).isEqualTo("configmaps \"crud\" already exists");

    var edited =
        client
            .configMaps()
            .withName("crud")
            .edit(now -> new ConfigMapBuilder(now).addToData("size", "2").build());
    assertThat(edited.getMetadata().getResourceVersion())
        .isNotEqualTo(created.getMetadata().getResourceVersion());
    var stale =
        catchThrowableOfType(
            KubernetesClientException.class,
            () ->
                client
                    .resource(new ConfigMapBuilder(created).addToData("size", "3").build())
                    .lockResourceVersion()
                    .update());
    assertThat(stale.getCode()).isEqualTo(409);
    assertThat(stale.getStatus().getMessage())
        .contains(
            "Operation cannot be fulfilled on configmaps \"crud\": the object has been modified");
    client.resource(settings("crud", "4")).createOr(resource -> resource.update());
    assertThat(size("crud")).isEqualTo("4");

    assertThat(client.configMaps().withLabel("app", "crud").list().getItems()).hasSize(1);
    assertThat(client.configMaps().withLabelNotIn("app", "crud").list().getItems())
        .extracting(each -> each.getMetadata().getName())
        .doesNotContain("crud");
    assertThat(client.configMaps().withField("metadata.name", "crud").list().getItems()).hasSize(1);
    client.configMaps().withLabel("app", "crud").delete();
    assertThat(client.configMaps().withName("crud").get()).isNull();
  }

  @Test
  void pagesAndDeletesCollections() {
    for (int i = 0; i < 5; i++) {
      client.resource(settings("page-" + i, "1")).create();
      client
          .configMaps()
          .withName("page-" + i)
          .edit(now ->
              new ConfigMapBuilder(now)
                  .editMetadata()
                  .addToLabels("of", "pages")
                  .endMetadata()
                  .build());
    }
    var pages = client.configMaps().withLabel("of", "pages");
    var first =
        pages.list(new io.fabric8.kubernetes.api.model.ListOptionsBuilder().withLimit(2L).build());
    assertThat(first.getItems()).hasSize(2);
    var rest =
        pages.list(
            new io.fabric8.kubernetes.api.model.ListOptionsBuilder()
                .withContinue(first.getMetadata().getContinue())
                .build());
    assertThat(rest.getItems()).hasSize(3);
    pages.delete();
    assertThat(pages.list().getItems()).isEmpty();
  }

  @Test
  void patchesInThreeWays() {
    client.resource(settings("patches", "1")).create();
    var settings = client.configMaps().withName("patches");
    settings.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"size\":\"2\"}}");
    assertThat(size("patches")).isEqualTo("2");
    settings.patch(
        PatchContext.of(PatchType.JSON),
        "[{\"op\":\"test\",\"path\":\"/data/size\",\"value\":\"2\"},"
            + "{\"op\":\"replace\",\"path\":\"/data/size\",\"value\":\"3\"}]");
    assertThat(size("patches")).isEqualTo("3");

    var service =
        new ServiceBuilder()
            .withNewMetadata()
            .withName("patches")
            .endMetadata()
            .withNewSpec()
            .addNewPort()
            .withName("http")
            .withPort(80)
            .endPort()
            .endSpec()
            .build();
    client.resource(service).create();
    client
        .services()
        .withName("patches")
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            "{\"spec\":{\"ports\":[{\"name\":\"admin\",\"port\":81}]}}");
    assertThat(client.services().withName("patches").get().getSpec().getPorts())
        .extracting(port -> port.getPort())
        .containsExactly(81, 80);
  }

  @Test
  void appliesWithConflictsAndForce() {
    var one = client.resource(settings("applied", "1")).fieldManager("one").serverSideApply();
    assertThat(one.getMetadata().getManagedFields())
        .extracting(each -> each.getManager(), each -> each.getOperation())
        .containsExactly(org.assertj.core.groups.Tuple.tuple("one", "Apply"));
    var other =
        catchThrowableOfType(
            KubernetesClientException.class,
            () ->
                client.resource(settings("applied", "2")).fieldManager("other").serverSideApply());
    assertThat(other.getCode()).isEqualTo(409);
    assertThat(other.getStatus().getMessage())
        .contains("Apply failed with 1 conflict: conflict with \"one\": .data.size");
    client
        .resource(settings("applied", "2"))
        .fieldManager("other")
        .forceConflicts()
        .serverSideApply();
    assertThat(size("applied")).isEqualTo("2");
  }

  @Test
  void triesWithoutWriting() {
    var tried = client.resource(settings("tried", "1")).dryRun(true).create();
    assertThat(tried.getMetadata().getUid()).isNotEmpty();
    assertThat(client.configMaps().withName("tried").get()).isNull();
  }

  @Test
  void deletesWithoutWhatDepends() {
    var owner = client.resource(settings("owner", "1")).create();
    var owned =
        new ConfigMapBuilder(settings("owned", "1"))
            .editMetadata()
            .addNewOwnerReference()
            .withApiVersion("v1")
            .withKind("ConfigMap")
            .withName("owner")
            .withUid(owner.getMetadata().getUid())
            .endOwnerReference()
            .endMetadata()
            .build();
    client.resource(owned).create();
    client
        .configMaps()
        .withName("owner")
        .withPropagationPolicy(DeletionPropagation.ORPHAN)
        .delete();
    Cluster.await(
        "the owned object has no owner",
        () ->
            client.configMaps().withName("owner").get() == null
                && client
                    .configMaps()
                    .withName("owned")
                    .get()
                    .getMetadata()
                    .getOwnerReferences()
                    .isEmpty());
  }

  @Test
  void asksWhatThereIsAndWhatItMay() {
    assertThat(client.getKubernetesVersion().getMinor()).isEqualTo("36");
    assertThat(client.hasApiGroup("apps", true)).isTrue();
    assertThat(client.getApiResources("apps/v1").getResources())
        .extracting(each -> each.getName())
        .contains("deployments", "deployments/scale");
    assertThat(client.supports(io.fabric8.kubernetes.api.model.apps.Deployment.class)).isTrue();
    var review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withVerb("list")
            .withResource("pods")
            .endResourceAttributes()
            .endSpec()
            .build();
    assertThat(client.resource(review).create().getStatus().getAllowed()).isTrue();
    Cluster.await(
        "the namespace has its account",
        () -> client.serviceAccounts().withName("default").get() != null);
    var token = client.serviceAccounts().withName("default").tokenRequest(new TokenRequest());
    assertThat(token.getStatus().getToken()).isNotEmpty();
  }

  @Test
  void readsAndWritesWhatItHasNoTypeFor() {
    var text =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: generic}
        data: {size: "1"}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: generic}
        stringData: {word: secret}
        """;
    client
        .load(
            new java.io.ByteArrayInputStream(
                text.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .serverSideApply();
    var generic =
        client
            .genericKubernetesResources("v1", "Secret")
            .inNamespace(NAMESPACE)
            .withName("generic");
    assertThat(generic.get().<String>get("data", "word")).isEqualTo("c2VjcmV0");
    assertThat(generic.get().getAdditionalProperties()).containsEntry("type", "Opaque");
    client
        .v1()
        .events()
        .resource(
            new io.fabric8.kubernetes.api.model.EventBuilder()
                .withNewMetadata()
                .withName("noted.1")
                .endMetadata()
                .withType("Normal")
                .withReason("Noted")
                .withMessage("by fabric8")
                .withInvolvedObject(
                    new ObjectReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("ConfigMap")
                        .withName("generic")
                        .withNamespace(NAMESPACE)
                        .build())
                .build())
        .create();
    assertThat(
            client
                .v1()
                .events()
                .withFields(Map.of("involvedObject.name", "generic", "reason", "Noted"))
                .list()
                .getItems())
        .hasSize(1);
  }
}
