package dev.podo.network.dns;

import dev.podo.client.informer.Index;
import dev.podo.client.informer.Snapshot;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServicePort;
import dev.podo.model.discovery.v1.Endpoint;
import dev.podo.model.discovery.v1.EndpointSlice;
import dev.podo.network.services.Addresses;
import dev.podo.network.services.ServiceName;
import dev.podo.network.services.SliceIndex;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The cluster's zone at one moment, read straight from the caches' images: there is nothing to
/// build when a Service changes, and an answer costs a few lookups. Names follow Kubernetes' DNS
/// specification, version 1.1.0.
///
/// @param domain such as `cluster.local`
/// @param dnsIp where the cluster's DNS is reached
/// @param services with the index [#SERVICE_BY_IP]
/// @param slices with the indexes [SliceIndex#BY_SERVICE] and [#SLICE_BY_ADDRESS]
record ClusterZone(
    String domain, String dnsIp, Snapshot<Service> services, Snapshot<EndpointSlice> slices) {
  private static final String SPECIFICATION = "1.1.0";
  private static final int WEIGHT_TOTAL = 100;

  static final Index<Service> SERVICE_BY_IP =
      new Index<>("clusterIP", service -> List.of(service.spec().clusterIP()));
  static final Index<EndpointSlice> SLICE_BY_ADDRESS =
      new Index<>("address", ClusterZone::addresses);

  private static List<String> addresses(EndpointSlice slice) {
    return slice.endpoints().stream().flatMap(e -> e.addresses().stream()).distinct().toList();
  }

  /// @param turn from which of several endpoints an answer starts, so that clients spread
  DnsAnswer answer(String name, int type, int turn) {
    if (name.equals(domain)) {
      return apex(type);
    }
    if (name.endsWith("." + domain)) {
      var labels = List.of(name.substring(0, name.length() - domain.length() - 1).split("\\."));
      return new Lookup(name, type, turn).within(labels);
    }
    return name.endsWith(".in-addr.arpa") ? reverse(name, type) : new DnsAnswer.Elsewhere();
  }

  private DnsAnswer apex(int type) {
    return switch (type) {
      case Dns.SOA -> DnsAnswer.Records.of(List.of(soa()), List.of());
      case Dns.NS ->
          DnsAnswer.Records.of(
              List.of(new DnsRecord.Ns(domain, server())),
              List.of(new DnsRecord.A(server(), dnsIp)));
      default -> DnsAnswer.Records.none(Dns.NO_ERROR, soa());
    };
  }

  private DnsRecord.Soa soa() {
    return new DnsRecord.Soa(domain, server(), Math.max(services.revision(), slices.revision()));
  }

  private String server() {
    return "ns.dns." + domain;
  }

  private String fullName(String namespace, String service) {
    return service + "." + namespace + ".svc." + domain;
  }

  private List<EndpointSlice> slicesOf(Service service) {
    var name = new ServiceName(service.metadata().namespace(), service.metadata().name());
    return slices.by(SliceIndex.BY_SERVICE, name.toString()).toList();
  }

  private DnsAnswer reverse(String name, int type) {
    var labels = List.of(name.substring(0, name.length() - ".in-addr.arpa".length()).split("\\."));
    var ip = String.join(".", labels.reversed());
    var targets = Addresses.isIpv4(ip) ? new ArrayList<>(namesOf(ip)) : new ArrayList<String>();
    if (targets.isEmpty()) {
      return new DnsAnswer.Elsewhere();
    }
    if (type != Dns.PTR && type != Dns.ANY) {
      return DnsAnswer.Records.none(Dns.NO_ERROR, soa());
    }
    return DnsAnswer.Records.of(
        targets.stream().map(target -> new DnsRecord.Ptr(name, target)).toList(), List.of());
  }

  private Set<String> namesOf(String ip) {
    var names = new TreeSet<String>();
    for (var service : services.by(SERVICE_BY_IP, ip)) {
      names.add(fullName(service.metadata().namespace(), service.metadata().name()));
    }
    if (!names.isEmpty()) {
      return names;
    }
    for (var slice : slices.by(SLICE_BY_ADDRESS, ip)) {
      var service = slice.metadata().labels().get(SliceIndex.SERVICE_LABEL);
      for (var endpoint : slice.endpoints()) {
        if (service != null && endpoint.addresses().contains(ip)) {
          names.add(label(endpoint) + "." + fullName(slice.metadata().namespace(), service));
        }
      }
    }
    return names;
  }

  /// The name of an endpoint below its Service: its hostname, or its address with dashes.
  private static String label(Endpoint endpoint) {
    var hostname = endpoint.hostname();
    return hostname != null && !hostname.isEmpty()
        ? hostname.toLowerCase(Locale.ROOT)
        : endpoint.addresses().getFirst().replace('.', '-');
  }

  private static boolean isHeadless(Service service) {
    return service.spec().clusterIP().equals("None");
  }

  /// One question about a name below the domain.
  private final class Lookup {
    private final String name;
    private final int type;
    private final int turn;

    Lookup(String name, int type, int turn) {
      this.name = name;
      this.type = type;
      this.turn = turn;
    }

    DnsAnswer within(List<String> labels) {
      var last = labels.getLast();
      return switch (last) {
        case "svc" -> service(labels.subList(0, labels.size() - 1));
        case "pod" -> pod(labels.subList(0, labels.size() - 1));
        case "dns-version" ->
            labels.size() == 1 ? only(new DnsRecord.Txt(name, SPECIFICATION)) : unknown();
        case "dns" -> name.equals(server()) ? only(new DnsRecord.A(name, dnsIp)) : unknown();
        default -> unknown();
      };
    }

    private DnsAnswer unknown() {
      return DnsAnswer.Records.none(Dns.NAME_ERROR, soa());
    }

    private DnsAnswer nothing() {
      return DnsAnswer.Records.none(Dns.NO_ERROR, soa());
    }

    private DnsAnswer only(DnsRecord record) {
      return type == record.type() || type == Dns.ANY
          ? DnsAnswer.Records.of(List.of(record), List.of())
          : nothing();
    }

    private DnsAnswer pod(List<String> labels) {
      if (labels.size() < 2) {
        return labels.isEmpty() || hasNamespace(labels.getFirst()) ? nothing() : unknown();
      }
      var ip = labels.getFirst().replace('-', '.');
      return labels.size() == 2 && Addresses.isIpv4(ip)
          ? only(new DnsRecord.A(name, ip))
          : unknown();
    }

    private boolean hasNamespace(String namespace) {
      return services.in(namespace).iterator().hasNext();
    }

    /// @param labels what stands before `svc`: service and namespace, and before them a pod's
    ///   hostname or a port and its protocol
    private DnsAnswer service(List<String> labels) {
      if (labels.size() < 2) {
        return labels.isEmpty() || hasNamespace(labels.getFirst()) ? nothing() : unknown();
      }
      var namespace = labels.getLast();
      var service = services.get(namespace, labels.get(labels.size() - 2));
      if (service == null) {
        return unknown();
      }
      var below = labels.subList(0, labels.size() - 2);
      if (service.spec().type().equals("ExternalName")) {
        return below.isEmpty() ? alias(service) : unknown();
      }
      return switch (below.size()) {
        case 0 -> itself(service);
        case 1 -> below(service, below.getFirst());
        case 2 -> ports(service, below.get(0), below.get(1));
        default -> unknown();
      };
    }

    private DnsAnswer alias(Service service) {
      var target = service.spec().externalName().toLowerCase(Locale.ROOT);
      var cname =
          new DnsRecord.Cname(
              name, target.endsWith(".") ? target.substring(0, target.length() - 1) : target);
      return type == Dns.CNAME || type == Dns.ANY
          ? DnsAnswer.Records.of(List.of(cname), List.of())
          : new DnsAnswer.Alias(cname);
    }

    private DnsAnswer itself(Service service) {
      if (type == Dns.SRV) {
        return ports(service, null, null);
      }
      if (type != Dns.A && type != Dns.ANY) {
        return isHeadless(service) && endpoints(service).isEmpty() ? unknown() : nothing();
      }
      if (!isHeadless(service)) {
        var ip = service.spec().clusterIP();
        return ip.isEmpty()
            ? nothing()
            : DnsAnswer.Records.of(List.of(new DnsRecord.A(name, ip)), List.of());
      }
      var ips = new LinkedHashSet<String>();
      endpoints(service).forEach(endpoint -> ips.add(endpoint.addresses().getFirst()));
      // A headless Service without endpoints has no name: clients tell "not yet" from "no such
      // address".
      return ips.isEmpty() ? unknown() : addresses(ips);
    }

    private DnsAnswer below(Service service, String label) {
      var ips = new LinkedHashSet<String>();
      for (var endpoint : endpoints(service)) {
        if (label(endpoint).equals(label)) {
          ips.add(endpoint.addresses().getFirst());
        }
      }
      if (ips.isEmpty()) {
        var isProtocol = List.of("_tcp", "_udp", "_sctp").contains(label);
        return isProtocol ? nothing() : unknown();
      }
      return type == Dns.A || type == Dns.ANY ? addresses(ips) : nothing();
    }

    private DnsAnswer addresses(Set<String> ips) {
      var records = new ArrayList<DnsRecord>();
      ips.forEach(ip -> records.add(new DnsRecord.A(name, ip)));
      Collections.rotate(records, -Math.floorMod(turn, records.size()));
      return DnsAnswer.Records.of(records, List.of());
    }

    /// Only those that are ready; that a Service publishes others too is in the slices already.
    private List<Endpoint> endpoints(Service service) {
      var out = new ArrayList<Endpoint>();
      for (var slice : slicesOf(service)) {
        if (!slice.addressType().equals("IPv4")) {
          continue;
        }
        for (var endpoint : slice.endpoints()) {
          var ready = !Boolean.FALSE.equals(endpoint.conditions().ready());
          if (ready
              && !endpoint.addresses().isEmpty()
              && Addresses.isIpv4(endpoint.addresses().getFirst())) {
            out.add(endpoint);
          }
        }
      }
      return out;
    }

    /// @param port `_http`, or null for all ports
    /// @param protocol `_tcp`, or null
    private DnsAnswer ports(Service service, @Nullable String port, @Nullable String protocol) {
      var full = fullName(service.metadata().namespace(), service.metadata().name());
      var targets = new LinkedHashSet<Target>();
      if (isHeadless(service)) {
        addEndpoints(service, full, port, protocol, targets);
      } else {
        for (var declared : service.spec().ports()) {
          if (matches(declared, port, protocol)) {
            targets.add(new Target(full, service.spec().clusterIP(), declared.port()));
          }
        }
      }
      if (targets.isEmpty()) {
        return unknown();
      }
      return type == Dns.SRV || type == Dns.ANY ? srv(targets) : nothing();
    }

    private DnsAnswer srv(Set<Target> targets) {
      var weight = Math.max(1, WEIGHT_TOTAL / targets.size());
      var records = new ArrayList<DnsRecord>();
      var additional = new LinkedHashSet<DnsRecord>();
      for (var target : targets) {
        records.add(new DnsRecord.Srv(name, weight, target.port(), target.name()));
        if (Addresses.isIpv4(target.ip())) {
          additional.add(new DnsRecord.A(target.name(), target.ip()));
        }
      }
      return DnsAnswer.Records.of(records, new ArrayList<>(additional));
    }

    private static boolean matches(
        ServicePort declared, @Nullable String port, @Nullable String protocol) {
      var transport = declared.protocol().isEmpty() ? "TCP" : declared.protocol();
      return matches(declared.name(), transport, port, protocol);
    }

    private static boolean matches(
        String name, String transport, @Nullable String port, @Nullable String protocol) {
      return port == null
          || protocol == null
          || (!name.isEmpty()
              && port.equals("_" + name)
              && protocol.equals("_" + transport.toLowerCase(Locale.ROOT)));
    }

    private void addEndpoints(
        Service service,
        String full,
        @Nullable String port,
        @Nullable String protocol,
        Set<Target> into) {
      for (var slice : slicesOf(service)) {
        for (var declared : slice.ports()) {
          var number = declared.port();
          var name = Objects.requireNonNullElse(declared.name(), "");
          var transport = Objects.requireNonNullElse(declared.protocol(), "TCP");
          if (number == null || !matches(name, transport, port, protocol)) {
            continue;
          }
          for (var endpoint : endpoints(service)) {
            if (slice.endpoints().contains(endpoint)) {
              var target = label(endpoint) + "." + full;
              into.add(new Target(target, endpoint.addresses().getFirst(), number));
            }
          }
        }
      }
    }
  }

  private record Target(String name, String ip, int port) {}
}
