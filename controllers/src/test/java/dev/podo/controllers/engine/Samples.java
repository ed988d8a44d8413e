package dev.podo.controllers.engine;

import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.IntOrString;
import dev.podo.model.apps.v1.Deployment;
import dev.podo.model.apps.v1.DeploymentSpec;
import dev.podo.model.apps.v1.DeploymentStrategy;
import dev.podo.model.apps.v1.ReplicaSet;
import dev.podo.model.apps.v1.ReplicaSetSpec;
import dev.podo.model.apps.v1.RollingUpdateDeployment;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Namespace;
import dev.podo.model.core.v1.NamespaceSpec;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.NodeCondition;
import dev.podo.model.core.v1.NodeStatus;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodCondition;
import dev.podo.model.core.v1.PodIP;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.PodTemplateSpec;
import dev.podo.model.meta.v1.LabelSelector;
import dev.podo.model.meta.v1.ObjectMeta;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Objects for tests.
public final class Samples {
  public static final String NAMESPACE = "default";

  private Samples() {}

  public static ObjectMeta named(String name) {
    return ObjectMeta.builder().namespace(NAMESPACE).name(name).build();
  }

  public static PodTemplateSpec template(String app, String image) {
    var container = Container.builder().name("c").image(image).build();
    return PodTemplateSpec.builder()
        .metadata(ObjectMeta.builder().labels(Map.of("app", app)).build())
        .spec(PodSpec.builder().containers(List.of(container)).build())
        .build();
  }

  private static LabelSelector selector(String app) {
    return LabelSelector.builder().matchLabels(Map.of("app", app)).build();
  }

  public static ReplicaSet replicaSet(String name, int replicas) {
    var spec =
        ReplicaSetSpec.builder()
            .replicas(replicas)
            .selector(selector(name))
            .template(template(name, "image:1"))
            .build();
    return ReplicaSet.builder().metadata(named(name)).spec(spec).build();
  }

  public static Deployment deployment(String name, int replicas) {
    var spec =
        DeploymentSpec.builder()
            .replicas(replicas)
            .selector(selector(name))
            .template(template(name, "image:1"))
            .build();
    return Deployment.builder().metadata(named(name)).spec(spec).build();
  }

  public static Deployment rolling(Deployment of, String maxSurge, String maxUnavailable) {
    var update =
        RollingUpdateDeployment.builder()
            .maxSurge(IntOrString.parse(maxSurge))
            .maxUnavailable(IntOrString.parse(maxUnavailable))
            .build();
    var strategy = DeploymentStrategy.builder().type("RollingUpdate").rollingUpdate(update).build();
    return of.withSpec(of.spec().with(b -> b.strategy(strategy)));
  }

  public static Deployment withImage(Deployment of, String image) {
    var template = template(of.metadata().name(), image);
    return of.withSpec(of.spec().with(b -> b.template(template)));
  }

  public static Pod pod(String name, Map<String, String> labels) {
    var spec = template("x", "image:1").spec();
    return Pod.builder().metadata(named(name).withLabels(labels)).spec(spec).build();
  }

  /// The Pod as it is once its agent has started it.
  public static Pod ready(Pod pod, Instant since, String address) {
    var condition =
        PodCondition.builder().type("Ready").status("True").lastTransitionTime(since).build();
    var status =
        Pods.withCondition(pod.status(), condition)
            .with(b ->
                b.phase("Running")
                    .podIP(address)
                    .podIPs(List.of(PodIP.builder().ip(address).build())));
    return pod.withStatus(status);
  }

  public static Node node(String name, boolean ready, Instant heard) {
    var condition =
        NodeCondition.builder()
            .type("Ready")
            .status(ready ? "True" : "False")
            .lastHeartbeatTime(heard)
            .lastTransitionTime(heard)
            .build();
    return Node.builder()
        .metadata(ObjectMeta.builder().name(name).build())
        .status(NodeStatus.builder().conditions(List.of(condition)).build())
        .build();
  }

  public static Namespace namespace(String name) {
    return Namespace.builder()
        .metadata(ObjectMeta.builder().name(name).build())
        .spec(NamespaceSpec.builder().finalizers(List.of("kubernetes")).build())
        .build();
  }
}
