package dev.podo.clients.operator;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Workflow;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Dependent;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Says how many trees grow, and remembers which Orchards were felled.
@ControllerConfiguration
@Workflow(dependents = @Dependent(type = Trees.class))
public final class OrchardReconciler implements Reconciler<Orchard>, Cleaner<Orchard> {
  private final Set<String> felled = ConcurrentHashMap.newKeySet();

  Set<String> felled() {
    return felled;
  }

  @Override
  public UpdateControl<Orchard> reconcile(Orchard orchard, Context<Orchard> context) {
    var ready =
        context
            .getSecondaryResource(Deployment.class)
            .map(trees -> trees.getStatus())
            .map(status -> status.getReadyReplicas())
            .orElse(0);
    var status = new Orchard.Status();
    status.growing = ready;
    status.observedGeneration = orchard.getMetadata().getGeneration();
    orchard.setStatus(status);
    return UpdateControl.patchStatus(orchard);
  }

  @Override
  public DeleteControl cleanup(Orchard orchard, Context<Orchard> context) {
    felled.add(orchard.getMetadata().getName());
    return DeleteControl.defaultDelete();
  }
}
