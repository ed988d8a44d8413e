package dev.podo.node.container;

import dev.podo.model.core.v1.Pod;
import dev.podo.node.runtime.SandboxConfig.DnsConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;

/// How a pod resolves names.
///
/// @param clusterServers addresses of the cluster's DNS; empty when it has none
/// @param clusterDomain as in `cluster.local`
/// @param host what the node itself uses
public record PodDns(List<String> clusterServers, String clusterDomain, DnsConfig host) {

  public DnsConfig of(Pod pod) {
    var base =
        switch (pod.spec().dnsPolicy()) {
          case "None" -> new DnsConfig(List.of(), List.of(), List.of());
          case "Default" -> host;
          case "ClusterFirstWithHostNet" -> clusterFirst(pod);
          default -> pod.spec().hostNetwork() ? host : clusterFirst(pod);
        };
    var own = pod.spec().dnsConfig();
    if (own == null) {
      return base;
    }
    var options = new LinkedHashMap<String, String>();
    base.options().forEach(each -> options.put(each.split(":", 2)[0], each));
    for (var option : own.options()) {
      var value = option.value();
      options.put(
          option.name(),
          value == null || value.isEmpty() ? option.name() : option.name() + ":" + value);
    }
    return new DnsConfig(
        joined(base.servers(), own.nameservers()),
        joined(base.searches(), own.searches()),
        List.copyOf(options.values()));
  }

  private DnsConfig clusterFirst(Pod pod) {
    if (clusterServers.isEmpty()) {
      return host;
    }
    var namespace = pod.metadata().namespace();
    var searches =
        List.of(namespace + ".svc." + clusterDomain, "svc." + clusterDomain, clusterDomain);
    return new DnsConfig(clusterServers, joined(searches, host.searches()), List.of("ndots:5"));
  }

  private static List<String> joined(List<String> a, List<String> b) {
    var out = new LinkedHashSet<>(a);
    out.addAll(b);
    return new ArrayList<>(out);
  }

  /// The host name inside the pod.
  public String hostname(Pod pod) {
    var spec = pod.spec();
    if (spec.hostNetwork()) {
      return "";
    }
    var override = spec.hostnameOverride();
    if (override != null && !override.isEmpty()) {
      return override;
    }
    var fqdn = fqdn(pod);
    var asFqdn = Boolean.TRUE.equals(spec.setHostnameAsFQDN());
    return asFqdn && !fqdn.isEmpty() ? fqdn : shortName(pod);
  }

  private static String shortName(Pod pod) {
    var name = pod.spec().hostname().isEmpty() ? pod.metadata().name() : pod.spec().hostname();
    var cut = name.length() > 63 ? name.substring(0, 63) : name;
    while (cut.endsWith("-") || cut.endsWith(".")) {
      cut = cut.substring(0, cut.length() - 1);
    }
    return cut;
  }

  /// With the subdomain; "" when the pod has none.
  private String fqdn(Pod pod) {
    var subdomain = pod.spec().subdomain();
    return subdomain.isEmpty()
        ? ""
        : "%s.%s.%s.svc.%s"
            .formatted(shortName(pod), subdomain, pod.metadata().namespace(), clusterDomain);
  }

  /// The content of `/etc/hosts` in a pod with its own network.
  public String hostsFile(Pod pod, List<String> ips) {
    var out =
        new StringBuilder(
            """
            # Kubernetes-managed hosts file.
            127.0.0.1\tlocalhost
            ::1\tlocalhost ip6-localhost ip6-loopback
            fe00::0\tip6-localnet
            fe00::0\tip6-mcastprefix
            fe00::1\tip6-allnodes
            fe00::2\tip6-allrouters
            """);
    var fqdn = fqdn(pod);
    for (var ip : ips) {
      out.append(ip).append('\t');
      if (!fqdn.isEmpty()) {
        out.append(fqdn).append('\t');
      }
      out.append(shortName(pod)).append('\n');
    }
    return out.append(aliases(pod)).toString();
  }

  /// What hostAliases add, to that and to the node's own file.
  public static String aliases(Pod pod) {
    if (pod.spec().hostAliases().isEmpty()) {
      return "";
    }
    var out = new StringBuilder("\n# Entries added by HostAliases.\n");
    for (var alias : pod.spec().hostAliases()) {
      out.append(alias.ip()).append('\t').append(String.join("\t", alias.hostnames())).append('\n');
    }
    return out.toString();
  }
}
