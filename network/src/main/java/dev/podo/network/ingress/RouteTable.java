package dev.podo.network.ingress;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All routes, compiled for lookups: immutable, and replaced as a whole.
///
/// The most specific host wins (the name itself, then a wildcard, then none), and below a host the
/// exact path, then the longest prefix. A host whose paths do not match leaves the request to the
/// less specific hosts, and at last to the default backend. Of two Ingresses that claim the same,
/// the first in the list given has it.
public final class RouteTable<T> {
  private final Map<String, HostRoutes<T>> hosts;
  private final @Nullable Route<T> defaultBackend;

  private RouteTable(Map<String, HostRoutes<T>> hosts, @Nullable Route<T> defaultBackend) {
    this.hosts = hosts;
    this.defaultBackend = defaultBackend;
  }

  /// @param routes in order of seniority
  public static <T> RouteTable<T> of(List<Route<T>> routes, @Nullable Route<T> defaultBackend) {
    var byHost = new TreeMap<String, List<Route<T>>>();
    for (var route : routes) {
      var host = route.host().toLowerCase(Locale.ROOT);
      byHost.computeIfAbsent(host, h -> new ArrayList<>()).add(route);
    }
    var hosts = new HashMap<String, HostRoutes<T>>();
    byHost.forEach((host, own) -> hosts.put(host, HostRoutes.of(own)));
    return new RouteTable<>(hosts, defaultBackend);
  }

  /// @param host as requested, without the port, in lower case
  /// @param path as requested, without the query, normalized
  public @Nullable Route<T> find(String host, String path) {
    var found = in(host, path);
    if (found == null) {
      var dot = host.indexOf('.');
      found = dot > 0 ? in("*" + host.substring(dot), path) : null;
    }
    if (found == null) {
      found = in("", path);
    }
    return found != null ? found : defaultBackend;
  }

  private @Nullable Route<T> in(String host, String path) {
    var routes = hosts.get(host);
    return routes == null ? null : routes.find(path);
  }

  /// The same routes to other targets. Equal targets should become one.
  public <R> RouteTable<R> map(Function<T, R> binding) {
    var bound = new HashMap<String, HostRoutes<R>>();
    // In order of name: a binding may keep accounts.
    new TreeMap<>(hosts).forEach((host, routes) -> bound.put(host, routes.map(binding)));
    var fallback = defaultBackend;
    return new RouteTable<>(
        bound, fallback == null ? null : fallback.withTarget(binding.apply(fallback.target())));
  }

  /// Every route, in order of host and precedence, for people to read.
  public List<Route<T>> routes() {
    var all = new ArrayList<Route<T>>();
    new TreeMap<>(hosts).values().forEach(routes -> all.addAll(routes.all()));
    if (defaultBackend != null) {
      all.add(defaultBackend);
    }
    return all;
  }

  private record HostRoutes<T>(Map<String, Route<T>> exact, List<Route<T>> longestFirst) {
    static <T> HostRoutes<T> of(List<Route<T>> routes) {
      var exact = new TreeMap<String, Route<T>>();
      var prefixes = new TreeMap<String, Route<T>>();
      for (var route : routes) {
        var into = route.type() == PathType.EXACT ? exact : prefixes;
        into.putIfAbsent(route.path(), route);
      }
      var longestFirst = new ArrayList<>(prefixes.values());
      longestFirst.sort(Comparator.comparingInt((Route<T> r) -> r.path().length()).reversed());
      return new HostRoutes<>(exact, List.copyOf(longestFirst));
    }

    @Nullable Route<T> find(String path) {
      var match = exact.isEmpty() ? null : exact.get(path);
      if (match != null) {
        return match;
      }
      for (var route : longestFirst) {
        if (route.matches(path)) {
          return route;
        }
      }
      return null;
    }

    Collection<Route<T>> all() {
      var all = new ArrayList<>(exact.values());
      all.addAll(longestFirst);
      return all;
    }

    <R> HostRoutes<R> map(Function<T, R> binding) {
      var bound = new TreeMap<String, Route<R>>();
      exact.forEach(
          (path, route) -> bound.put(path, route.withTarget(binding.apply(route.target()))));
      var prefixes =
          longestFirst.stream()
              .map(route -> route.withTarget(binding.apply(route.target())))
              .toList();
      return new HostRoutes<>(bound, prefixes);
    }
  }
}
