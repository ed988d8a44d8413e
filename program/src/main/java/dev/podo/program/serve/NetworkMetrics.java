package dev.podo.program.serve;

import dev.podo.apiserver.health.Metrics;
import dev.podo.network.Network;
import dev.podo.network.dns.DnsMetrics;
import dev.podo.network.proxy.ProxyMetrics;

/// What the network of the node counts, under the names of `/metrics`.
final class NetworkMetrics {
  private NetworkMetrics() {}

  static void tell(Network network, Metrics metrics) {
    network.ingress().ifPresent(proxy -> tell(proxy.metrics(), metrics));
    network.dnsMetrics().ifPresent(dns -> tell(dns, metrics));
  }

  private static void tell(ProxyMetrics ingress, Metrics metrics) {
    for (var code : ingress.responses().keySet()) {
      metrics.counter(
          "podo_ingress_requests_total",
          "How many requests the ingress answered, by class of the status code.",
          label("code", code),
          () -> ingress.responses().getOrDefault(code, 0L));
    }
    metrics.counter(
        "podo_ingress_retries_total",
        "How many times the ingress tried another endpoint for the same request.",
        "",
        ingress::retries);
    metrics.counter(
        "podo_ingress_aborted_responses_total",
        "How many responses of the ingress ended before they were complete.",
        "",
        ingress::abortedResponses);
    metrics.gauge(
        "podo_ingress_open_connections",
        "Connections of clients to the ingress that are open now.",
        ingress::openConnections);
  }

  private static void tell(DnsMetrics dns, Metrics metrics) {
    for (var code : dns.responses().keySet()) {
      metrics.counter(
          "podo_dns_responses_total",
          "How many questions the cluster's DNS answered, by response code.",
          label("rcode", code),
          () -> dns.responses().getOrDefault(code, 0L));
    }
    metrics.counter(
        "podo_dns_forwarded_requests_total",
        "How many questions were about names outside the cluster.",
        "",
        dns::forwardedRequests);
  }

  private static String label(String name, String value) {
    return name + "=\"" + value + "\"";
  }
}
