package dev.podo.node.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a container's processes may do, and as whom.
///
/// @param user null for the image's
/// @param group null for the image's; only together with a user
/// @param supplementalGroups further groups, fsGroup among them
/// @param capabilities beside the runtime's default ones
/// @param maskedProc whether sensitive parts of /proc are hidden (procMount Default)
/// @param namespaces what it shares: it must be as in the sandbox
public record ContainerSecurity(
    @Nullable Long user,
    @Nullable Long group,
    List<Long> supplementalGroups,
    Capabilities capabilities,
    Confinement confinement,
    boolean maskedProc,
    Namespaces namespaces) {
  public ContainerSecurity {
    supplementalGroups = List.copyOf(supplementalGroups);
  }

  /// The same, with the processes of another container to be seen.
  ///
  /// @param target its id; "" for none
  public ContainerSecurity lookingInto(String target) {
    return new ContainerSecurity(
        user,
        group,
        supplementalGroups,
        capabilities,
        confinement,
        maskedProc,
        new Namespaces(
            namespaces.hostNetwork(),
            namespaces.hostPid(),
            namespaces.hostIpc(),
            namespaces.sharedPid(),
            target));
  }

  /// Names without `CAP_`, or `ALL`.
  public record Capabilities(List<String> add, List<String> drop) {
    public static final Capabilities NONE = new Capabilities(List.of(), List.of());

    public Capabilities {
      add = List.copyOf(add);
      drop = List.copyOf(drop);
    }
  }

  /// @param privileged everything is allowed
  /// @param readOnlyRoot the root file system cannot be written
  /// @param noNewPrivileges allowPrivilegeEscalation is false
  public record Confinement(
      boolean privileged,
      boolean readOnlyRoot,
      boolean noNewPrivileges,
      SecurityProfile seccomp,
      SecurityProfile appArmor,
      @Nullable SeLinux seLinux) {}

  public record SeLinux(String user, String role, String type, String level) {}

  /// @param target the id of the container whose processes it shows; "" for its own, or the pod's
  public record Namespaces(
      boolean hostNetwork, boolean hostPid, boolean hostIpc, boolean sharedPid, String target) {
    public Namespaces(boolean hostNetwork, boolean hostPid, boolean hostIpc, boolean sharedPid) {
      this(hostNetwork, hostPid, hostIpc, sharedPid, "");
    }
  }
}
