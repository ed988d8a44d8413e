package dev.podo.testkit;

import dev.podo.model.apps.v1.Deployment;
import dev.podo.model.apps.v1.DeploymentSpec;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.PodTemplateSpec;
import dev.podo.model.meta.v1.LabelSelector;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Something to deploy.
final class Sample {
  private Sample() {}

  static Deployment deployment(String name, int replicas) {
    var labels = Map.of("app", name);
    var container = Container.builder().name("main").image("registry.example/" + name + ":1");
    return Deployment.builder()
        .metadata(ObjectMeta.builder().namespace("default").name(name).build())
        .spec(
            DeploymentSpec.builder()
                .replicas(replicas)
                .selector(LabelSelector.builder().matchLabels(labels).build())
                .template(
                    PodTemplateSpec.builder()
                        .metadata(ObjectMeta.builder().labels(labels).build())
                        .spec(PodSpec.builder().containers(List.of(container.build())).build())
                        .build())
                .build())
        .build();
  }

  static Predicate<Deployment> hasAvailable(int replicas) {
    return deployment -> deployment.status().availableReplicas() == replicas;
  }
}
