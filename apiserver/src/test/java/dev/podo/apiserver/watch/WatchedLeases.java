package dev.podo.apiserver.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.ApiServerConfig;
import dev.podo.apiserver.TestServer;
import dev.podo.apiserver.http.HttpServerConfig;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kinds.lease.Leases;
import dev.podo.store.StoreConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/// Leases, which nobody but the tests watches, and how many do.
final class WatchedLeases {
  static final String KEY = Leases.KIND.storageKey();
  static final String PATH = "/apis/coordination.k8s.io/v1/namespaces/default/leases?watch=1";

  private static final Duration AGES = Duration.ofHours(10);

  private WatchedLeases() {}

  /// A server that cuts nobody off by a clock.
  ///
  /// @param window so many events it keeps of a kind
  static TestServer patientServer(int window) {
    var bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var usual = ApiServerConfig.on(bind);
    var patient =
        new ApiServerConfig(
            HttpServerConfig.on(bind)
                .withPatience(new HttpServerConfig.Patience(AGES, AGES, AGES, AGES, AGES, AGES)),
            null,
            usual.services(),
            usual.issuer(),
            usual.version(),
            usual.proxied());
    return TestServer.start(
        patient,
        StoreConfig.DEFAULT.withEventsPerKind(window),
        node -> {
          throw ApiErrors.serviceUnavailable("no agent of node " + node);
        });
  }

  static int watchers(TestServer server) {
    return server.store().watchers(KEY);
  }

  static void awaitWatchers(TestServer server, int count) throws InterruptedException {
    var clock = Clock.system();
    var patience = Deadline.after(clock, Duration.ofMinutes(2));
    while (watchers(server) != count) {
      assertThat(patience.hasPassed(clock))
          .as("%s watch, not %s", watchers(server), count)
          .isFalse();
      clock.sleep(Duration.ofMillis(1));
    }
  }
}
