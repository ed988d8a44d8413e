package dev.podo.network.services;

import dev.podo.model.discovery.v1.Endpoint;
import dev.podo.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Picks the endpoints that get new connections: the ready ones; where there is none, those that
/// still serve while they terminate (KEP-1669), so that the last pods of a Service are used to the
/// end.
public final class EndpointChoice {
  private final SortedMap<ServiceEndpoint, State> known = new TreeMap<>();

  private enum State {
    READY,
    SERVING_TERMINATING
  }

  private EndpointChoice() {}

  /// @param portName the port's name in the slices; "" = the unnamed one
  /// @param nodeName whose endpoints count as local
  public static EndpointChoice of(
      List<EndpointSlice> slices, String portName, Protocol protocol, String nodeName) {
    var choice = new EndpointChoice();
    for (var slice : slices) {
      if (!slice.addressType().equals("IPv4")) {
        continue;
      }
      for (var port : slice.ports()) {
        var number = port.port();
        var name = Objects.requireNonNullElse(port.name(), "");
        var transport = Objects.requireNonNullElse(port.protocol(), "TCP");
        if (number != null && name.equals(portName) && transport.equals(protocol.name())) {
          slice.endpoints().forEach(endpoint -> choice.add(endpoint, number, nodeName));
        }
      }
    }
    return choice;
  }

  private void add(Endpoint endpoint, int port, String nodeName) {
    var ip = endpoint.addresses().isEmpty() ? "" : endpoint.addresses().getFirst();
    if (!Addresses.isIpv4(ip)) {
      return;
    }
    var conditions = endpoint.conditions();
    var ready = !Boolean.FALSE.equals(conditions.ready());
    var serving = conditions.serving() == null ? ready : conditions.serving();
    var terminating = Boolean.TRUE.equals(conditions.terminating());
    var key = new ServiceEndpoint(ip, port, nodeName.equals(endpoint.nodeName()));
    if (ready) {
      known.put(key, State.READY);
    } else if (serving && terminating) {
      known.putIfAbsent(key, State.SERVING_TERMINATING);
    }
  }

  /// Those that are ready, and no others.
  public List<ServiceEndpoint> ready() {
    return in(State.READY, endpoint -> true);
  }

  /// For traffic that any node may serve.
  public List<ServiceEndpoint> anywhere() {
    return choose(endpoint -> true);
  }

  /// For traffic that stays on the node.
  public List<ServiceEndpoint> local() {
    return choose(ServiceEndpoint::local);
  }

  private List<ServiceEndpoint> choose(Predicate<ServiceEndpoint> where) {
    var ready = in(State.READY, where);
    return ready.isEmpty() ? in(State.SERVING_TERMINATING, where) : ready;
  }

  private List<ServiceEndpoint> in(State state, Predicate<ServiceEndpoint> where) {
    var out = new ArrayList<ServiceEndpoint>();
    known.forEach((endpoint, its) -> {
      if (its == state && where.test(endpoint)) {
        out.add(endpoint);
      }
    });
    return out;
  }
}
