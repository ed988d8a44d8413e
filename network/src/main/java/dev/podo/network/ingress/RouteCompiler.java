package dev.podo.network.ingress;

import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServicePort;
import dev.podo.model.networking.v1.Ingress;
import dev.podo.model.networking.v1.IngressBackend;
import dev.podo.model.networking.v1.ServiceBackendPort;
import dev.podo.network.ingress.Backend.Endpoint;
import dev.podo.network.services.EndpointChoice;
import dev.podo.network.services.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Compiles Ingresses into routes: a pure function.
///
/// A default backend serves what no path of its Ingress's hosts matches; that of an Ingress without
/// rules, whatever no route matches. A backend that cannot be used is a route all the same, to a
/// message that says why.
public final class RouteCompiler {
  private final IngressInputs inputs;
  private final Map<String, Backend> backends = new TreeMap<>();
  private final List<Route<Backend>> routes = new ArrayList<>();
  private @Nullable Route<Backend> fallback;

  private RouteCompiler(IngressInputs inputs) {
    this.inputs = inputs;
  }

  public static RouteTable<Backend> compile(IngressInputs inputs) {
    var compiler = new RouteCompiler(inputs);
    var ours = IngressSelection.of(inputs.classes()).ours(inputs.ingresses());
    ours.forEach(compiler::addPaths);
    ours.forEach(compiler::addDefault);
    return RouteTable.of(compiler.routes, compiler.fallback);
  }

  private void addPaths(Ingress ingress) {
    var name = name(ingress);
    for (var rule : ingress.spec().rules()) {
      var http = rule.http();
      if (http == null) {
        continue;
      }
      for (var path : http.paths()) {
        var type = "Exact".equals(path.pathType()) ? PathType.EXACT : PathType.PREFIX;
        var backend = backend(ingress.metadata().namespace(), path.backend());
        routes.add(Route.of(name, rule.host(), type, path.path(), backend));
      }
    }
  }

  private void addDefault(Ingress ingress) {
    var declared = ingress.spec().defaultBackend();
    if (declared == null) {
      return;
    }
    var name = name(ingress);
    var backend = backend(ingress.metadata().namespace(), declared);
    var hosts = new TreeSet<String>();
    ingress.spec().rules().forEach(rule -> hosts.add(rule.host()));
    if (hosts.isEmpty()) {
      fallback = fallback == null ? Route.of(name, "", PathType.PREFIX, "", backend) : fallback;
    }
    // Last in the list, so that any Ingress's path for all requests of the host goes before.
    hosts.forEach(host -> routes.add(Route.of(name, host, PathType.PREFIX, "", backend)));
  }

  private static String name(Ingress ingress) {
    return ingress.metadata().namespace() + "/" + ingress.metadata().name();
  }

  private Backend backend(String namespace, IngressBackend declared) {
    var service = declared.service();
    if (service == null) {
      return broken(namespace, "a backend that is not a Service is not supported");
    }
    var port = service.port();
    var label = port.name().isEmpty() ? Integer.toString(port.number()) : port.name();
    var name = namespace + "/" + service.name() + ":" + label;
    return backends.computeIfAbsent(name, n -> resolve(n, namespace, service.name(), port));
  }

  private Backend resolve(
      String name, String namespace, String serviceName, ServiceBackendPort wanted) {
    var service = inputs.service(namespace, serviceName);
    if (service == null) {
      return broken(name, "Service " + namespace + "/" + serviceName + " does not exist");
    }
    if (service.spec().type().equals("ExternalName")) {
      return broken(
          name,
          "Service "
              + namespace
              + "/"
              + serviceName
              + " is of type ExternalName, which is not supported");
    }
    var port = port(service, wanted);
    if (port.isEmpty()) {
      return broken(name, "Service " + namespace + "/" + serviceName + " has no such TCP port");
    }
    var choice =
        EndpointChoice.of(
            inputs.slices(namespace, serviceName), port.get().name(), Protocol.TCP, "");
    var endpoints =
        choice.ready().stream().map(found -> new Endpoint(found.ip(), found.port())).toList();
    return endpoints.isEmpty()
        ? broken(name, "Service " + namespace + "/" + serviceName + " has no ready endpoint")
        : new Backend(name, endpoints, "");
  }

  private static Backend broken(String name, String trouble) {
    return new Backend(name, List.of(), trouble);
  }

  private static Optional<ServicePort> port(Service service, ServiceBackendPort wanted) {
    return service.spec().ports().stream()
        .filter(port -> port.protocol().isEmpty() || port.protocol().equals("TCP"))
        .filter(port ->
            wanted.name().isEmpty()
                ? port.port() == wanted.number()
                : port.name().equals(wanted.name()))
        .findFirst();
  }
}
