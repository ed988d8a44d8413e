package dev.podo.apiserver;

import dev.podo.apiserver.allocation.AddressRange;
import dev.podo.apiserver.allocation.PortRange;
import dev.podo.apiserver.discovery.ServerVersion;
import dev.podo.apiserver.http.HttpServerConfig;
import dev.podo.apiserver.proxy.AddressRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// What an API server is to be like.
///
/// @param http where and how it listens; null for a server that is reached within its process only
/// @param advertised where pods and nodes reach it; null for the address on which it listens
/// @param services what Services get
/// @param issuer names this cluster in service account tokens
/// @param proxied where `pods/proxy`, `services/proxy` and `nodes/proxy` may lead
public record ApiServerConfig(
    @Nullable HttpServerConfig http,
    @Nullable InetAddress advertised,
    ServiceRanges services,
    String issuer,
    ServerVersion version,
    AddressRule proxied) {
  public static final String DEFAULT_ISSUER = "https://kubernetes.default.svc.cluster.local";

  /// The ranges from which Services get addresses and ports.
  public record ServiceRanges(AddressRange clusterIps, PortRange nodePorts) {
    public static final ServiceRanges DEFAULT =
        new ServiceRanges(AddressRange.parse("10.96.0.0/16"), new PortRange(30_000, 32_767));
  }

  /// Listens on an address; all else is as usual.
  public static ApiServerConfig on(InetSocketAddress bind) {
    return new ApiServerConfig(
        HttpServerConfig.on(bind),
        null,
        ServiceRanges.DEFAULT,
        DEFAULT_ISSUER,
        ServerVersion.of("0.1.0"),
        AddressRule.GLOBAL_UNICAST);
  }

  /// Does not listen at all.
  public static ApiServerConfig inProcessOnly() {
    return new ApiServerConfig(
        null,
        null,
        ServiceRanges.DEFAULT,
        DEFAULT_ISSUER,
        ServerVersion.of("0.1.0"),
        AddressRule.GLOBAL_UNICAST);
  }

  public ApiServerConfig withAdvertised(InetAddress address) {
    return new ApiServerConfig(http, address, services, issuer, version, proxied);
  }

  public ApiServerConfig withServices(ServiceRanges ranges) {
    return new ApiServerConfig(http, advertised, ranges, issuer, version, proxied);
  }

  public ApiServerConfig withVersion(ServerVersion value) {
    return new ApiServerConfig(http, advertised, services, issuer, value, proxied);
  }

  public ApiServerConfig withProxied(AddressRule rule) {
    return new ApiServerConfig(http, advertised, services, issuer, version, rule);
  }

  /// The address for `advertised` where nothing better is known.
  static InetAddress loopback() {
    try {
      return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
