package dev.podo.controllers.endpointslice;

import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodIP;
import dev.podo.model.core.v1.Service;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// IP families, by the names that both Services and EndpointSlices give them.
final class Families {
  private static final String IPV4 = "IPv4";
  private static final String IPV6 = "IPv6";

  private Families() {}

  static List<String> of(Service service) {
    var families = service.spec().ipFamilies();
    return families.isEmpty() ? List.of(IPV4) : families;
  }

  /// A Pod's address in a family; null when it has none.
  static @Nullable String address(Pod pod, String family) {
    for (PodIP ip : pod.status().podIPs()) {
      if (isOf(ip.ip(), family)) {
        return ip.ip();
      }
    }
    var only = pod.status().podIP();
    return !only.isEmpty() && isOf(only, family) ? only : null;
  }

  private static boolean isOf(String address, String family) {
    return family.equals(address.indexOf(':') >= 0 ? IPV6 : IPV4);
  }
}
