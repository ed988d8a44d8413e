package dev.podo.network.proxy;

import dev.podo.network.ingress.Backend;
import dev.podo.network.ingress.Backend.Endpoint;
import dev.podo.network.ingress.RouteTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// The routes in force, bound to live endpoints. Readers take the table with one volatile read; a
/// new table takes over endpoints and counters from the one before.
final class LiveRoutes {
  private final int loops;
  private final ReentrantLock lock = new ReentrantLock();
  private final SortedMap<String, Upstream> upstreams = new TreeMap<>();
  private final SortedMap<String, Pool.Counters> counters = new TreeMap<>();
  private volatile RouteTable<Pool> table = RouteTable.of(List.of(), null);

  LiveRoutes(int loops) {
    this.loops = loops;
  }

  RouteTable<Pool> table() {
    return table;
  }

  /// @return the endpoints that get no new request from now on
  List<Upstream> replace(RouteTable<Backend> routes) {
    lock.lock();
    try {
      var named = new HashSet<String>();
      table = routes.map(backend -> bind(backend, named));
      return retireAllBut(named);
    } finally {
      lock.unlock();
    }
  }

  private Pool bind(Backend backend, Set<String> named) {
    var bound = new ArrayList<Upstream>();
    for (var endpoint : backend.endpoints()) {
      named.add(endpoint.toString());
      bound.add(upstream(endpoint));
    }
    var counts = counters.computeIfAbsent(backend.name(), n -> new Pool.Counters());
    return new Pool(backend, List.copyOf(bound), counts);
  }

  private Upstream upstream(Endpoint endpoint) {
    return upstreams.computeIfAbsent(endpoint.toString(), e -> new Upstream(endpoint, loops));
  }

  private List<Upstream> retireAllBut(Set<String> named) {
    var retired = new ArrayList<Upstream>();
    upstreams
        .entrySet()
        .removeIf(entry -> {
          if (named.contains(entry.getKey())) {
            return false;
          }
          entry.getValue().retire();
          return retired.add(entry.getValue());
        });
    return retired;
  }

  /// The counters of every backend that there was, by its name.
  SortedMap<String, Pool.Counters> counters() {
    lock.lock();
    try {
      return new TreeMap<>(counters);
    } finally {
      lock.unlock();
    }
  }
}
