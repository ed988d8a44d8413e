package dev.podo.node.pod;

import dev.podo.machinery.kinds.pod.PodResources;
import dev.podo.model.core.v1.HostIP;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodIP;
import dev.podo.model.core.v1.PodStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// The status of a pod: a pure function of the Pod, what is known of it here, and the time.
final class PodStatuses {
  private PodStatuses() {}

  static PodStatus of(Pod pod, Observed observed, NodeContext node, Instant now) {
    var containers = new ContainerStatuses(pod, observed, node);
    var init = containers.ofInitContainers();
    var main = containers.ofContainers();
    var before = pod.status();
    var over = isOver(pod, observed);
    var phase = phase(pod, observed, over, PodPhase.of(pod, init, main, over));
    var sandbox = observed.sandbox();
    var hasSandbox = sandbox != null && sandbox.sandbox().ready();
    var ips = ips(pod, observed, node);
    var start = before.startTime();
    var ending = observed.ending();
    return before.with(it ->
        it.phase(phase)
            .observedGeneration(pod.metadata().generation())
            .reason(ending == null ? before.reason() : ending.reason())
            .message(ending == null ? before.message() : ending.message())
            .conditions(
                new PodConditions(pod, phase, now)
                    .of(
                        hasSandbox,
                        init,
                        main,
                        ending == null || !ending.evicted() ? null : ending,
                        PodStep.mustEnd(pod, observed) ? null : observed))
            .initContainerStatuses(init)
            .containerStatuses(main)
            .ephemeralContainerStatuses(containers.ofEphemeralContainers())
            .hostIP(node.hostIp())
            .hostIPs(node.hostIps().stream().map(PodStatuses::hostIp).toList())
            .podIP(ips.isEmpty() ? "" : ips.getFirst())
            .podIPs(ips.stream().map(PodStatuses::podIp).toList())
            .startTime(start == null ? now.truncatedTo(ChronoUnit.SECONDS) : start)
            .qosClass(
                before.qosClass().isEmpty() ? PodResources.qosClass(pod) : before.qosClass()));
  }

  /// A phase that is final stays; a pod that was turned away never began.
  private static String phase(Pod pod, Observed observed, boolean over, String now) {
    var before = pod.status().phase();
    if (before.equals(PodPhase.SUCCEEDED) || before.equals(PodPhase.FAILED)) {
      return before;
    }
    if (observed.ending() != null) {
      return over ? PodPhase.FAILED : before.isEmpty() ? PodPhase.PENDING : before;
    }
    return now;
  }

  /// Nothing runs and nothing will.
  static boolean isOver(Pod pod, Observed observed) {
    return PodStep.mustEnd(pod, observed) && !observed.runsAnything();
  }

  private static List<String> ips(Pod pod, Observed observed, NodeContext node) {
    var sandbox = observed.sandbox();
    if (sandbox == null) {
      return pod.status().podIPs().stream().map(PodIP::ip).toList();
    }
    return pod.spec().hostNetwork() ? node.hostIps() : sandbox.ips();
  }

  private static HostIP hostIp(String ip) {
    return HostIP.builder().ip(ip).build();
  }

  private static PodIP podIp(String ip) {
    return PodIP.builder().ip(ip).build();
  }
}
