package dev.podo.machinery.kinds.service;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.Protocols;
import dev.podo.machinery.validation.Names;
import dev.podo.model.IntOrString;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServicePort;
import dev.podo.model.core.v1.ServiceSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a Service must obey; its addresses have rules of their own.
final class ServiceValidation {
  private static final FieldPath SPEC = FieldPath.root("spec");
  private static final FieldPath PORTS = SPEC.child("ports");
  private static final List<String> TYPES =
      List.of(
          Services.CLUSTER_IP, Services.EXTERNAL_NAME, Services.LOAD_BALANCER, Services.NODE_PORT);
  private static final List<String> POLICIES = List.of("Cluster", "Local");
  private static final List<String> DISTRIBUTIONS =
      List.of("PreferClose", "PreferSameZone", "PreferSameNode");
  private static final int AFFINITY_SECONDS_MAX = 86400;

  private ServiceValidation() {}

  /// @param old null for a new Service
  static void check(Service service, @Nullable Service old, Findings findings) {
    var spec = service.spec();
    checkAnnotations(service, findings);
    var headless = Services.isHeadless(service);
    if (spec.ports().isEmpty() && !headless && !spec.type().equals(Services.EXTERNAL_NAME)) {
      findings.required(PORTS);
    }
    checkType(spec, headless, findings);
    checkPorts(spec, findings);
    MetadataRules.checkLabels(spec.selector(), SPEC.child("selector"), findings);
    checkAffinity(spec, findings);
    AddressValidation.check(service, old, findings);
    findings.requireOneOf(SPEC.child("type"), spec.type(), TYPES);
    checkNodePorts(spec, findings);
    checkDistinct(spec, findings);
    AddressValidation.checkRanges(service, old, findings);
    checkBalancer(spec, findings);
    checkTraffic(service, findings);
  }

  /// Two annotations of which the newer must not contradict the older.
  private static void checkAnnotations(Service service, Findings findings) {
    var annotations = service.metadata().annotations();
    var mode = annotations.get(Services.TOPOLOGY_MODE);
    var hints = annotations.get(Services.TOPOLOGY_HINTS);
    if (mode != null && hints != null && !mode.equals(hints)) {
      findings.invalid(
          FieldPath.root("metadata", "annotations").key(Services.TOPOLOGY_MODE),
          mode,
          "must match annotations[" + Services.TOPOLOGY_HINTS + "] when both are specified");
    }
  }

  private static void checkType(ServiceSpec spec, boolean headless, Findings findings) {
    switch (spec.type()) {
      case Services.LOAD_BALANCER -> checkNotHeadless("LoadBalancer", headless, findings);
      case Services.NODE_PORT -> checkNotHeadless("NodePort", headless, findings);
      case Services.EXTERNAL_NAME -> checkExternalName(spec, findings);
      default -> {
        // Nothing special of others.
      }
    }
  }

  private static void checkNotHeadless(String type, boolean headless, Findings findings) {
    if (headless) {
      findings.invalid(
          SPEC.child("clusterIPs").index(0),
          Services.NO_CLUSTER_IP,
          "may not be set to 'None' for " + type + " services");
    }
  }

  private static void checkExternalName(ServiceSpec spec, Findings findings) {
    if (!spec.clusterIPs().isEmpty()) {
      findings.forbidden(SPEC.child("clusterIPs"), "may not be set for ExternalName services");
    }
    if (!spec.ipFamilies().isEmpty()) {
      findings.forbidden(SPEC.child("ipFamilies"), "may not be set for ExternalName services");
    }
    if (spec.ipFamilyPolicy() != null) {
      findings.forbidden(SPEC.child("ipFamilyPolicy"), "may not be set for ExternalName services");
    }
    var name = spec.externalName();
    var plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    if (findings.requireText(plain, SPEC.child("externalName"))) {
      findings.invalidFor(SPEC.child("externalName"), plain, Names.dns1123Subdomain(plain));
    }
  }

  private static void checkPorts(ServiceSpec spec, Findings findings) {
    var names = new HashSet<String>();
    for (var i = 0; i < spec.ports().size(); i++) {
      var port = spec.ports().get(i);
      checkPort(port, spec.ports().size() > 1, names, PORTS.index(i), findings);
    }
  }

  /// One port of the Service for each number and protocol.
  private static void checkDistinct(ServiceSpec spec, Findings findings) {
    var ports = new HashSet<String>();
    for (var i = 0; i < spec.ports().size(); i++) {
      var port = spec.ports().get(i);
      if (!ports.add(port.protocol() + "/" + port.port())) {
        findings.duplicate(PORTS.index(i), key(port, "port", port.port()));
      }
    }
  }

  private static Map<String, Object> key(ServicePort port, String field, int number) {
    var key = new TreeMap<String, Object>();
    key.put(field, number);
    key.put("protocol", port.protocol());
    return key;
  }

  private static void checkPort(
      ServicePort port, boolean named, Set<String> names, FieldPath at, Findings findings) {
    var name = port.name();
    if (name.isEmpty()) {
      if (named) {
        findings.required(at.child("name"));
      }
    } else {
      findings.invalidFor(at.child("name"), name, Names.dns1123Label(name));
      if (!names.add(name)) {
        findings.duplicate(at.child("name"), name);
      }
    }
    findings.invalidFor(at.child("port"), port.port(), Names.portNumber(port.port()));
    findings.requireOneOf(at.child("protocol"), port.protocol(), Protocols.ALL);
    switch (port.targetPort()) {
      case IntOrString.OfInt(var number) ->
          findings.invalidFor(at.child("targetPort"), number, Names.portNumber(number));
      case IntOrString.OfString(var target) ->
          findings.invalidFor(at.child("targetPort"), target, Names.portName(target));
    }
    var application = port.appProtocol();
    if (application != null) {
      findings.invalidFor(at.child("appProtocol"), application, Names.qualifiedName(application));
    }
  }

  private static void checkNodePorts(ServiceSpec spec, Findings findings) {
    var taken = new HashSet<String>();
    for (var i = 0; i < spec.ports().size(); i++) {
      var port = spec.ports().get(i);
      if (port.nodePort() == 0) {
        continue;
      }
      var at = PORTS.index(i).child("nodePort");
      if (spec.type().equals(Services.CLUSTER_IP)) {
        findings.forbidden(at, "may not be used when `type` is 'ClusterIP'");
      }
      if (!taken.add(port.protocol() + "/" + port.nodePort())) {
        findings.duplicate(at, port.nodePort());
      }
    }
  }

  private static void checkAffinity(ServiceSpec spec, Findings findings) {
    var at = SPEC.child("sessionAffinity");
    var config = SPEC.child("sessionAffinityConfig");
    findings.requireOneOf(at, spec.sessionAffinity(), List.of("ClientIP", "None"));
    var given = spec.sessionAffinityConfig();
    if (spec.sessionAffinity().equals("None") && given != null) {
      findings.forbidden(config, "must not be set when session affinity is None");
    }
    if (!spec.sessionAffinity().equals("ClientIP")) {
      return;
    }
    var why = "when session affinity type is ClientIP";
    if (given == null) {
      findings.required(config, why);
    } else if (given.clientIP() == null) {
      findings.required(config.child("clientIP"), why);
    } else {
      var seconds = given.clientIP().timeoutSeconds();
      var place = config.child("clientIP", "timeoutSeconds");
      if (seconds == null) {
        findings.required(place, why);
      } else if (seconds <= 0 || seconds > AFFINITY_SECONDS_MAX) {
        findings.invalid(
            place, seconds, "must be greater than 0 and less than " + AFFINITY_SECONDS_MAX);
      }
    }
  }

  private static void checkBalancer(ServiceSpec spec, Findings findings) {
    if (spec.type().equals(Services.LOAD_BALANCER)) {
      if (spec.allocateLoadBalancerNodePorts() == null) {
        findings.required(SPEC.child("allocateLoadBalancerNodePorts"));
      }
      var balancerClass = spec.loadBalancerClass();
      if (balancerClass != null) {
        findings.invalidFor(
            SPEC.child("loadBalancerClass"), balancerClass, Names.qualifiedName(balancerClass));
      }
      return;
    }
    var why = "may only be used when `type` is 'LoadBalancer'";
    if (spec.allocateLoadBalancerNodePorts() != null) {
      findings.forbidden(SPEC.child("allocateLoadBalancerNodePorts"), why);
    }
    if (spec.loadBalancerClass() != null) {
      findings.forbidden(SPEC.child("loadBalancerClass"), why);
    }
  }

  private static void checkTraffic(Service service, Findings findings) {
    var spec = service.spec();
    var external = SPEC.child("externalTrafficPolicy");
    if (Services.isExternallyAccessible(service)) {
      findings.requireOneOf(external, spec.externalTrafficPolicy(), POLICIES);
    } else if (!spec.externalTrafficPolicy().isEmpty()) {
      findings.invalid(
          external,
          spec.externalTrafficPolicy(),
          "may only be set for externally-accessible services");
    }
    var port = spec.healthCheckNodePort();
    if (Services.needsHealthCheckNodePort(service)) {
      // What is left out is allocated.
      if (port != 0) {
        findings.invalidFor(SPEC.child("healthCheckNodePort"), port, Names.portNumber(port));
      }
    } else if (port != 0) {
      findings.invalid(
          SPEC.child("healthCheckNodePort"),
          port,
          "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
    }
    var internal = spec.internalTrafficPolicy();
    if (internal != null) {
      findings.oneOf(SPEC.child("internalTrafficPolicy"), internal, POLICIES);
    } else if (Services.needsClusterIp(service)) {
      findings.required(SPEC.child("internalTrafficPolicy"));
    }
    var distribution = spec.trafficDistribution();
    if (distribution != null) {
      findings.oneOf(SPEC.child("trafficDistribution"), distribution, DISTRIBUTIONS);
    }
  }
}
