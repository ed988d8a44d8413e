package dev.podo.node.status;

import dev.podo.client.Api;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.lease.Leases;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.model.coordination.v1.Lease;
import dev.podo.model.coordination.v1.LeaseSpec;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.meta.v1.OwnerReference;
import dev.podo.node.work.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Renews the node's Lease: the sign that it lives.
public final class Heartbeat {
  private static final System.Logger LOG = System.getLogger(Heartbeat.class.getName());
  private static final int LEASE_SECONDS = 40;
  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final WriteOptions AS_KUBELET = WriteOptions.as("kubelet");

  private final Api api;
  private final String node;
  private final Clock clock;
  private final Loop loop;
  private final Check beside;
  private @Nullable Lease known;
  private @Nullable Instant lastBeat;

  /// What is looked at with each beat.
  @FunctionalInterface
  public interface Check {
    /// @param afterSilence whether the last sign of life was so long ago that others may have drawn
    ///   their conclusions
    void run(boolean afterSilence) throws InterruptedException;
  }

  public Heartbeat(Api api, String node, Scope scope, Check beside) {
    this.api = api;
    this.node = node;
    this.clock = scope.environment().clock();
    this.beside = beside;
    this.loop = new Loop(scope, "heartbeat of " + node, this::beat);
  }

  /// Begins.
  public void start() {
    loop.wake();
  }

  private Deadline beat() throws InterruptedException {
    try {
      known = known == null ? acquire() : renew(known);
      var silence = lastBeat == null ? Duration.ZERO : Duration.between(lastBeat, clock.now());
      lastBeat = clock.now();
      beside.run(silence.toSeconds() >= LEASE_SECONDS / 2);
      return Deadline.after(clock, PERIOD);
    } catch (ApiException e) {
      LOG.log(
          System.Logger.Level.DEBUG, "renewing the lease of {0} failed: {1}", node, e.getMessage());
      known = null;
      return Deadline.after(clock, RETRY);
    }
  }

  private Lease acquire() {
    try {
      return renew(api.get(Leases.KIND, Nodes.LEASE_NAMESPACE, node));
    } catch (ApiException e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
    var meta =
        ObjectMeta.builder()
            .namespace(Nodes.LEASE_NAMESPACE)
            .name(node)
            .ownerReferences(owner())
            .build();
    return api.create(Leases.KIND, Lease.builder().metadata(meta).spec(spec()).build(), AS_KUBELET);
  }

  private List<OwnerReference> owner() {
    var uid = api.get(Nodes.KIND, "", node).metadata().uid();
    return List.of(
        OwnerReference.builder().apiVersion("v1").kind("Node").name(node).uid(uid).build());
  }

  private Lease renew(Lease lease) {
    return api.update(Leases.KIND, lease.withSpec(spec()), AS_KUBELET);
  }

  private LeaseSpec spec() {
    return LeaseSpec.builder()
        .holderIdentity(node)
        .leaseDurationSeconds(LEASE_SECONDS)
        .renewTime(clock.now())
        .build();
  }
}
