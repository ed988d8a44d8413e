package dev.podo.node.containerd.cri;

import dev.podo.node.runtime.Container;
import dev.podo.node.runtime.RuntimeEvent;
import dev.podo.node.runtime.Sandbox;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// What is behind an id: containerd's events name no more than that, and call sandboxes containers
/// too. It knows what was made or listed and not yet removed.
final class KnownIds {
  private final ConcurrentMap<String, Owner> owners = new ConcurrentHashMap<>();

  /// @param containerId "" for the sandbox itself
  private record Owner(String podUid, String sandboxId, String containerId) {
    RuntimeEvent event(RuntimeEvent.Type ofContainer, RuntimeEvent.Type ofSandbox) {
      return new RuntimeEvent(
          containerId.isEmpty() ? ofSandbox : ofContainer, podUid, sandboxId, containerId);
    }
  }

  void add(Sandbox sandbox) {
    addSandbox(sandbox.id(), sandbox.pod().uid());
  }

  void addSandbox(String id, String podUid) {
    owners.put(id, new Owner(podUid, id, ""));
  }

  void add(Container container) {
    addContainer(container.id(), container.sandboxId());
  }

  void addContainer(String id, String sandboxId) {
    var sandbox = owners.get(sandboxId);
    owners.put(id, new Owner(sandbox == null ? "" : sandbox.podUid(), sandboxId, id));
  }

  /// "" when unknown.
  String sandboxOf(String containerId) {
    var owner = owners.get(containerId);
    return owner == null ? "" : owner.sandboxId();
  }

  boolean isSandbox(String id) {
    var owner = owners.get(id);
    return owner != null && owner.containerId().isEmpty();
  }

  @Nullable RuntimeEvent started(String id) {
    var owner = owners.get(id);
    return owner == null || owner.containerId().isEmpty()
        ? null
        : owner.event(RuntimeEvent.Type.CONTAINER_STARTED, RuntimeEvent.Type.RESYNC);
  }

  @Nullable RuntimeEvent stopped(String id) {
    var owner = owners.get(id);
    return owner == null
        ? null
        : owner.event(RuntimeEvent.Type.CONTAINER_STOPPED, RuntimeEvent.Type.SANDBOX_STOPPED);
  }

  /// Forgets it, too.
  @Nullable RuntimeEvent removed(String id) {
    var owner = owners.remove(id);
    return owner == null
        ? null
        : owner.event(RuntimeEvent.Type.CONTAINER_REMOVED, RuntimeEvent.Type.SANDBOX_REMOVED);
  }
}
