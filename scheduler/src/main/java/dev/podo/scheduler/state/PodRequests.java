package dev.podo.scheduler.state;

import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Pod;
import java.util.Map;

/// How much a pod asks for: what its containers need together, or what an init container needs
/// before them if that is more; sidecars run beside both.
final class PodRequests {
  /// What a container without requests counts as when nodes are compared, so that such pods spread
  /// too.
  private static final long ASSUMED_MILLI_CPU = 100;

  private static final long ASSUMED_MEMORY = 200L * 1024 * 1024;

  private PodRequests() {}

  static Resources of(Pod pod) {
    return sum(pod, false);
  }

  /// The same with assumed CPU and memory for containers that state none.
  static Resources assumed(Pod pod) {
    return sum(pod, true);
  }

  private static Resources sum(Pod pod, boolean assume) {
    var spec = pod.spec();
    var total = new Resources();
    for (var container : spec.containers()) {
      total.add(requests(container, assume));
    }
    var sidecars = new Resources();
    var peak = new Resources();
    for (var init : spec.initContainers()) {
      var own = requests(init, assume);
      own.add(sidecars);
      if ("Always".equals(init.restartPolicy())) {
        sidecars = own;
      }
      peak.raiseTo(own);
    }
    total.add(sidecars);
    total.raiseTo(peak);
    var podLevel = spec.resources();
    if (podLevel != null) {
      total.replace(podLevel.requests());
    }
    total.add(Resources.of(spec.overhead()));
    return total;
  }

  private static Resources requests(Container container, boolean assume) {
    var stated = container.resources().requests();
    var out = Resources.of(stated);
    if (assume) {
      addAssumed(out, stated);
    }
    return out;
  }

  private static void addAssumed(Resources out, Map<String, Quantity> stated) {
    if (!stated.containsKey(Resources.CPU)) {
      out.add(Resources.CPU, Quantity.ofMillis(ASSUMED_MILLI_CPU));
    }
    if (!stated.containsKey(Resources.MEMORY)) {
      out.add(Resources.MEMORY, Quantity.of(ASSUMED_MEMORY));
    }
  }
}
