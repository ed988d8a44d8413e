package dev.podo.node.container;

import dev.podo.model.core.v1.AppArmorProfile;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSecurityContext;
import dev.podo.model.core.v1.SELinuxOptions;
import dev.podo.model.core.v1.SeccompProfile;
import dev.podo.model.core.v1.SecurityContext;
import dev.podo.node.runtime.ContainerSecurity;
import dev.podo.node.runtime.ContainerSecurity.Capabilities;
import dev.podo.node.runtime.ContainerSecurity.Confinement;
import dev.podo.node.runtime.ContainerSecurity.Namespaces;
import dev.podo.node.runtime.ContainerSecurity.SeLinux;
import dev.podo.node.runtime.Image;
import dev.podo.node.runtime.SandboxSecurity;
import dev.podo.node.runtime.SecurityProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// securityContext of pod and container, the container's own first.
public final class Securities {
  private final Pod pod;
  private final PodSecurityContext ofPod;

  public Securities(Pod pod) {
    this.pod = pod;
    var context = pod.spec().securityContext();
    this.ofPod = context == null ? PodSecurityContext.EMPTY : context;
  }

  public SandboxSecurity ofSandbox() {
    var spec = pod.spec();
    var sysctls = new TreeMap<String, String>();
    ofPod.sysctls().forEach(each -> sysctls.put(each.name(), each.value()));
    var privileged =
        Stream.concat(spec.containers().stream(), spec.initContainers().stream())
            .anyMatch(each -> isTrue(own(each).privileged()));
    return new SandboxSecurity(
        spec.hostPID(),
        spec.hostIPC(),
        isTrue(spec.shareProcessNamespace()),
        privileged,
        ofPod.runAsUser(),
        ofPod.runAsGroup(),
        groups(),
        sysctls,
        seccomp(ofPod.seccompProfile()));
  }

  /// @throws ConfigError when runAsNonRoot forbids the user
  public ContainerSecurity of(Container container, Image image) {
    var own = own(container);
    var user = own.runAsUser() != null ? own.runAsUser() : ofPod.runAsUser();
    var group = own.runAsGroup() != null ? own.runAsGroup() : ofPod.runAsGroup();
    var nonRoot = own.runAsNonRoot() != null ? own.runAsNonRoot() : ofPod.runAsNonRoot();
    if (isTrue(nonRoot)) {
      requireNonRoot(container, user, image);
    }
    var caps = own.capabilities();
    return new ContainerSecurity(
        user,
        group,
        groups(),
        caps == null ? Capabilities.NONE : new Capabilities(caps.add(), caps.drop()),
        confinement(own),
        !"Unmasked".equals(own.procMount()),
        new Namespaces(
            pod.spec().hostNetwork(),
            pod.spec().hostPID(),
            pod.spec().hostIPC(),
            isTrue(pod.spec().shareProcessNamespace())));
  }

  private Confinement confinement(SecurityContext own) {
    var privileged = isTrue(own.privileged());
    var seccomp = own.seccompProfile() != null ? own.seccompProfile() : ofPod.seccompProfile();
    var appArmor = own.appArmorProfile() != null ? own.appArmorProfile() : ofPod.appArmorProfile();
    var seLinux = own.seLinuxOptions() != null ? own.seLinuxOptions() : ofPod.seLinuxOptions();
    return new Confinement(
        privileged,
        isTrue(own.readOnlyRootFilesystem()),
        Boolean.FALSE.equals(own.allowPrivilegeEscalation()),
        privileged ? SecurityProfile.UNCONFINED : seccomp(seccomp),
        appArmor(appArmor),
        seLinux == null ? null : seLinux(seLinux));
  }

  private void requireNonRoot(Container container, @Nullable Long user, Image image) {
    var where = "(pod: \"%s\", container: %s)".formatted(podText(), container.name());
    if (user != null) {
      if (user == 0) {
        throw new ConfigError("container's runAsUser breaks non-root policy " + where);
      }
      return;
    }
    Long ofImage = image.user();
    if (ofImage == null && !image.userName().isEmpty()) {
      throw new ConfigError(
          "container has runAsNonRoot and image has non-numeric user (%s), cannot verify user is non-root %s"
              .formatted(image.userName(), where));
    }
    if (ofImage == null || ofImage == 0) {
      throw new ConfigError("container has runAsNonRoot and image will run as root " + where);
    }
  }

  private String podText() {
    var meta = pod.metadata();
    return meta.name() + "_" + meta.namespace() + "(" + meta.uid() + ")";
  }

  private List<Long> groups() {
    var out = new ArrayList<>(ofPod.supplementalGroups());
    var fsGroup = ofPod.fsGroup();
    if (fsGroup != null) {
      out.add(fsGroup);
    }
    return out;
  }

  private static SecurityContext own(Container container) {
    var own = container.securityContext();
    return own == null ? SecurityContext.EMPTY : own;
  }

  private static SecurityProfile seccomp(@Nullable SeccompProfile profile) {
    return profile == null
        ? SecurityProfile.UNCONFINED
        : profile(profile.type(), profile.localhostProfile());
  }

  /// Unlike seccomp, AppArmor confines where nothing is said.
  private static SecurityProfile appArmor(@Nullable AppArmorProfile profile) {
    return profile == null
        ? SecurityProfile.RUNTIME_DEFAULT
        : profile(profile.type(), profile.localhostProfile());
  }

  private static SecurityProfile profile(String type, @Nullable String localhost) {
    return switch (type) {
      case "RuntimeDefault" -> SecurityProfile.RUNTIME_DEFAULT;
      case "Localhost" ->
          new SecurityProfile(SecurityProfile.Type.LOCALHOST, localhost == null ? "" : localhost);
      default -> SecurityProfile.UNCONFINED;
    };
  }

  private static SeLinux seLinux(SELinuxOptions options) {
    return new SeLinux(options.user(), options.role(), options.type(), options.level());
  }

  private static boolean isTrue(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }
}
