package dev.podo.node.container;

import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServicePort;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The environment variables by which containers find Services, in Kubernetes' way and in that of
/// old container links.
final class ServiceVariables {
  private ServiceVariables() {}

  static Map<String, String> of(List<Service> services) {
    var out = new LinkedHashMap<String, String>();
    for (var service : services) {
      var ip = service.spec().clusterIP();
      if (!ip.isEmpty() && !ip.equals("None") && !service.spec().ports().isEmpty()) {
        add(out, service, ip);
      }
    }
    return out;
  }

  private static void add(Map<String, String> out, Service service, String ip) {
    var prefix = name(service.metadata().name());
    var ports = service.spec().ports();
    var first = ports.getFirst();
    out.put(prefix + "_SERVICE_HOST", ip);
    out.put(prefix + "_SERVICE_PORT", Integer.toString(first.port()));
    for (var port : ports) {
      if (!port.name().isEmpty()) {
        out.put(prefix + "_SERVICE_PORT_" + name(port.name()), Integer.toString(port.port()));
      }
    }
    out.put(prefix + "_PORT", url(first, ip));
    for (var port : ports) {
      var link = prefix + "_PORT_" + port.port() + "_" + protocol(port).toUpperCase(Locale.ROOT);
      out.put(link, url(port, ip));
      out.put(link + "_PROTO", protocol(port));
      out.put(link + "_PORT", Integer.toString(port.port()));
      out.put(link + "_ADDR", ip);
    }
  }

  private static String protocol(ServicePort port) {
    return port.protocol().isEmpty() ? "tcp" : port.protocol().toLowerCase(Locale.ROOT);
  }

  private static String url(ServicePort port, String ip) {
    return protocol(port) + "://" + ip + ":" + port.port();
  }

  private static String name(String name) {
    return name.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
