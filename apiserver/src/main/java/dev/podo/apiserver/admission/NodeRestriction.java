package dev.podo.apiserver.admission;

import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kinds.lease.Leases;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.serviceaccount.ServiceAccounts;
import dev.podo.model.ApiObject;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.Pod;
import org.jspecify.annotations.Nullable;

/// The agent of a node writes its own Node, its own Lease, and the Pods that are bound to it:
/// whoever takes over one node has not taken over the cluster.
public final class NodeRestriction implements Admission {
  private static final String LEASES_IN = "kube-node-lease";

  private final ObjectStore store;

  public NodeRestriction(ObjectStore store) {
    this.store = store;
  }

  @Override
  public <T extends ApiObject> void validate(AdmissionRequest<T> request)
      throws InterruptedException {
    var node = request.call().user().nodeName();
    if (node.isEmpty()) {
      return;
    }
    if (request.kind().equals(Nodes.KIND)) {
      checkNode(request, node);
    } else if (request.kind().equals(Leases.KIND)) {
      requireThat(
          request.place().namespace().equals(LEASES_IN) && request.place().name().equals(node),
          request,
          node,
          "can only access node lease with the same name as the requesting node");
    } else if (request.kind().equals(Pods.KIND)) {
      checkPod(request, node);
    }
  }

  private static void checkNode(AdmissionRequest<?> request, String node) {
    requireThat(
        request.place().name().equals(node),
        request,
        node,
        "is not allowed to modify node \"" + request.place().name() + "\"");
    if (request.object() instanceof Node now && request.old() instanceof Node old) {
      requireThat(
          now.spec().taints().equals(old.spec().taints()),
          request,
          node,
          "is not allowed to modify taints");
    }
  }

  private static void checkPod(AdmissionRequest<?> request, String node) {
    switch (request.operation()) {
      // Whoever could create a Pod could read the Secrets that it names.
      case CREATE -> requireThat(false, request, node, "can not create pods");
      case UPDATE, DELETE ->
          requireThat(
              request.old() instanceof Pod pod && pod.spec().nodeName().equals(node),
              request,
              node,
              "can only change pods with spec.nodeName set to itself");
    }
  }

  /// A node asks for tokens only for Pods that run on it.
  public void checkToken(
      String node, String namespace, @Nullable String podName, @Nullable String podUid) {
    var found =
        podName == null ? null : store.image().get(ObjectStore.key(Pods.KIND, namespace, podName));
    var pod = found == null ? null : found.value().as(Pods.KIND);
    if (pod == null
        || !pod.spec().nodeName().equals(node)
        || !pod.metadata().uid().equals(podUid)) {
      throw ApiErrors.forbidden(
          ServiceAccounts.KIND.groupResource(),
          "",
          "node \"" + node + "\" can only request tokens bound to pods that run on it");
    }
  }

  private static void requireThat(
      boolean holds, AdmissionRequest<?> request, String node, String why) {
    if (!holds) {
      throw ApiErrors.forbidden(
          request.kind().groupResource(), request.place().name(), "node \"" + node + "\" " + why);
    }
  }
}
