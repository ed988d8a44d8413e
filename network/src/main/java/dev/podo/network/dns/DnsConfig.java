package dev.podo.network.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// How the cluster's DNS is served.
///
/// @param domain such as `cluster.local`
/// @param clusterIp the virtual address at which pods ask
/// @param listen where this process answers, over UDP and TCP
/// @param upstreams who is asked for all other names, in this order; none = such names fail
/// @param ttl how long an answer may be kept
public record DnsConfig(
    String domain,
    String clusterIp,
    InetSocketAddress listen,
    List<InetSocketAddress> upstreams,
    Duration ttl) {
  private static final Duration TTL_DEFAULT = Duration.ofSeconds(5);

  public DnsConfig {
    upstreams = List.copyOf(upstreams);
  }

  public static DnsConfig of(
      String domain,
      String clusterIp,
      InetSocketAddress listen,
      List<InetSocketAddress> upstreams) {
    return new DnsConfig(domain, clusterIp, listen, upstreams, TTL_DEFAULT);
  }
}
