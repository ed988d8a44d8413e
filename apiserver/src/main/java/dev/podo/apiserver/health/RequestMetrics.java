package dev.podo.apiserver.health;

import dev.podo.apiserver.catalogue.LiveCatalogue;
import dev.podo.apiserver.chain.Audit;
import dev.podo.apiserver.request.Call;
import java.time.Duration;
import java.util.Locale;

/// Counts requests under the names that upstream's dashboards know.
public final class RequestMetrics implements Audit.Records {
  private final Metrics metrics;
  private final LiveCatalogue catalogue;

  public RequestMetrics(Metrics metrics, LiveCatalogue catalogue) {
    this.metrics = metrics;
    this.catalogue = catalogue;
  }

  @Override
  public void record(Call call, int code, Duration took) {
    var info = call.info();
    // What the catalogue does not know is counted together: clients do not choose our labels.
    var known =
        info.resourceRequest()
            && catalogue.now().byResource(info.group(), info.version(), info.resource()) != null;
    var resource = known ? info.resource() : "";
    var group = known ? info.group() : "";
    var version = known ? info.version() : "";
    var verb = known && !info.verb().isEmpty() ? info.verb().toUpperCase(Locale.ROOT) : "OTHER";
    var labels =
        "group=\""
            + group
            + "\",resource=\""
            + resource
            + "\",verb=\""
            + verb
            + "\",version=\""
            + version
            + "\"";
    metrics.count(
        "apiserver_request_total",
        "How many requests were answered, by verb, resource and code.",
        "code=\"" + code + "\"," + labels);
    if (!info.isLongRunning()) {
      metrics.observe(
          "apiserver_request_duration_seconds",
          "How long requests took, in seconds.",
          labels,
          took.toNanos() / 1e9);
    }
  }
}
