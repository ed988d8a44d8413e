package dev.podo.network.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// How the cluster's DNS is served.
///
/// @param domain such as `cluster.local`
/// @param clusterIp the virtual address at which pods ask
/// @param listen where this process answers, over UDP and TCP
/// @param upstreams who is asked for all other names just now, in this order; none = such names
///   fail; called on the server's event loop
/// @param ttl how long an answer may be kept
public record DnsConfig(
    String domain,
    String clusterIp,
    InetSocketAddress listen,
    Supplier<List<InetSocketAddress>> upstreams,
    Duration ttl) {
  private static final Duration TTL_DEFAULT = Duration.ofSeconds(5);

  public static DnsConfig of(
      String domain,
      String clusterIp,
      InetSocketAddress listen,
      Supplier<List<InetSocketAddress>> upstreams) {
    return new DnsConfig(domain, clusterIp, listen, upstreams, TTL_DEFAULT);
  }

  /// With servers that never change.
  public static DnsConfig of(
      String domain,
      String clusterIp,
      InetSocketAddress listen,
      List<InetSocketAddress> upstreams) {
    var fixed = List.copyOf(upstreams);
    return of(domain, clusterIp, listen, () -> fixed);
  }
}
