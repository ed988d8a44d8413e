package dev.podo.node.containerd.cri;

import dev.podo.node.containerd.cri.v1.Capability;
import dev.podo.node.containerd.cri.v1.ContainerMetadata;
import dev.podo.node.containerd.cri.v1.ImageSpec;
import dev.podo.node.containerd.cri.v1.Int64Value;
import dev.podo.node.containerd.cri.v1.KeyValue;
import dev.podo.node.containerd.cri.v1.LinuxContainerConfig;
import dev.podo.node.containerd.cri.v1.LinuxContainerResources;
import dev.podo.node.containerd.cri.v1.LinuxContainerSecurityContext;
import dev.podo.node.containerd.cri.v1.MountPropagation;
import dev.podo.node.containerd.cri.v1.NamespaceMode;
import dev.podo.node.containerd.cri.v1.NamespaceOption;
import dev.podo.node.containerd.cri.v1.SELinuxOption;
import dev.podo.node.runtime.ContainerConfig;
import dev.podo.node.runtime.ContainerSecurity;
import dev.podo.node.runtime.Mount;
import dev.podo.node.runtime.Resources;
import dev.podo.node.runtime.SecurityProfile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// From the agent's values to CRI's messages.
final class Translation {
  private static final long NANOS = 1_000_000_000L;

  /// What runtimes hide of /proc unless procMount is Unmasked.
  private static final List<String> MASKED =
      List.of(
          "/proc/asound",
          "/proc/acpi",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/sys/firmware",
          "/sys/devices/virtual/powercap");

  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  private Translation() {}

  static dev.podo.node.containerd.cri.v1.ContainerConfig container(
      ContainerConfig config, boolean appArmor) {
    var process = config.process();
    var out =
        dev.podo.node.containerd.cri.v1.ContainerConfig.newBuilder()
            .setMetadata(
                ContainerMetadata.newBuilder().setName(config.name()).setAttempt(config.attempt()))
            .setImage(ImageSpec.newBuilder().setImage(config.image()))
            .addAllCommand(process.command())
            .addAllArgs(process.args())
            .setWorkingDir(process.workingDir())
            .setStdin(process.stdin())
            .setStdinOnce(process.stdinOnce())
            .setTty(process.tty())
            .putAllLabels(config.labels())
            .putAllAnnotations(config.annotations())
            .setLogPath(config.logPath())
            .setLinux(
                LinuxContainerConfig.newBuilder()
                    .setResources(resources(config.resources()))
                    .setSecurityContext(security(config.security(), appArmor)));
    process
        .env()
        .forEach(e -> out.addEnvs(KeyValue.newBuilder().setKey(e.name()).setValue(e.value())));
    config.mounts().forEach(mount -> out.addMounts(mount(mount)));
    return out.build();
  }

  private static dev.podo.node.containerd.cri.v1.Mount mount(Mount mount) {
    return dev.podo.node.containerd.cri.v1.Mount.newBuilder()
        .setContainerPath(mount.target())
        .setHostPath(mount.source().toString())
        .setReadonly(mount.readOnly())
        .setSelinuxRelabel(mount.relabel())
        .setPropagation(
            switch (mount.propagation()) {
              case NONE -> MountPropagation.PROPAGATION_PRIVATE;
              case HOST_TO_CONTAINER -> MountPropagation.PROPAGATION_HOST_TO_CONTAINER;
              case BIDIRECTIONAL -> MountPropagation.PROPAGATION_BIDIRECTIONAL;
            })
        .build();
  }

  static LinuxContainerResources resources(Resources resources) {
    return LinuxContainerResources.newBuilder()
        .setCpuShares(resources.cpuShares())
        .setCpuQuota(resources.cpuQuotaMicros())
        .setCpuPeriod(resources.cpuPeriodMicros())
        .setMemoryLimitInBytes(resources.memoryLimitBytes())
        .setOomScoreAdj(resources.oomScoreAdj())
        .build();
  }

  private static LinuxContainerSecurityContext security(
      ContainerSecurity security, boolean appArmor) {
    var confinement = security.confinement();
    var out =
        LinuxContainerSecurityContext.newBuilder()
            .setCapabilities(
                Capability.newBuilder()
                    .addAllAddCapabilities(security.capabilities().add())
                    .addAllDropCapabilities(security.capabilities().drop()))
            .setPrivileged(confinement.privileged())
            .setReadonlyRootfs(confinement.readOnlyRoot())
            .setNoNewPrivs(confinement.noNewPrivileges())
            .setSeccomp(profile(confinement.seccomp()))
            .addAllSupplementalGroups(security.supplementalGroups())
            .setNamespaceOptions(namespaces(security.namespaces()));
    if (appArmor || confinement.appArmor().type() == SecurityProfile.Type.LOCALHOST) {
      out.setApparmor(profile(confinement.appArmor()));
    }
    if (security.user() != null) {
      out.setRunAsUser(number(security.user()));
    }
    if (security.group() != null) {
      out.setRunAsGroup(number(security.group()));
    }
    if (confinement.seLinux() != null) {
      var label = confinement.seLinux();
      out.setSelinuxOptions(
          SELinuxOption.newBuilder()
              .setUser(label.user())
              .setRole(label.role())
              .setType(label.type())
              .setLevel(label.level()));
    }
    if (security.maskedProc() && !confinement.privileged()) {
      out.addAllMaskedPaths(MASKED).addAllReadonlyPaths(READ_ONLY);
    }
    return out.build();
  }

  static NamespaceOption namespaces(ContainerSecurity.Namespaces namespaces) {
    var pid = pid(namespaces);
    return NamespaceOption.newBuilder()
        .setNetwork(namespaces.hostNetwork() ? NamespaceMode.NODE : NamespaceMode.POD)
        .setIpc(namespaces.hostIpc() ? NamespaceMode.NODE : NamespaceMode.POD)
        .setPid(pid)
        .setTargetId(pid == NamespaceMode.TARGET ? namespaces.target() : "")
        .build();
  }

  /// Who shares all processes of the pod, or of the host, sees those of the other container too.
  private static NamespaceMode pid(ContainerSecurity.Namespaces namespaces) {
    if (namespaces.hostPid()) {
      return NamespaceMode.NODE;
    }
    if (namespaces.sharedPid()) {
      return NamespaceMode.POD;
    }
    return namespaces.target().isEmpty() ? NamespaceMode.CONTAINER : NamespaceMode.TARGET;
  }

  static dev.podo.node.containerd.cri.v1.SecurityProfile profile(SecurityProfile profile) {
    return dev.podo.node.containerd.cri.v1.SecurityProfile.newBuilder()
        .setProfileType(
            switch (profile.type()) {
              case RUNTIME_DEFAULT ->
                  dev.podo.node.containerd.cri.v1.SecurityProfile.ProfileType.RuntimeDefault;
              case UNCONFINED ->
                  dev.podo.node.containerd.cri.v1.SecurityProfile.ProfileType.Unconfined;
              case LOCALHOST ->
                  dev.podo.node.containerd.cri.v1.SecurityProfile.ProfileType.Localhost;
            })
        .setLocalhostRef(profile.localhost())
        .build();
  }

  static Int64Value number(long value) {
    return Int64Value.newBuilder().setValue(value).build();
  }

  static Instant time(long epochNanos) {
    return Instant.ofEpochSecond(epochNanos / NANOS, epochNanos % NANOS);
  }

  static SortedMap<String, String> sorted(Map<String, String> map) {
    return new TreeMap<>(map);
  }
}
