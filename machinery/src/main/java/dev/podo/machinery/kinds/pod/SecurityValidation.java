package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.volume.LocalPaths;
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
  private static final String OWN_USERS = "when `hostUsers` is false";

  private SecurityValidation() {}

  static void checkPod(PodSpec spec, FieldPath at, Findings findings) {
    checkHostUsers(spec, at, findings);
    if (spec.hostPID() && Boolean.TRUE.equals(spec.shareProcessNamespace())) {
      findings.invalid(
          at.child("shareProcessNamespace"),
          true,
          "ShareProcessNamespace and HostPID cannot both be enabled");
    }
    var context = spec.securityContext();
    if (context == null) {
      return;
    }
    var place = at.child("securityContext");
    checkId(context.fsGroup(), place.child("fsGroup"), findings);
    checkId(context.runAsUser(), place.child("runAsUser"), findings);
    checkId(context.runAsGroup(), place.child("runAsGroup"), findings);
    for (var i = 0; i < context.supplementalGroups().size(); i++) {
      checkId(
          context.supplementalGroups().get(i),
          place.child("supplementalGroups").index(i),
          findings);
    }
    checkPolicies(context, place, findings);
    checkSysctls(context.sysctls(), spec, place.child("sysctls"), findings);
    checkSeccomp(context.seccompProfile(), place.child("seccompProfile"), findings);
    checkAppArmor(context.appArmorProfile(), place.child("appArmorProfile"), findings);
  }

  private static void checkHostUsers(PodSpec spec, FieldPath at, Findings findings) {
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
  }

  private static void checkPolicies(PodSecurityContext context, FieldPath at, Findings findings) {
    var change = context.fsGroupChangePolicy();
    if (change != null) {
      findings.oneOf(at.child("fsGroupChangePolicy"), change, List.of("Always", "OnRootMismatch"));
    }
    var groups = context.supplementalGroupsPolicy();
    if (groups != null) {
      findings.oneOf(at.child("supplementalGroupsPolicy"), groups, List.of("Merge", "Strict"));
    }
    var labels = context.seLinuxChangePolicy();
    if (labels != null) {
      findings.oneOf(at.child("seLinuxChangePolicy"), labels, List.of("MountOption", "Recursive"));
    }
  }

  private static void checkId(@Nullable Long id, FieldPath at, Findings findings) {
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
      } else if (!names.add(name.replace('/', '.'))) {
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
    if (profile != null) {
      checkProfile("seccomp", profile.type(), profile.localhostProfile(), at, findings);
      var local = profile.localhostProfile();
      if (local != null && profile.type().equals(LOCALHOST)) {
        LocalPaths.checkDescending(local, at.child("localhostProfile"), findings);
      }
    }
  }

  private static void checkAppArmor(
      @Nullable AppArmorProfile profile, FieldPath at, Findings findings) {
    if (profile != null) {
      checkProfile("AppArmor", profile.type(), profile.localhostProfile(), at, findings);
    }
  }

  private static void checkProfile(
      String what, String type, @Nullable String local, FieldPath at, Findings findings) {
    var place = at.child("localhostProfile");
    if (type.equals(LOCALHOST) && (local == null || local.isEmpty())) {
      findings.required(place, "must be set when " + what + " type is Localhost");
    } else if (!type.equals(LOCALHOST) && local != null) {
      findings.invalid(place, local, "can only be set when " + what + " type is Localhost");
    }
    if (type.isEmpty()) {
      findings.required(
          at.child("type"),
          "type is required when "
              + (what.equals("seccomp") ? what : "appArmor")
              + "Profile is set");
    } else {
      findings.oneOf(at.child("type"), type, PROFILES);
    }
  }

  static void checkContainer(Container container, FieldPath at, Findings findings) {
    var context = container.securityContext();
    if (context == null) {
      return;
    }
    checkId(context.runAsUser(), at.child("runAsUser"), findings);
    checkId(context.runAsGroup(), at.child("runAsGroup"), findings);
    var proc = context.procMount();
    if (proc != null) {
      findings.oneOf(at.child("procMount"), proc, List.of("Default", "Unmasked"));
    }
    checkSeccomp(context.seccompProfile(), at.child("seccompProfile"), findings);
    checkEscalation(context, at, findings);
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
