package dev.podo.node.runtime;

/// Something to look at.
///
/// @param podUid the pod concerned; "" when the runtime does not know it (then the agent finds it
///   by the ids), or when the event is RESYNC
/// @param sandboxId "" when unknown
/// @param containerId "" when a sandbox is meant
public record RuntimeEvent(Type type, String podUid, String sandboxId, String containerId) {
  public enum Type {
    CONTAINER_STARTED,
    CONTAINER_STOPPED,
    CONTAINER_REMOVED,
    SANDBOX_STOPPED,
    SANDBOX_REMOVED,
    /// Events may have been lost: look at everything.
    RESYNC
  }

  public static RuntimeEvent resync() {
    return new RuntimeEvent(Type.RESYNC, "", "", "");
  }
}
