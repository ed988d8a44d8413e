package dev.podo.network.services;

import java.util.Comparator;

/// Where a connection to a Service ends up.
///
/// @param local whether it is on the node that the plan is for
public record ServiceEndpoint(String ip, int port, boolean local)
    implements Comparable<ServiceEndpoint> {
  private static final Comparator<ServiceEndpoint> ORDER =
      Comparator.comparing(ServiceEndpoint::ip).thenComparingInt(ServiceEndpoint::port);

  @Override
  public int compareTo(ServiceEndpoint other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return ip + ":" + port;
  }
}
