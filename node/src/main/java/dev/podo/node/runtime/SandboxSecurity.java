package dev.podo.node.runtime;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What the pod's namespaces are and whom its pause process runs as.
///
/// @param hostPid containers see the node's processes
/// @param hostIpc containers use the node's IPC
/// @param sharedPid containers of the pod see each other's processes
/// @param privileged some container of the pod is privileged
/// @param user of the pause process, null for the image's
/// @param group of the pause process, null for the image's
/// @param supplementalGroups further groups, fsGroup among them
/// @param sysctls as in `kernel.shm_rmid_forced` → `1`
/// @param seccomp of the pause process
public record SandboxSecurity(
    boolean hostPid,
    boolean hostIpc,
    boolean sharedPid,
    boolean privileged,
    @Nullable Long user,
    @Nullable Long group,
    List<Long> supplementalGroups,
    SortedMap<String, String> sysctls,
    SecurityProfile seccomp) {
  public SandboxSecurity {
    supplementalGroups = List.copyOf(supplementalGroups);
  }
}
