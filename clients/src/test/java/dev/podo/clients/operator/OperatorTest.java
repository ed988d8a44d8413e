package dev.podo.clients.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.clients.cluster.Cluster;
import dev.podo.clients.cluster.SharedCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.javaoperatorsdk.operator.Operator;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A small operator on the Java Operator SDK, with a custom resource, a dependent Deployment, a
/// status and a finalizer.
@Tag("e2e")
@ExtendWith(SharedCluster.class)
class OperatorTest {
  private static final String NAMESPACE = "operator";
  private static final String DEFINITION =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: orchards.fruit.example.com}
      spec:
        group: fruit.example.com
        scope: Namespaced
        names: {plural: orchards, singular: orchard, kind: Orchard}
        versions:
          - name: v1
            served: true
            storage: true
            subresources:
              status: {}
              scale: {specReplicasPath: .spec.trees, statusReplicasPath: .status.growing}
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec:
                    type: object
                    properties:
                      trees: {type: integer, minimum: 0, default: 1}
                      fruit: {type: string, enum: [apple, pear], default: apple}
                  status:
                    type: object
                    properties:
                      growing: {type: integer}
                      observedGeneration: {type: integer, format: int64}
      """;

  private static final OrchardReconciler RECONCILER = new OrchardReconciler();
  private static KubernetesClient client;
  private static Operator operator;

  @BeforeAll
  static void start(Cluster cluster) throws Exception {
    var config = Config.fromKubeconfig(Files.readString(cluster.kubeconfig()));
    config.setNamespace(NAMESPACE);
    client = new KubernetesClientBuilder().withConfig(config).build();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
    client.resource(DEFINITION).serverSideApply();
    client
        .resources(CustomResourceDefinition.class)
        .withName("orchards.fruit.example.com")
        .waitUntilCondition(
            definition ->
                definition != null
                    && definition.getStatus() != null
                    && definition.getStatus().getConditions().stream()
                        .anyMatch(each ->
                            each.getType().equals("Established")
                                && each.getStatus().equals("True")),
            2,
            TimeUnit.MINUTES);
    operator = new Operator(overrider -> overrider.withKubernetesClient(client));
    operator.register(RECONCILER, overrider -> overrider.settingNamespaces(NAMESPACE));
    operator.start();
  }

  @AfterAll
  static void stop() {
    operator.stop();
    client.close();
  }

  private static Orchard orchard(String name, int trees, String fruit) {
    var orchard = new Orchard();
    orchard.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace(NAMESPACE).build());
    orchard.setSpec(new Orchard.Spec());
    orchard.getSpec().trees = trees;
    orchard.getSpec().fruit = fruit;
    return orchard;
  }

  private static Resource<Orchard> named(String name) {
    return client.resources(Orchard.class).withName(name);
  }

  private static void awaitGrowing(String name, int trees) {
    Cluster.await(
        trees + " trees grow in " + name,
        () -> {
          var now = named(name).get();
          return now.getStatus() != null
              && now.getStatus().growing == trees
              && now.getMetadata().getGeneration().equals(now.getStatus().observedGeneration);
        });
  }

  @Test
  void plantsScalesMendsAndFells() {
    client.resource(orchard("hill", 2, "pear")).create();
    awaitGrowing("hill", 2);
    assertThat(named("hill").get().getMetadata().getFinalizers()).hasSize(1);

    named("hill")
        .edit(now -> {
          now.getSpec().trees = 3;
          return now;
        });
    awaitGrowing("hill", 3);
    named("hill").scale(1);
    awaitGrowing("hill", 1);
    assertThat(named("hill").get().getSpec().trees).isEqualTo(1);

    var trees = client.apps().deployments().withName("hill");
    var before = trees.get().getMetadata().getUid();
    trees.delete();
    Cluster.await(
        "the operator plants again",
        () -> trees.get() != null && !trees.get().getMetadata().getUid().equals(before));
    awaitGrowing("hill", 1);

    named("hill").delete();
    named("hill").waitUntilCondition(now -> now == null, 2, TimeUnit.MINUTES);
    assertThat(RECONCILER.felled()).contains("hill");
    trees.waitUntilCondition(now -> now == null, 2, TimeUnit.MINUTES);
  }

  @Test
  void doesNotStoreWhatTheSchemaRefuses() {
    assertThatThrownBy(() -> client.resource(orchard("valley", -1, "plum")).create())
        .hasMessageContaining("spec.trees")
        .hasMessageContaining("Unsupported value: \"plum\"");
  }
}
