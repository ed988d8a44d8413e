package dev.podo.clients.operator;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;

/// The Deployment of an Orchard.
@KubernetesDependent
public final class Trees extends CRUDKubernetesDependentResource<Deployment, Orchard> {
  public Trees() {
    super(Deployment.class);
  }

  @Override
  protected Deployment desired(Orchard orchard, Context<Orchard> context) {
    var name = orchard.getMetadata().getName();
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(orchard.getMetadata().getNamespace())
        .endMetadata()
        .withNewSpec()
        .withReplicas(orchard.getSpec().trees)
        .withNewSelector()
        .addToMatchLabels("orchard", name)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("orchard", name)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("tree")
        .withImage("example.com/" + orchard.getSpec().fruit + ":1")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
