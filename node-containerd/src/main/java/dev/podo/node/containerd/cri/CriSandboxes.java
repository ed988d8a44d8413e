package dev.podo.node.containerd.cri;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.podo.node.containerd.cri.v1.DNSConfig;
import dev.podo.node.containerd.cri.v1.LinuxPodSandboxConfig;
import dev.podo.node.containerd.cri.v1.LinuxSandboxSecurityContext;
import dev.podo.node.containerd.cri.v1.ListPodSandboxRequest;
import dev.podo.node.containerd.cri.v1.PodSandboxConfig;
import dev.podo.node.containerd.cri.v1.PodSandboxMetadata;
import dev.podo.node.containerd.cri.v1.PodSandboxState;
import dev.podo.node.containerd.cri.v1.PodSandboxStatusRequest;
import dev.podo.node.containerd.cri.v1.PortMapping;
import dev.podo.node.containerd.cri.v1.Protocol;
import dev.podo.node.containerd.cri.v1.RemovePodSandboxRequest;
import dev.podo.node.containerd.cri.v1.RunPodSandboxRequest;
import dev.podo.node.containerd.cri.v1.StopPodSandboxRequest;
import dev.podo.node.runtime.ContainerSecurity;
import dev.podo.node.runtime.PodId;
import dev.podo.node.runtime.RuntimeFailure;
import dev.podo.node.runtime.Sandbox;
import dev.podo.node.runtime.SandboxConfig;
import dev.podo.node.runtime.SandboxRuntime;
import dev.podo.node.runtime.SandboxStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Sandboxes through CRI.
final class CriSandboxes implements SandboxRuntime {
  private static final Duration SHORT = Duration.ofSeconds(30);

  /// A network plug-in may be slow; kubelet's own patience.
  private static final Duration LONG = Duration.ofMinutes(4);

  /// CRI wants a sandbox's configuration again for each container made in it, and tells only parts
  /// of it later: a copy for the agent's next life stands in an annotation.
  private static final String CONFIG = "podo.dev/sandbox-config";

  private final CriChannel channel;
  private final KnownIds known;

  /// The cgroup below which everything is made that does not ask for another.
  private final String cgroup;

  private final ConcurrentMap<String, PodSandboxConfig> configs = new ConcurrentHashMap<>();

  CriSandboxes(CriChannel channel, KnownIds known, String cgroup) {
    this.channel = channel;
    this.known = known;
    this.cgroup = cgroup;
  }

  @Override
  public String create(SandboxConfig config) throws InterruptedException {
    var message = withCopy(message(config));
    var request = RunPodSandboxRequest.newBuilder().setConfig(message).build();
    var id = CriChannel.call(() -> channel.runtime(LONG).runPodSandbox(request)).getPodSandboxId();
    configs.put(id, message);
    known.addSandbox(id, config.pod().uid());
    return id;
  }

  @Override
  public void stop(String sandboxId) throws InterruptedException {
    var request = StopPodSandboxRequest.newBuilder().setPodSandboxId(sandboxId).build();
    CriChannel.callIdempotent(() -> channel.runtime(LONG).stopPodSandbox(request));
  }

  @Override
  public void remove(String sandboxId) throws InterruptedException {
    stop(sandboxId);
    var request = RemovePodSandboxRequest.newBuilder().setPodSandboxId(sandboxId).build();
    CriChannel.callIdempotent(() -> channel.runtime(LONG).removePodSandbox(request));
    configs.remove(sandboxId);
  }

  @Override
  public SandboxStatus status(String sandboxId) throws InterruptedException {
    var status = fetch(sandboxId);
    var sandbox =
        new Sandbox(
            status.getId(),
            pod(status.getMetadata()),
            status.getMetadata().getAttempt(),
            status.getState() == PodSandboxState.SANDBOX_READY,
            Translation.time(status.getCreatedAt()),
            Translation.sorted(status.getLabelsMap()),
            withoutOwn(Translation.sorted(status.getAnnotationsMap())));
    var ips = new ArrayList<String>();
    if (!status.getNetwork().getIp().isEmpty()) {
      ips.add(status.getNetwork().getIp());
    }
    status.getNetwork().getAdditionalIpsList().forEach(ip -> ips.add(ip.getIp()));
    return new SandboxStatus(sandbox, ips);
  }

  @Override
  public List<Sandbox> list() throws InterruptedException {
    var request = ListPodSandboxRequest.getDefaultInstance();
    return CriChannel.call(() -> channel.runtime(SHORT).listPodSandbox(request))
        .getItemsList()
        .stream()
        .map(item ->
            new Sandbox(
                item.getId(),
                pod(item.getMetadata()),
                item.getMetadata().getAttempt(),
                item.getState() == PodSandboxState.SANDBOX_READY,
                Translation.time(item.getCreatedAt()),
                Translation.sorted(item.getLabelsMap()),
                withoutOwn(Translation.sorted(item.getAnnotationsMap()))))
        .peek(known::add)
        .sorted(Comparator.comparing(Sandbox::createdAt).thenComparing(Sandbox::id))
        .toList();
  }

  /// What a sandbox was made with.
  PodSandboxConfig config(String sandboxId) throws InterruptedException {
    var config = configs.get(sandboxId);
    if (config == null) {
      config = withCopy(copyIn(fetch(sandboxId)));
      configs.put(sandboxId, config);
    }
    return config;
  }

  private static PodSandboxConfig withCopy(PodSandboxConfig config) {
    var copy = Base64.getEncoder().encodeToString(config.toByteArray());
    return config.toBuilder().putAnnotations(CONFIG, copy).build();
  }

  private static PodSandboxConfig copyIn(dev.podo.node.containerd.cri.v1.PodSandboxStatus status) {
    try {
      var copy = status.getAnnotationsMap().getOrDefault(CONFIG, "");
      return PodSandboxConfig.parseFrom(Base64.getDecoder().decode(copy));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new RuntimeFailure(
          RuntimeFailure.Kind.INVALID,
          "sandbox " + status.getId() + " was not made by Podo: " + e.getMessage(),
          e);
    }
  }

  private dev.podo.node.containerd.cri.v1.PodSandboxStatus fetch(String sandboxId)
      throws InterruptedException {
    var request = PodSandboxStatusRequest.newBuilder().setPodSandboxId(sandboxId).build();
    return CriChannel.call(() -> channel.runtime(SHORT).podSandboxStatus(request)).getStatus();
  }

  private static PodId pod(PodSandboxMetadata metadata) {
    return new PodId(metadata.getNamespace(), metadata.getName(), metadata.getUid());
  }

  private PodSandboxConfig message(SandboxConfig config) {
    var network = config.network();
    var out =
        PodSandboxConfig.newBuilder()
            .setMetadata(
                PodSandboxMetadata.newBuilder()
                    .setName(config.pod().name())
                    .setNamespace(config.pod().namespace())
                    .setUid(config.pod().uid())
                    .setAttempt(config.attempt()))
            .setHostname(config.hostname())
            .setLogDirectory(config.logDirectory().toString())
            .setDnsConfig(
                DNSConfig.newBuilder()
                    .addAllServers(network.dns().servers())
                    .addAllSearches(network.dns().searches())
                    .addAllOptions(network.dns().options()))
            .putAllLabels(config.labels())
            .putAllAnnotations(config.annotations())
            .setLinux(
                LinuxPodSandboxConfig.newBuilder()
                    .setCgroupParent(
                        config.cgroupParent().isEmpty() ? cgroup : config.cgroupParent())
                    .setSecurityContext(security(config))
                    .putAllSysctls(config.security().sysctls()));
    for (var port : network.ports()) {
      out.addPortMappings(
          PortMapping.newBuilder()
              .setProtocol(protocol(port.protocol()))
              .setContainerPort(port.containerPort())
              .setHostPort(port.hostPort())
              .setHostIp(port.hostIp()));
    }
    return out.build();
  }

  private static Protocol protocol(String name) {
    return switch (name) {
      case "UDP" -> Protocol.UDP;
      case "SCTP" -> Protocol.SCTP;
      default -> Protocol.TCP;
    };
  }

  private static LinuxSandboxSecurityContext security(SandboxConfig config) {
    var security = config.security();
    var namespaces =
        new ContainerSecurity.Namespaces(
            config.network().host(), security.hostPid(), security.hostIpc(), security.sharedPid());
    var out =
        LinuxSandboxSecurityContext.newBuilder()
            .setNamespaceOptions(Translation.namespaces(namespaces))
            .setPrivileged(security.privileged())
            .addAllSupplementalGroups(security.supplementalGroups())
            .setSeccomp(Translation.profile(security.seccomp()));
    if (security.user() != null) {
      out.setRunAsUser(Translation.number(security.user()));
    }
    if (security.group() != null) {
      out.setRunAsGroup(Translation.number(security.group()));
    }
    return out.build();
  }

  /// The annotations as the agent gave them.
  private static SortedMap<String, String> withoutOwn(SortedMap<String, String> annotations) {
    annotations.remove(CONFIG);
    return annotations;
  }
}
