package dev.podo.apiserver.bootstrap;

import dev.podo.apiserver.upkeep.Upkeep;
import dev.podo.apiserver.upkeep.Writes;
import dev.podo.client.Api;
import dev.podo.client.WatchOptions;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Check;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.endpoints.EndpointsKind;
import dev.podo.machinery.kinds.endpointslice.EndpointSlices;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.machinery.kinds.priorityclass.PriorityClasses;
import dev.podo.machinery.kinds.service.Services;
import dev.podo.model.ApiObject;
import dev.podo.model.IntOrString;
import dev.podo.model.core.v1.EndpointAddress;
import dev.podo.model.core.v1.EndpointPort;
import dev.podo.model.core.v1.EndpointSubset;
import dev.podo.model.core.v1.Endpoints;
import dev.podo.model.core.v1.Namespace;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServicePort;
import dev.podo.model.core.v1.ServiceSpec;
import dev.podo.model.discovery.v1.Endpoint;
import dev.podo.model.discovery.v1.EndpointConditions;
import dev.podo.model.discovery.v1.EndpointSlice;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.scheduling.v1.PriorityClass;
import dev.podo.model.selector.FieldPredicate;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Makes the Namespaces and PriorityClasses that every cluster has, and keeps the Service
/// `kubernetes` pointing at this server: whoever deletes it finds it again.
public final class Bootstrap {
  private static final List<String> NAMESPACES =
      List.of("default", "kube-system", "kube-public", "kube-node-lease");
  private static final String NAME = "kubernetes";

  private final Api api;
  private final String clusterIp;
  private final InetSocketAddress advertised;

  /// @param clusterIp the address of the Service `kubernetes`
  /// @param advertised where pods reach this server
  public Bootstrap(Api api, String clusterIp, InetSocketAddress advertised) {
    this.api = api;
    this.clusterIp = clusterIp;
    this.advertised = advertised;
  }

  /// Makes what is missing, in two turns: what lies in no namespace, then what does.
  ///
  /// @param more writes into the namespaces that are there then
  public void run(Scope scope, List<Runnable> more) {
    var first = new ArrayList<Runnable>();
    NAMESPACES.forEach(name -> first.add(() -> ensureNamespace(name)));
    first.add(() ->
        ensurePriorityClass(
            PriorityClasses.SYSTEM_CLUSTER_CRITICAL,
            "For Pods that the cluster cannot do without."));
    first.add(() ->
        ensurePriorityClass(
            PriorityClasses.SYSTEM_NODE_CRITICAL, "For Pods that their node cannot do without."));
    Writes.together(scope, first);
    var second = new ArrayList<>(more);
    second.add(this::ensureOnlyService);
    if (isReachable()) {
      second.add(this::ensureOnlyEndpoints);
      second.add(this::ensureSlice);
    }
    Writes.together(scope, second);
  }

  /// Mends while the scope lasts.
  public void keep(Upkeep upkeep) {
    var ours =
        WatchOptions.stateAndChanges()
            .withNamespace("default")
            .withFields(FieldPredicate.parse("metadata.name=" + NAME));
    upkeep.keep("kubernetes-service", Services.KIND, ours, this::ensureService);
    upkeep.keep("kubernetes-endpoints", EndpointSlices.KIND, ours, this::ensureService);
    upkeep.keep(
        "bootstrap-namespaces",
        Namespaces.KIND,
        WatchOptions.stateAndChanges(),
        () -> NAMESPACES.forEach(this::ensureNamespace));
  }

  private void ensureNamespace(String name) {
    ensure(
        Namespaces.KIND,
        Namespace.builder().metadata(ObjectMeta.builder().name(name).build()).build(),
        current -> current);
  }

  private void ensurePriorityClass(String name, String description) {
    var value = Check.notNull(PriorityClasses.systemValue(name), "the value of " + name);
    ensure(
        PriorityClasses.KIND,
        PriorityClass.builder()
            .metadata(ObjectMeta.builder().name(name).build())
            .value(value)
            .description(description)
            .build(),
        current -> current);
  }

  private void ensureService() {
    ensureOnlyService();
    // Who listens on the loopback only is reached by no pod, and no endpoint may say otherwise.
    if (isReachable()) {
      ensureOnlyEndpoints();
      ensureSlice();
    }
  }

  private void ensureOnlyService() {
    var port =
        ServicePort.builder()
            .name("https")
            .protocol("TCP")
            .port(443)
            .targetPort(IntOrString.of(advertised.getPort()))
            .build();
    var spec =
        ServiceSpec.builder()
            .type("ClusterIP")
            .clusterIP(clusterIp)
            .sessionAffinity("None")
            .ports(List.of(port))
            .build();
    ensure(
        Services.KIND,
        Service.builder().metadata(metadata(labels())).spec(spec).build(),
        current ->
            current.spec().ports().size() == 1
                    && current.spec().ports().getFirst().port() == 443
                    && port.targetPort().equals(current.spec().ports().getFirst().targetPort())
                ? current
                : current.withSpec(current.spec().with(s -> s.ports(List.of(port)))));
  }

  private void ensureOnlyEndpoints() {
    var endpoints = endpoints();
    ensure(
        EndpointsKind.KIND,
        endpoints,
        current ->
            current.subsets().equals(endpoints.subsets())
                ? current
                : current.with(e -> e.subsets(endpoints.subsets())));
  }

  private void ensureSlice() {
    var slice = slice();
    ensure(
        EndpointSlices.KIND,
        slice,
        current ->
            current.endpoints().equals(slice.endpoints()) && current.ports().equals(slice.ports())
                ? current
                : current.with(s -> s.endpoints(slice.endpoints()).ports(slice.ports())));
  }

  private Endpoints endpoints() {
    var labels = new TreeMap<String, String>();
    // The slice is made here; nobody needs to mirror it.
    labels.put("endpointslice.kubernetes.io/skip-mirror", "true");
    var subset =
        EndpointSubset.builder()
            .addresses(List.of(EndpointAddress.builder().ip(address()).build()))
            .ports(
                List.of(
                    EndpointPort.builder()
                        .name("https")
                        .port(advertised.getPort())
                        .protocol("TCP")
                        .build()))
            .build();
    var subsets = isReachable() ? List.of(subset) : List.<EndpointSubset>of();
    return Endpoints.builder().metadata(metadata(labels)).subsets(subsets).build();
  }

  private EndpointSlice slice() {
    var labels = new TreeMap<String, String>();
    labels.put("kubernetes.io/service-name", NAME);
    var endpoint =
        Endpoint.builder()
            .addresses(List.of(address()))
            .conditions(EndpointConditions.builder().ready(true).build())
            .build();
    return EndpointSlice.builder()
        .metadata(metadata(labels))
        .addressType("IPv4")
        .endpoints(isReachable() ? List.of(endpoint) : List.of())
        .ports(
            List.of(
                dev.podo.model.discovery.v1.EndpointPort.builder()
                    .name("https")
                    .port(advertised.getPort())
                    .protocol("TCP")
                    .build()))
        .build();
  }

  /// To a pod a loopback address is the pod itself: none may stand in an endpoint.
  private boolean isReachable() {
    return !advertised.getAddress().isLoopbackAddress();
  }

  private String address() {
    return advertised.getAddress().getHostAddress();
  }

  private static Map<String, String> labels() {
    var labels = new TreeMap<String, String>();
    labels.put("component", "apiserver");
    labels.put("provider", "kubernetes");
    return labels;
  }

  private static ObjectMeta metadata(Map<String, String> labels) {
    return ObjectMeta.builder().namespace("default").name(NAME).labels(labels).build();
  }

  private <T extends ApiObject> void ensure(Kind<T> kind, T wanted, UnaryOperator<T> mend) {
    var metadata = wanted.metadata();
    try {
      var current = api.get(kind, metadata.namespace(), metadata.name());
      var mended = mend.apply(current);
      if (!mended.equals(current)) {
        api.update(kind, mended, WriteOptions.defaults());
      }
    } catch (ApiException e) {
      if (!e.isNotFound()) {
        throw e;
      }
      try {
        api.create(kind, wanted, WriteOptions.defaults());
      } catch (ApiException race) {
        if (!race.isAlreadyExists()) {
          throw race;
        }
      }
    }
  }
}
