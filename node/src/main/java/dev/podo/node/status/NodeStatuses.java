package dev.podo.node.status;

import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.model.core.v1.ContainerImage;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.NodeAddress;
import dev.podo.model.core.v1.NodeCondition;
import dev.podo.model.core.v1.NodeStatus;
import dev.podo.model.core.v1.NodeSystemInfo;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.node.eviction.PressureCondition;
import dev.podo.node.host.HostFacts;
import dev.podo.node.runtime.Image;
import dev.podo.node.runtime.RuntimeInfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The Node object of a node: pure functions of what is known of the machine.
public final class NodeStatuses {
  private static final int IMAGES_MAX = 50;
  private static final int IMAGE_NAMES_MAX = 5;
  private static final List<String> OWN =
      List.of("MemoryPressure", "DiskPressure", "PIDPressure", Nodes.READY);

  private final NodeDescription node;
  private final HostFacts host;

  public NodeStatuses(NodeDescription node, HostFacts host) {
    this.node = node;
    this.host = host;
  }

  /// The object as the agent creates it.
  public Node initial() {
    var labels = new TreeMap<>(node.labels());
    labels.put(Nodes.HOSTNAME_LABEL, node.name());
    labels.put(Nodes.OS_LABEL, host.versions().operatingSystem());
    labels.put(Nodes.ARCH_LABEL, host.versions().architecture());
    labels.put("beta.kubernetes.io/os", host.versions().operatingSystem());
    labels.put("beta.kubernetes.io/arch", host.versions().architecture());
    return Node.builder()
        .metadata(ObjectMeta.builder().name(node.name()).labels(labels).build())
        .build();
  }

  /// The labels of `present` with those put right that follow from the machine.
  public Node withLabels(Node present) {
    var labels = new TreeMap<>(present.metadata().labels());
    labels.putAll(initial().metadata().labels());
    return present.withMetadata(present.metadata().with(it -> it.labels(labels)));
  }

  /// @param before as it is in the API: what others own in it stays
  /// @param images on the node, for the scheduler
  /// @param pressure what the node is short of
  public NodeStatus of(
      Node before,
      RuntimeInfo runtime,
      List<Image> images,
      Set<PressureCondition> pressure,
      Instant now) {
    return before
        .status()
        .with(it ->
            it.capacity(node.capacity())
                .allocatable(node.allocatable())
                .addresses(addresses())
                .conditions(
                    conditions(before, runtime, pressure, now.truncatedTo(ChronoUnit.SECONDS)))
                .nodeInfo(info(runtime))
                .images(images(images)));
  }

  private List<NodeAddress> addresses() {
    return Stream.concat(
            host.addresses().stream().map(each -> address("InternalIP", each)),
            Stream.of(address("Hostname", node.name())))
        .toList();
  }

  private static NodeAddress address(String type, String address) {
    return NodeAddress.builder().type(type).address(address).build();
  }

  private NodeSystemInfo info(RuntimeInfo runtime) {
    var ids = host.ids();
    var versions = host.versions();
    return NodeSystemInfo.builder()
        .machineID(ids.machineId())
        .systemUUID(ids.systemUuid())
        .bootID(ids.bootId())
        .kernelVersion(versions.kernelVersion())
        .osImage(versions.osImage())
        .containerRuntimeVersion(runtime.name() + "://" + runtime.version())
        .kubeletVersion(node.kubeletVersion())
        .operatingSystem(versions.operatingSystem())
        .architecture(versions.architecture())
        .build();
  }

  /// The largest first, as many as a scheduler can make use of.
  private static List<ContainerImage> images(List<Image> images) {
    return images.stream()
        .sorted(
            Comparator.comparingLong((Image each) -> -each.sizeBytes()).thenComparing(Image::id))
        .limit(IMAGES_MAX)
        .map(each ->
            ContainerImage.builder()
                .names(
                    Stream.concat(each.digests().stream(), each.tags().stream())
                        .limit(IMAGE_NAMES_MAX)
                        .toList())
                .sizeBytes(each.sizeBytes())
                .build())
        .toList();
  }

  private static List<NodeCondition> conditions(
      Node before, RuntimeInfo runtime, Set<PressureCondition> pressure, Instant now) {
    var out = new ArrayList<NodeCondition>();
    for (var each : before.status().conditions()) {
      if (!OWN.contains(each.type())) {
        out.add(each);
      }
    }
    for (var each : PressureCondition.values()) {
      var holds = pressure.contains(each);
      var reason = "KubeletHas" + each.reason(holds);
      out.add(condition(before, new Finding(each.type(), holds, reason, each.message(holds)), now));
    }
    var ready = runtime.ready() && runtime.networkReady();
    var message = ready ? "kubelet is posting ready status" : why(runtime);
    out.add(
        condition(
            before,
            new Finding(Nodes.READY, ready, ready ? "KubeletReady" : "KubeletNotReady", message),
            now));
    return out;
  }

  private static String why(RuntimeInfo runtime) {
    if (!runtime.ready()) {
      return "container runtime is down: " + runtime.message();
    }
    return "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady"
        + " message:"
        + runtime.message();
  }

  private record Finding(String type, boolean holds, String reason, String message) {}

  private static NodeCondition condition(Node before, Finding finding, Instant now) {
    var status = finding.holds() ? "True" : "False";
    var old = Nodes.condition(before, finding.type());
    var since = old != null && old.status().equals(status) ? old.lastTransitionTime() : null;
    return NodeCondition.builder()
        .type(finding.type())
        .status(status)
        .lastHeartbeatTime(now)
        .lastTransitionTime(since == null ? now : since)
        .reason(finding.reason())
        .message(finding.message())
        .build();
  }
}
