package dev.podo.network.services;

import dev.podo.model.core.v1.Service;
import java.util.ArrayList;
import java.util.List;

/// What a Service asks for and does not get here: its owner is told, and nothing is left out in
/// silence.
public final class UnservedFields {
  private UnservedFields() {}

  /// One sentence for each field that is not honoured, in the order of the fields.
  public static List<String> of(Service service) {
    var spec = service.spec();
    var out = new ArrayList<String>();
    for (var ip : spec.externalIPs()) {
      if (!Addresses.isIpv4(ip)) {
        out.add("spec.externalIPs: " + ip + " is not served: only IPv4 is");
      }
    }
    if (spec.type().equals("LoadBalancer")) {
      for (var range : spec.loadBalancerSourceRanges()) {
        if (!Addresses.isIpv4Cidr(range.strip())) {
          out.add("spec.loadBalancerSourceRanges: " + range + " has no effect: only IPv4 has");
        }
      }
    }
    if (spec.healthCheckNodePort() != 0) {
      out.add(
          "spec.healthCheckNodePort: nothing answers at "
              + spec.healthCheckNodePort()
              + "; let the load balancer check the node port of the Service itself");
    }
    return List.copyOf(out);
  }
}
