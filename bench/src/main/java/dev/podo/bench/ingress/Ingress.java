package dev.podo.bench.ingress;

import dev.podo.bench.machine.Machine;
import dev.podo.bench.machine.Workspace;
import dev.podo.bench.report.Report;
import dev.podo.bench.report.Units;
import dev.podo.foundation.Environment;
import dev.podo.network.ingress.Backend;
import dev.podo.network.ingress.PathType;
import dev.podo.network.ingress.Route;
import dev.podo.network.ingress.RouteTable;
import dev.podo.network.linux.EpollTransport;
import dev.podo.network.proxy.Proxy;
import dev.podo.network.proxy.ProxyConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Requests per second through Podo's proxy and through nginx, in turns, with one loop and one
/// worker, before the same backend; all on loopback, at most ten seconds of load a side.
public final class Ingress {
  private static final Duration WARM_UP = Duration.ofSeconds(4);
  private static final Duration ROUND = Duration.ofSeconds(2);
  private static final int ROUNDS = 3;
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final Report report;

  public Ingress(Report report) {
    this.report = report;
  }

  public void run() throws Exception {
    if (!Machine.isRoot() || !Machine.has("wrk") || !Machine.has("nginx")) {
      report.notMeasured(
          "requests/s, Podo's ingress ÷ nginx", "needs root, wrk and nginx", "≥ 1.0 ×");
      return;
    }
    try (var workspace = Workspace.create("ingress");
        var backend = Nginx.backend(workspace.path("backend"));
        var nginx = Nginx.reverseProxy(workspace.path("nginx"), backend.port());
        var proxy = proxy(backend.port())) {
      compare(backend.port(), nginx.port(), proxy.http().getPort());
    }
  }

  private static Proxy proxy(int backendPort) throws IOException {
    var proxy =
        Proxy.start(
            ProxyConfig.of(ANY_PORT, ANY_PORT, 1), Environment.system(), EpollTransport.orNio());
    var backend =
        Backend.of("default/web:http", List.of(new Backend.Endpoint("127.0.0.1", backendPort)));
    var route = new Route<>("default/site", "", PathType.PREFIX, "", backend);
    proxy.replaceRoutes(RouteTable.of(List.of(route), null));
    return proxy;
  }

  private void compare(int backendPort, int nginxPort, int podoPort)
      throws IOException, InterruptedException {
    var alone = Wrk.load(backendPort, ROUND);
    Wrk.load(nginxPort, WARM_UP);
    Wrk.load(podoPort, WARM_UP);
    var nginx = new ArrayList<Wrk>();
    var podo = new ArrayList<Wrk>();
    for (int i = 0; i < ROUNDS; i++) {
      nginx.add(Wrk.load(nginxPort, ROUND));
      podo.add(Wrk.load(podoPort, ROUND));
    }
    var medianOfNginx = median(nginx);
    var medianOfPodo = median(podo);
    report.row("the backend alone", alone.toString());
    report.row("nginx, one worker (median of " + ROUNDS + ")", medianOfNginx.toString());
    report.row(
        "Podo's ingress, one loop (median of " + ROUNDS + ")",
        medianOfPodo.toString(),
        "p99 no worse, no errors");
    report.row(
        "Podo's ingress ÷ nginx",
        Units.ratio(medianOfPodo.perSecond(), medianOfNginx.perSecond()),
        "≥ 1.0 ×");
  }

  private static Wrk median(List<Wrk> rounds) {
    return rounds.stream()
        .sorted(Comparator.comparingDouble(Wrk::perSecond))
        .toList()
        .get(rounds.size() / 2);
  }
}
