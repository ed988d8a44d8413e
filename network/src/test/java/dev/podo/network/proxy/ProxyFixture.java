package dev.podo.network.proxy;

import dev.podo.foundation.Environment;
import dev.podo.network.ingress.Backend;
import dev.podo.network.ingress.PathType;
import dev.podo.network.ingress.Route;
import dev.podo.network.ingress.RouteTable;
import dev.podo.network.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/// A proxy on loopback that routes everything to the endpoints of a test.
abstract class ProxyFixture {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  Proxy proxy;

  void start(TestBackend... backends) throws IOException {
    start(config(), backends);
  }

  static ProxyConfig config() {
    return ProxyConfig.of(ANY_PORT, ANY_PORT, 1);
  }

  static ProxyConfig.Timeouts shortTimeouts() {
    var brief = Duration.ofMillis(200);
    var day = Duration.ofDays(1);
    return new ProxyConfig.Timeouts(Duration.ofSeconds(1), brief, brief, day, day, day);
  }

  void start(ProxyConfig config, TestBackend... backends) throws IOException {
    proxy = Proxy.start(config, Environment.system(), Transport.nio());
    route(backends);
  }

  void route(TestBackend... backends) {
    route(Stream.of(backends).map(TestBackend::endpoint).toList());
  }

  void route(List<Backend.Endpoint> endpoints) {
    var backend = Backend.of("default/web:http", endpoints);
    var route = new Route<>("default/site", "", PathType.PREFIX, "", backend);
    proxy.replaceRoutes(RouteTable.of(List.of(route), null));
  }

  RawClient client() throws IOException {
    return RawClient.connect(proxy.http());
  }

  @AfterEach
  void stop() {
    if (proxy != null) {
      proxy.close();
    }
  }
}
