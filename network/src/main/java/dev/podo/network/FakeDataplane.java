package dev.podo.network;

import dev.podo.foundation.Scope;
import dev.podo.network.services.ServiceEndpoint;
import dev.podo.network.services.ServicePlan;
import dev.podo.network.services.ServicePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A dataplane in memory: it answers where a connection would go. For tests and simulations; it
/// does not forward anything.
public final class FakeDataplane implements Dataplane {
  private final Map<String, ServiceEndpoint> affinity = new ConcurrentHashMap<>();
  private volatile @Nullable ServicePlan plan;
  private final AtomicInteger applied = new AtomicInteger();
  private final AtomicInteger next = new AtomicInteger();
  private volatile Runnable onLoss = () -> {};
  private volatile Optional<String> failure = Optional.empty();

  @Override
  public void apply(ServicePlan wanted) {
    if (failure.isPresent()) {
      throw new DataplaneException(failure.get(), null);
    }
    plan = wanted;
    applied.incrementAndGet();
  }

  @Override
  public void watch(Runnable whenLost, Scope scope) {
    onLoss = whenLost;
  }

  /// Undoes everything, as something else on a node might.
  public void lose() {
    plan = null;
    onLoss.run();
  }

  @Override
  public void removeAll() {
    plan = null;
    affinity.clear();
  }

  @Override
  public void close() {}

  /// Makes every later [#apply] fail with `reason`, or succeed again when it is empty.
  public void failWith(Optional<String> reason) {
    failure = reason;
  }

  /// The plan in force, if any.
  public Optional<ServicePlan> plan() {
    return Optional.ofNullable(plan);
  }

  public int timesApplied() {
    return applied.get();
  }

  /// What becomes of a connection from a client inside the cluster.
  public Outcome connect(String clientIp, String ip, int port) {
    var current = plan;
    if (current == null) {
      return new Outcome.Untouched();
    }
    for (var service : current.services().keys()) {
      for (var candidate : current.services().getOrDefault(service, List.of())) {
        if (candidate.portal().clusterIp().equals(ip) && candidate.portal().port() == port) {
          return choose(clientIp + ">" + service + ":" + port, candidate);
        }
      }
    }
    return new Outcome.Untouched();
  }

  private Outcome choose(String client, ServicePort port) {
    List<ServiceEndpoint> endpoints = new ArrayList<>(port.internal());
    if (endpoints.isEmpty()) {
      return port.cluster().isEmpty() ? new Outcome.Refused() : new Outcome.Dropped();
    }
    var sticky = affinity.get(client);
    var chosen =
        port.policy().hasAffinity() && sticky != null && endpoints.contains(sticky)
            ? sticky
            : endpoints.get(Math.floorMod(next.getAndIncrement(), endpoints.size()));
    affinity.put(client, chosen);
    return new Outcome.Reached(chosen);
  }

  /// What becomes of a connection.
  public sealed interface Outcome {
    /// It was translated to an endpoint.
    record Reached(ServiceEndpoint endpoint) implements Outcome {}

    /// The client is told that nobody serves there.
    record Refused() implements Outcome {}

    /// It vanishes: what may serve it is on other nodes only.
    record Dropped() implements Outcome {}

    /// No Service has that address.
    record Untouched() implements Outcome {}
  }
}
