package dev.podo.machinery.kinds.service;

import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Protocols;
import dev.podo.model.IntOrString;
import dev.podo.model.core.v1.ClientIPConfig;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServicePort;
import dev.podo.model.core.v1.ServiceSpec;
import dev.podo.model.core.v1.SessionAffinityConfig;
import org.jspecify.annotations.Nullable;

/// What stands where the author of a Service wrote nothing.
final class ServiceDefaults {
  private static final int AFFINITY_SECONDS = 10800;
  private static final String CLUSTER = "Cluster";

  private ServiceDefaults() {}

  static Service of(Service service) {
    var spec = service.spec();
    var type = Default.text(spec.type(), Services.CLUSTER_IP);
    var affinity = Default.text(spec.sessionAffinity(), "None");
    var typed =
        spec.with(b ->
            b.type(type)
                .sessionAffinity(affinity)
                .sessionAffinityConfig(affinityConfig(affinity, spec.sessionAffinityConfig()))
                .ports(Default.each(spec.ports(), ServiceDefaults::port)));
    return withPointModes(service.withSpec(traffic(typed)));
  }

  private static ServicePort port(ServicePort port) {
    var target = port.targetPort();
    var isUnset = target.equals(IntOrString.ZERO) || target.equals(IntOrString.of(""));
    return port.with(b ->
        b.protocol(Default.text(port.protocol(), Protocols.TCP))
            .targetPort(isUnset ? IntOrString.of(port.port()) : target));
  }

  private static @Nullable SessionAffinityConfig affinityConfig(
      String affinity, @Nullable SessionAffinityConfig config) {
    if (affinity.equals("None")) {
      return null;
    }
    if (!affinity.equals("ClientIP")) {
      return config;
    }
    var clientIp =
        config == null || config.clientIP() == null ? ClientIPConfig.EMPTY : config.clientIP();
    var seconds = Default.value(clientIp.timeoutSeconds(), AFFINITY_SECONDS);
    return SessionAffinityConfig.builder()
        .clientIP(clientIp.with(b -> b.timeoutSeconds(seconds)))
        .build();
  }

  private static ServiceSpec traffic(ServiceSpec spec) {
    if (spec.type().equals(Services.EXTERNAL_NAME)) {
      return spec;
    }
    var isBalanced = spec.type().equals(Services.LOAD_BALANCER);
    var isOutside =
        isBalanced || spec.type().equals(Services.NODE_PORT) || !spec.externalIPs().isEmpty();
    var external = spec.externalTrafficPolicy();
    return spec.with(b ->
        b.internalTrafficPolicy(Default.value(spec.internalTrafficPolicy(), CLUSTER))
            .externalTrafficPolicy(isOutside ? Default.text(external, CLUSTER) : external)
            .allocateLoadBalancerNodePorts(
                isBalanced
                    ? Default.value(spec.allocateLoadBalancerNodePorts(), true)
                    : spec.allocateLoadBalancerNodePorts()));
  }

  private static Service withPointModes(Service service) {
    if (!service.spec().type().equals(Services.LOAD_BALANCER)) {
      return service;
    }
    var balancer = service.status().loadBalancer();
    var points =
        Default.each(
            balancer.ingress(),
            it ->
                it.ip().isEmpty() ? it : it.with(b -> b.ipMode(Default.value(it.ipMode(), "VIP"))));
    return service.withStatus(
        service.status().with(b -> b.loadBalancer(balancer.with(l -> l.ingress(points)))));
  }
}
