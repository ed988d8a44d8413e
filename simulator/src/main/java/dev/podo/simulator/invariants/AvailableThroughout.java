package dev.podo.simulator.invariants;

import dev.podo.machinery.kinds.deployment.Deployments;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.ApiObject;
import dev.podo.model.apps.v1.Deployment;
import dev.podo.model.core.v1.Pod;
import dev.podo.store.Key;
import java.util.SortedMap;

/// A deployment that was available stays so but for what `maxUnavailable` allows. It holds while no
/// node dies and nobody scales, deletes or breaks pods.
public final class AvailableThroughout implements Invariant {
  private final Key deployment;
  private final String label;
  private final String value;

  /// @param label which pods of the namespace are the deployment's
  public AvailableThroughout(String namespace, String name, String label, String value) {
    this.deployment = new Key(Deployments.KIND.storageKey(), namespace, name);
    this.label = label;
    this.value = value;
  }

  @Override
  public void check(Change change, SortedMap<Key, ApiObject> objects) {
    if (!(objects.get(deployment) instanceof Deployment wanted)) {
      return;
    }
    var least = Deployments.replicas(wanted) - Deployments.maxUnavailable(wanted);
    var available = Invariants.pods(objects).filter(this::isAvailable).count();
    if (available < least) {
      throw new ViolationException(
          "%s: %s has %d pods available, needs %d".formatted(change, deployment, available, least));
    }
  }

  private boolean isAvailable(Pod pod) {
    var meta = pod.metadata();
    return meta.namespace().equals(deployment.namespace())
        && value.equals(meta.labels().get(label))
        && Pods.isReady(pod)
        && !Pods.isTerminating(pod);
  }
}
