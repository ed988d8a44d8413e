package dev.podo.simulator;

import dev.podo.client.WriteOptions;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.deployment.Deployments;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.Quantity;
import dev.podo.model.apps.v1.Deployment;
import dev.podo.model.apps.v1.DeploymentSpec;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.PodTemplateSpec;
import dev.podo.model.core.v1.ResourceRequirements;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServicePort;
import dev.podo.model.core.v1.ServiceSpec;
import dev.podo.model.discovery.v1.EndpointSlice;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.LabelSelector;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.store.Key;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Deployments to simulate, and what became of them.
final class Workloads {
  static final String NAMESPACE = "default";

  private Workloads() {}

  static Deployment deployment(String name, int replicas, String image, String cpu) {
    var labels = Map.of("app", name);
    var annotations = new TreeMap<String, String>();
    annotations.put("simulate.podo.dev/ready-after", "700ms");
    annotations.put("simulate.podo.dev/stop-delay", "300ms");
    var container =
        Container.builder()
            .name("main")
            .image(image)
            .resources(
                ResourceRequirements.builder().requests(Map.of("cpu", Quantity.parse(cpu))).build())
            .build();
    return Deployment.builder()
        .metadata(ObjectMeta.builder().namespace(NAMESPACE).name(name).build())
        .spec(
            DeploymentSpec.builder()
                .replicas(replicas)
                .selector(LabelSelector.builder().matchLabels(labels).build())
                .template(
                    PodTemplateSpec.builder()
                        .metadata(
                            ObjectMeta.builder().labels(labels).annotations(annotations).build())
                        .spec(PodSpec.builder().containers(List.of(container)).build())
                        .build())
                .build())
        .build();
  }

  static void create(SimulatedCluster cluster, Deployment deployment) {
    cluster.inside(
        () -> cluster.api().create(Deployments.KIND, deployment, WriteOptions.defaults()));
  }

  /// In front of the pods of an app.
  static void createService(SimulatedCluster cluster, String app) {
    var service =
        Service.builder()
            .metadata(ObjectMeta.builder().namespace(NAMESPACE).name(app).build())
            .spec(
                ServiceSpec.builder()
                    .selector(Map.of("app", app))
                    .ports(List.of(ServicePort.builder().port(80).build()))
                    .build())
            .build();
    cluster.inside(() -> cluster.api().create(Services.KIND, service, WriteOptions.defaults()));
  }

  static void delete(SimulatedCluster cluster, Kind<?> kind, String name) {
    cluster.inside(() -> {
      cluster.api().delete(kind, NAMESPACE, name, DeleteOptions.EMPTY);
      return true;
    });
  }

  /// The addresses to which the service of an app leads.
  static SortedSet<String> endpoints(SimulatedCluster cluster, String app) {
    var out = new TreeSet<String>();
    for (var object : cluster.history().objects().values()) {
      if (object instanceof EndpointSlice slice
          && app.equals(slice.metadata().labels().get("kubernetes.io/service-name"))) {
        slice.endpoints().stream()
            .filter(each -> Boolean.TRUE.equals(each.conditions().ready()))
            .forEach(each -> out.addAll(each.addresses()));
      }
    }
    return out;
  }

  static SortedSet<String> readyAddresses(SimulatedCluster cluster, String app) {
    var out = new TreeSet<String>();
    ready(cluster, app).forEach(pod -> out.add(pod.status().podIP()));
    return out;
  }

  /// Changes a deployment as it is now.
  static void change(SimulatedCluster cluster, String name, UnaryOperator<Deployment> how) {
    cluster.inside(() -> {
      var now = cluster.api().get(Deployments.KIND, NAMESPACE, name);
      var bare = now.withMetadata(now.metadata().withResourceVersion(""));
      return cluster.api().update(Deployments.KIND, how.apply(bare), WriteOptions.defaults());
    });
  }

  static UnaryOperator<Deployment> image(String image) {
    return now ->
        now.with(b ->
            b.spec(
                now.spec()
                    .with(s ->
                        s.template(
                            now.spec().template().with(t -> t.spec(withImage(now, image)))))));
  }

  private static PodSpec withImage(Deployment now, String image) {
    var pod = now.spec().template().spec();
    var container = pod.containers().getFirst().with(c -> c.image(image));
    return pod.with(p -> p.containers(List.of(container)));
  }

  static UnaryOperator<Deployment> replicas(int count) {
    return now -> Deployments.withReplicas(now, count);
  }

  static Stream<Pod> pods(SimulatedCluster cluster) {
    return cluster.history().objects().values().stream()
        .filter(Pod.class::isInstance)
        .map(Pods.KIND::cast);
  }

  /// The pods of an app that are ready and stay.
  static Stream<Pod> ready(SimulatedCluster cluster, String app) {
    return pods(cluster)
        .filter(pod -> app.equals(pod.metadata().labels().get("app")))
        .filter(pod -> Pods.isReady(pod) && !Pods.isTerminating(pod));
  }

  static Deployment deployment(SimulatedCluster cluster, String name) {
    var key = new Key(Deployments.KIND.storageKey(), NAMESPACE, name);
    return Deployments.KIND.cast(cluster.history().objects().get(key));
  }

  static boolean nodesAreReady(SimulatedCluster cluster) {
    var ready =
        cluster.history().objects().values().stream()
            .filter(Node.class::isInstance)
            .map(Nodes.KIND::cast)
            .filter(node -> Nodes.isReady(node) && node.spec().taints().isEmpty())
            .count();
    return ready == cluster.nodeNames().size();
  }

  /// Whether the deployment is as it should be, and nothing else of it is left.
  static boolean isSettled(SimulatedCluster cluster, String name) {
    var deployment = deployment(cluster, name);
    var status = deployment.status();
    var wanted = Deployments.replicas(deployment);
    var pods =
        pods(cluster).filter(pod -> name.equals(pod.metadata().labels().get("app"))).toList();
    return status.observedGeneration() == deployment.metadata().generation()
        && status.replicas() == wanted
        && status.updatedReplicas() == wanted
        && status.availableReplicas() == wanted
        && pods.size() == wanted
        && pods.stream().allMatch(pod -> Pods.isReady(pod) && !Pods.isTerminating(pod));
  }
}
