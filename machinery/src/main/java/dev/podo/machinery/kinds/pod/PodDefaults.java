package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Protocols;
import dev.podo.machinery.kinds.metadata.ResourceLists;
import dev.podo.machinery.kinds.volume.DownwardApi;
import dev.podo.machinery.kinds.volume.ImageNames;
import dev.podo.machinery.kinds.volume.VolumeDefaults;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ContainerPort;
import dev.podo.model.core.v1.EnvVar;
import dev.podo.model.core.v1.EnvVarSource;
import dev.podo.model.core.v1.EphemeralContainer;
import dev.podo.model.core.v1.HostIP;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodIP;
import dev.podo.model.core.v1.PodSecurityContext;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.PodStatus;
import dev.podo.model.core.v1.ResourceRequirements;
import java.util.List;
import java.util.TreeMap;

/// What stands where the author of a Pod wrote nothing.
final class PodDefaults {
  private static final long TERMINATION_GRACE_PERIOD_SECONDS = 30;

  private PodDefaults() {}

  /// A Pod's own defaults come on top of those that its template has too.
  static Pod of(Pod pod) {
    var spec = spec(pod.spec());
    var own =
        spec.with(b ->
            b.enableServiceLinks(Default.value(spec.enableServiceLinks(), true))
                .containers(Default.each(spec.containers(), it -> ofPod(spec, it)))
                .initContainers(Default.each(spec.initContainers(), it -> ofPod(spec, it))));
    return pod.withSpec(PodResources.withDefaultsOfPod(own)).withStatus(status(pod.status()));
  }

  private static Container ofPod(PodSpec spec, Container container) {
    return container.with(b ->
        b.resources(requestsFromLimits(container.resources()))
            .ports(spec.hostNetwork() ? onHost(container.ports()) : container.ports()));
  }

  /// Who limits a resource without asking for an amount asks for the limit.
  private static ResourceRequirements requestsFromLimits(ResourceRequirements resources) {
    if (resources.limits().isEmpty()) {
      return resources;
    }
    var requests = new TreeMap<String, Quantity>(resources.limits());
    requests.putAll(resources.requests());
    return resources.with(b -> b.requests(requests));
  }

  /// In the node's network a port of the container is a port of the node.
  private static List<ContainerPort> onHost(List<ContainerPort> ports) {
    return Default.each(
        ports,
        port -> port.with(b -> b.hostPort(Default.number(port.hostPort(), port.containerPort()))));
  }

  /// `podIP` and the first of `podIPs` are two spellings of one field, and so are `hostIP` and
  /// `hostIPs`. Where they differ, the older spelling was written by who knows no other.
  private static PodStatus status(PodStatus status) {
    var ips = status.podIPs();
    var hosts = status.hostIPs();
    var ip = Default.text(status.podIP(), ips.isEmpty() ? "" : ips.getFirst().ip());
    var host = Default.text(status.hostIP(), hosts.isEmpty() ? "" : hosts.getFirst().ip());
    return status.with(b -> {
      b.podIP(ip).hostIP(host);
      if (!ip.isEmpty() && (ips.isEmpty() || !ips.getFirst().ip().equals(ip))) {
        b.podIPs(List.of(PodIP.builder().ip(ip).build()));
      }
      if (!host.isEmpty() && (hosts.isEmpty() || !hosts.getFirst().ip().equals(host))) {
        b.hostIPs(List.of(HostIP.builder().ip(host).build()));
      }
      return b;
    });
  }

  static PodSpec spec(PodSpec spec) {
    var account = Default.text(spec.serviceAccountName(), spec.serviceAccount());
    return spec.with(b ->
        b.dnsPolicy(Default.text(spec.dnsPolicy(), "ClusterFirst"))
            .restartPolicy(Default.text(spec.restartPolicy(), "Always"))
            .schedulerName(Default.text(spec.schedulerName(), "default-scheduler"))
            .terminationGracePeriodSeconds(
                Default.value(
                    spec.terminationGracePeriodSeconds(), TERMINATION_GRACE_PERIOD_SECONDS))
            .securityContext(Default.value(spec.securityContext(), PodSecurityContext.EMPTY))
            .serviceAccountName(account)
            .serviceAccount(account)
            .overhead(ResourceLists.rounded(spec.overhead()))
            .resources(Default.within(spec.resources(), PodDefaults::resources))
            .volumes(Default.each(spec.volumes(), VolumeDefaults::of))
            .containers(Default.each(spec.containers(), PodDefaults::container))
            .initContainers(Default.each(spec.initContainers(), PodDefaults::container))
            .ephemeralContainers(Default.each(spec.ephemeralContainers(), PodDefaults::ephemeral)));
  }

  private static EphemeralContainer ephemeral(EphemeralContainer container) {
    return EphemeralContainers.withCommon(
        container, container(EphemeralContainers.asContainer(container)));
  }

  static Container container(Container container) {
    return container.with(b ->
        b.imagePullPolicy(
                Default.text(container.imagePullPolicy(), ImageNames.pullPolicy(container.image())))
            .terminationMessagePath(
                Default.text(container.terminationMessagePath(), "/dev/termination-log"))
            .terminationMessagePolicy(Default.text(container.terminationMessagePolicy(), "File"))
            .resources(resources(container.resources()))
            .ports(Default.each(container.ports(), PodDefaults::port))
            .env(Default.each(container.env(), PodDefaults::variable))
            .livenessProbe(Default.within(container.livenessProbe(), ProbeDefaults::of))
            .readinessProbe(Default.within(container.readinessProbe(), ProbeDefaults::of))
            .startupProbe(Default.within(container.startupProbe(), ProbeDefaults::of))
            .lifecycle(Default.within(container.lifecycle(), ProbeDefaults::lifecycle)));
  }

  private static ContainerPort port(ContainerPort port) {
    return port.with(b -> b.protocol(Default.text(port.protocol(), Protocols.TCP)));
  }

  private static EnvVar variable(EnvVar variable) {
    return variable.with(
        b -> b.valueFrom(Default.within(variable.valueFrom(), PodDefaults::source)));
  }

  private static EnvVarSource source(EnvVarSource source) {
    return source.with(b ->
        b.fieldRef(Default.within(source.fieldRef(), DownwardApi::defaults))
            .fileKeyRef(
                Default.within(
                    source.fileKeyRef(),
                    key -> key.with(k -> k.optional(Default.value(key.optional(), false))))));
  }

  private static ResourceRequirements resources(ResourceRequirements resources) {
    return resources.with(b ->
        b.limits(ResourceLists.rounded(resources.limits()))
            .requests(ResourceLists.rounded(resources.requests())));
  }
}
