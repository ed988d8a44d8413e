package dev.podo.network.ingress;

import java.util.List;

/// What a route leads to.
///
/// @param name the Service and its port, as in `default/web:http`; it keeps its counters from one
///   table to the next
/// @param endpoints who takes new requests
/// @param trouble why `endpoints` is empty, for the client to read; "" when it is not
public record Backend(String name, List<Endpoint> endpoints, String trouble) {
  public Backend {
    endpoints = List.copyOf(endpoints);
  }

  public static Backend of(String name, List<Endpoint> endpoints) {
    return new Backend(name, endpoints, endpoints.isEmpty() ? name + " has no endpoint" : "");
  }

  /// Where a backend listens.
  public record Endpoint(String ip, int port) {
    @Override
    public String toString() {
      return ip + ":" + port;
    }
  }
}
