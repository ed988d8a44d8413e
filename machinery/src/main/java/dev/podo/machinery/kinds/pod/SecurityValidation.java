package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.DataRules;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.volume.LocalPaths;
import dev.podo.machinery.validation.FieldError;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.AppArmorProfile;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.PodSecurityContext;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.SeccompProfile;
import dev.podo.model.core.v1.SecurityContext;
import dev.podo.model.core.v1.Sysctl;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What security contexts must obey, of Pods and of containers.
final class SecurityValidation {
  private static final String LOCALHOST = "Localhost";
  private static final List<String> PROFILES = List.of(LOCALHOST, "RuntimeDefault", "Unconfined");
  private static final String SYSCTL_SEGMENT = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
  private static final String SYSCTL_FORMAT = "(" + SYSCTL_SEGMENT + "[\\./])*" + SYSCTL_SEGMENT;
  private static final Pattern SYSCTL = Pattern.compile(SYSCTL_FORMAT);
  private static final int SYSCTL_MAX = 253;
  // PATH_MAX of Linux without the byte that ends a path.
  private static final int PATH_MAX = 4095;
  private static final String OWN_USERS = "when `hostUsers` is false";

  private SecurityValidation() {}

  static void checkPod(PodSpec spec, FieldPath at, Findings findings) {
    var context = spec.securityContext();
    var place = at.child("securityContext");
    if (context != null) {
      checkContext(context, spec, place, findings);
    }
    if (spec.hostPID() && Boolean.TRUE.equals(spec.shareProcessNamespace())) {
      findings.invalid(
          at.child("shareProcessNamespace"),
          true,
          "ShareProcessNamespace and HostPID cannot both be enabled");
    }
  }

  private static void checkContext(
      PodSecurityContext context, PodSpec spec, FieldPath place, Findings findings) {
    checkIds(context, place, findings);
    checkSysctls(context.sysctls(), spec, place.child("sysctls"), findings);
    var change = context.fsGroupChangePolicy();
    if (change != null) {
      findings.oneOf(
          place.child("fsGroupChangePolicy"), change, List.of("Always", "OnRootMismatch"));
    }
    checkSeccomp(context.seccompProfile(), place.child("seccompProfile"), findings);
    OsValidation.checkOptions(context.windowsOptions(), place.child("windowsOptions"), findings);
    checkAppArmor(context.appArmorProfile(), place.child("appArmorProfile"), findings);
    var groups = context.supplementalGroupsPolicy();
    if (groups != null) {
      findings.oneOf(place.child("supplementalGroupsPolicy"), groups, List.of("Merge", "Strict"));
    }
    var labels = context.seLinuxChangePolicy();
    if (labels != null) {
      findings.oneOf(
          place.child("seLinuxChangePolicy"), labels, List.of("MountOption", "Recursive"));
    }
  }

  private static void checkIds(PodSecurityContext context, FieldPath at, Findings findings) {
    checkId(context.fsGroup(), at.child("fsGroup"), findings);
    checkId(context.runAsUser(), at.child("runAsUser"), findings);
    checkId(context.runAsGroup(), at.child("runAsGroup"), findings);
    checkIds(context.supplementalGroups(), at.child("supplementalGroups"), findings);
  }

  static void checkIds(List<Long> groups, FieldPath at, Findings findings) {
    for (var i = 0; i < groups.size(); i++) {
      checkId(groups.get(i), at.index(i), findings);
    }
  }

  /// A Pod with users of its own shares no more of the node.
  static void checkHostUsers(PodSpec spec, FieldPath at, Findings findings) {
    if (!Boolean.FALSE.equals(spec.hostUsers())) {
      return;
    }
    if (spec.hostNetwork()) {
      findings.forbidden(at.child("hostNetwork"), OWN_USERS);
    }
    if (spec.hostPID()) {
      findings.forbidden(at.child("HostPID"), OWN_USERS);
    }
    if (spec.hostIPC()) {
      findings.forbidden(at.child("HostIPC"), OWN_USERS);
    }
    checkNoDevices(spec.initContainers(), at.child("initContainers"), findings);
    checkNoDevices(spec.containers(), at.child("containers"), findings);
    checkNoDevices(
        spec.ephemeralContainers().stream().map(EphemeralContainers::asContainer).toList(),
        at.child("ephemeralContainers"),
        findings);
  }

  /// Who owns what is on a device cannot be mapped.
  private static void checkNoDevices(List<Container> containers, FieldPath at, Findings findings) {
    for (var i = 0; i < containers.size(); i++) {
      if (!containers.get(i).volumeDevices().isEmpty()) {
        findings.forbidden(at.index(i).child("volumeDevices"), OWN_USERS);
      }
    }
  }

  static void checkId(@Nullable Long id, FieldPath at, Findings findings) {
    if (id != null) {
      findings.invalidFor(at, id, Names.inRange(id, 0, Integer.MAX_VALUE));
    }
  }

  private static void checkSysctls(
      List<Sysctl> sysctls, PodSpec spec, FieldPath at, Findings findings) {
    var names = new HashSet<String>();
    for (var i = 0; i < sysctls.size(); i++) {
      var name = sysctls.get(i).name();
      var place = at.index(i).child("name");
      if (!findings.requireText(name, place)) {
        continue;
      }
      if (name.length() > SYSCTL_MAX || !SYSCTL.matcher(name).matches()) {
        findings.invalid(
            place,
            name,
            "must have at most 253 characters and match regex ^" + SYSCTL_FORMAT + "$");
      } else if (!names.add(name)) {
        findings.duplicate(place, name);
      }
      checkSysctlScope(name, spec, place, findings);
    }
  }

  /// What belongs to the node's own network or IPC is not the Pod's to change.
  private static void checkSysctlScope(String name, PodSpec spec, FieldPath at, Findings findings) {
    var dotted = name.replace('/', '.');
    if (spec.hostNetwork() && dotted.startsWith("net.")) {
      findings.invalid(at, name, "may not be specified when 'hostNetwork' is true");
    }
    var ofIpc =
        dotted.startsWith("fs.mqueue.")
            || dotted.startsWith("kernel.shm")
            || dotted.startsWith("kernel.msg")
            || dotted.equals("kernel.sem");
    if (spec.hostIPC() && ofIpc) {
      findings.invalid(at, name, "may not be specified when 'hostIPC' is true");
    }
  }

  private static void checkSeccomp(
      @Nullable SeccompProfile profile, FieldPath at, Findings findings) {
    if (profile == null) {
      return;
    }
    checkType(profile.type(), "seccompProfile", at.child("type"), findings);
    var place = at.child("localhostProfile");
    var local = profile.localhostProfile();
    if (!profile.type().equals(LOCALHOST)) {
      if (local != null) {
        findings.invalid(place, profile, "can only be set when seccomp type is Localhost");
      }
    } else if (local == null) {
      findings.required(place, "must be set when seccomp type is Localhost");
    } else {
      LocalPaths.checkDescending(local, place, findings);
    }
  }

  private static void checkType(String type, String field, FieldPath at, Findings findings) {
    if (type.isEmpty()) {
      findings.required(at, "type is required when " + field + " is set");
    } else {
      findings.oneOf(at, type, PROFILES);
    }
  }

  private static void checkAppArmor(
      @Nullable AppArmorProfile profile, FieldPath at, Findings findings) {
    if (profile == null) {
      return;
    }
    var place = at.child("localhostProfile");
    var local = profile.localhostProfile();
    if (profile.type().equals(LOCALHOST)) {
      if (local == null || local.isEmpty()) {
        findings.required(place, "must be set when AppArmor type is Localhost");
      } else if (!local.strip().equals(local)) {
        findings.invalid(place, local, "must not be padded with whitespace");
      }
      if (local != null && DataRules.size(local) > PATH_MAX) {
        findings.add(FieldError.tooLong(place, PATH_MAX));
      }
    } else if (!PROFILES.contains(profile.type())) {
      checkType(profile.type(), "appArmorProfile", at.child("type"), findings);
    } else if (local != null) {
      findings.invalid(place, local, "can only be set when AppArmor type is Localhost");
    }
  }

  static void checkContainer(Container container, PodSpec spec, FieldPath at, Findings findings) {
    var context = container.securityContext();
    if (context == null) {
      return;
    }
    checkId(context.runAsUser(), at.child("runAsUser"), findings);
    checkId(context.runAsGroup(), at.child("runAsGroup"), findings);
    var proc = context.procMount();
    if (proc != null) {
      findings.oneOf(at.child("procMount"), proc, List.of("Default", "Unmasked"));
      if (proc.equals("Unmasked") && !Boolean.FALSE.equals(spec.hostUsers())) {
        findings.invalid(
            at.child("procMount"), proc, "`hostUsers` must be false to use `Unmasked`");
      }
    }
    checkSeccomp(context.seccompProfile(), at.child("seccompProfile"), findings);
    checkEscalation(context, at, findings);
    OsValidation.checkOptions(context.windowsOptions(), at.child("windowsOptions"), findings);
    checkAppArmor(context.appArmorProfile(), at.child("appArmorProfile"), findings);
  }

  private static void checkEscalation(SecurityContext context, FieldPath at, Findings findings) {
    if (!Boolean.FALSE.equals(context.allowPrivilegeEscalation())) {
      return;
    }
    if (Boolean.TRUE.equals(context.privileged())) {
      findings.invalid(
          at, context, "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
    }
    var capabilities = context.capabilities();
    if (capabilities != null && capabilities.add().contains("CAP_SYS_ADMIN")) {
      findings.invalid(
          at,
          context,
          "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
    }
  }
}
