package dev.podo.controllers.endpoints;

import dev.podo.model.core.v1.EndpointAddress;
import dev.podo.model.core.v1.EndpointPort;
import dev.podo.model.core.v1.EndpointSubset;
import dev.podo.model.core.v1.Service;
import dev.podo.model.discovery.v1.Endpoint;
import dev.podo.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The endpoints of slices as subsets: addresses of the same ports together, those that are ready
/// apart from those that are not, always in the same order.
///
/// @param truncated whether some did not find room
record Subsets(List<EndpointSubset> all, boolean truncated) {
  private static final int ADDRESSES_MAX = 1_000;
  private static final Comparator<EndpointPort> BY_PORT =
      Comparator.comparing(EndpointPort::name)
          .thenComparingInt(EndpointPort::port)
          .thenComparing(EndpointPort::protocol);

  /// The addresses of some ports, each once: for a moment two slices may have the same one.
  private record Group(
      SortedMap<String, EndpointAddress> ready, SortedMap<String, EndpointAddress> notReady) {
    static Group empty() {
      return new Group(new TreeMap<>(), new TreeMap<>());
    }
  }

  static Subsets of(Service service, List<EndpointSlice> slices) {
    var family = service.spec().ipFamilies();
    var type = family.isEmpty() ? "IPv4" : family.get(0); // Endpoints know but one.
    var groups = new LinkedHashMap<List<EndpointPort>, Group>();
    for (var slice : slices) {
      if (slice.addressType().equals(type)) {
        var ports = slice.ports().stream().map(Subsets::port).sorted(BY_PORT).toList();
        var group = groups.computeIfAbsent(ports, any -> Group.empty());
        slice.endpoints().forEach(endpoint -> add(endpoint, group));
      }
    }
    groups.values().removeIf(group -> group.ready().isEmpty() && group.notReady().isEmpty());
    return cut(groups);
  }

  /// Who ends takes no more requests, and is not shown, unless it is asked for all the same.
  private static void add(Endpoint endpoint, Group group) {
    var isReady = !Boolean.FALSE.equals(endpoint.conditions().ready());
    if (!isReady && Boolean.TRUE.equals(endpoint.conditions().terminating())) {
      return;
    }
    for (var ip : endpoint.addresses()) {
      var hostname = endpoint.hostname();
      var address =
          EndpointAddress.builder()
              .ip(ip)
              .hostname(hostname == null ? "" : hostname)
              .nodeName(endpoint.nodeName())
              .targetRef(endpoint.targetRef())
              .build();
      (isReady ? group.ready() : group.notReady()).put(ip, address);
    }
  }

  /// Ready addresses go before others where there are too many.
  private static Subsets cut(Map<List<EndpointPort>, Group> groups) {
    var ready = groups.values().stream().mapToInt(group -> group.ready().size()).sum();
    var notReady = groups.values().stream().mapToInt(group -> group.notReady().size()).sum();
    var roomOfReady = Math.min(ready, ADDRESSES_MAX);
    var roomOfOthers = Math.min(notReady, ADDRESSES_MAX - roomOfReady);
    var out = new ArrayList<EndpointSubset>();
    for (var each : groups.entrySet()) {
      var group = each.getValue();
      var keptReady = first(group.ready(), roomOfReady);
      var keptOthers = first(group.notReady(), roomOfOthers);
      roomOfReady -= keptReady.size();
      roomOfOthers -= keptOthers.size();
      if (!keptReady.isEmpty() || !keptOthers.isEmpty()) {
        out.add(
            EndpointSubset.builder()
                .addresses(keptReady)
                .notReadyAddresses(keptOthers)
                .ports(each.getKey())
                .build());
      }
    }
    out.sort(Comparator.comparing(subset -> subset.ports().toString()));
    return new Subsets(List.copyOf(out), ready + notReady > ADDRESSES_MAX);
  }

  private static List<EndpointAddress> first(
      SortedMap<String, EndpointAddress> addresses, int room) {
    return addresses.values().stream().limit(room).toList();
  }

  private static EndpointPort port(dev.podo.model.discovery.v1.EndpointPort port) {
    var name = port.name();
    var number = port.port();
    var protocol = port.protocol();
    return EndpointPort.builder()
        .name(name == null ? "" : name)
        .port(number == null ? 0 : number)
        .protocol(protocol == null ? "TCP" : protocol)
        .appProtocol(port.appProtocol())
        .build();
  }
}
