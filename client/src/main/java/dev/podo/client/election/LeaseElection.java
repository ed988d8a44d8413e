package dev.podo.client.election;

import dev.podo.client.Api;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.lease.Leases;
import dev.podo.model.coordination.v1.Lease;
import dev.podo.model.coordination.v1.LeaseSpec;
import dev.podo.model.meta.v1.ObjectMeta;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Lets one of several candidates act at a time: whoever holds a Lease and keeps renewing it. The
/// leader steps down before the others may take over, provided that all clocks run at about the
/// same speed; their wall clocks need not agree, because each candidate times the others' signs of
/// life with its own.
public final class LeaseElection {
  private static final System.Logger LOG = System.getLogger(LeaseElection.class.getName());

  private final Api api;
  private final ElectionConfig config;
  private final Environment environment;
  private @Nullable Lease observed;
  private long observedAtNanos;

  private LeaseElection(Api api, ElectionConfig config, Environment environment) {
    this.api = api;
    this.config = config;
    this.environment = environment;
  }

  /// Stands for election until `scope` closes.
  ///
  /// @param lead called each time the election is won, with a scope that closes when it is lost; it
  ///   starts its threads there and returns
  public static void start(Api api, ElectionConfig config, Scope scope, Consumer<Scope> lead) {
    var election = new LeaseElection(api, config, scope.environment());
    scope.onClose(election::release);
    scope.fork("election of " + config.name(), () -> election.run(scope, lead));
  }

  private void run(Scope scope, Consumer<Scope> lead) throws InterruptedException {
    while (true) {
      if (!tryToHold()) {
        pause();
        continue;
      }
      LOG.log(System.Logger.Level.INFO, "{0} leads {1}", config.identity(), config.name());
      try (var term = scope.child("term of " + config.name())) {
        lead.accept(term);
        renewWhilePossible();
      }
      LOG.log(System.Logger.Level.WARNING, "{0} lost {1}", config.identity(), config.name());
    }
  }

  private void renewWhilePossible() throws InterruptedException {
    var clock = environment.clock();
    var until = Deadline.after(clock, config.renewDeadline());
    while (!until.hasPassed(clock)) {
      pause();
      if (tryToHold()) {
        until = Deadline.after(clock, config.renewDeadline());
      } else if (isHeldByAnother()) {
        return;
      }
    }
  }

  private void pause() throws InterruptedException {
    environment.clock().sleep(config.retryPeriod());
  }

  private boolean tryToHold() {
    try {
      var lease = read();
      if (lease == null) {
        observe(api.create(Leases.KIND, firstLease(), WriteOptions.defaults()));
        return true;
      }
      observe(lease);
      if (!isMine(lease) && !isFree(lease)) {
        return false;
      }
      observe(api.update(Leases.KIND, held(lease), WriteOptions.defaults()));
      return true;
    } catch (ApiException e) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "{0} could not get hold of {1}: {2}",
          config.identity(),
          config.name(),
          e.getMessage());
      return false;
    }
  }

  private @Nullable Lease read() {
    try {
      return api.get(Leases.KIND, config.namespace(), config.name());
    } catch (ApiException e) {
      if (e.isNotFound()) {
        return null;
      }
      throw e;
    }
  }

  private void observe(Lease lease) {
    if (observed == null || !observed.spec().equals(lease.spec())) {
      observedAtNanos = environment.clock().nanos();
    }
    observed = lease;
  }

  private boolean isHeldByAnother() {
    return observed != null && !isMine(observed) && !holder(observed).isEmpty();
  }

  private boolean isMine(Lease lease) {
    return holder(lease).equals(config.identity());
  }

  private boolean isFree(Lease lease) {
    var silence = environment.clock().nanos() - observedAtNanos;
    return holder(lease).isEmpty() || silence >= config.leaseDuration().toNanos();
  }

  private static String holder(Lease lease) {
    var holder = lease.spec().holderIdentity();
    return holder == null ? "" : holder;
  }

  private Lease firstLease() {
    return Lease.builder()
        .metadata(ObjectMeta.builder().namespace(config.namespace()).name(config.name()).build())
        .spec(held(LeaseSpec.EMPTY, 0))
        .build();
  }

  private Lease held(Lease lease) {
    var spec = lease.spec();
    var transitions = spec.leaseTransitions() == null ? 0 : spec.leaseTransitions();
    if (!isMine(lease)) {
      return lease.withSpec(held(spec, transitions + 1));
    }
    var now = environment.clock().now().truncatedTo(ChronoUnit.MICROS);
    return lease.withSpec(spec.with(b -> b.renewTime(now)));
  }

  private LeaseSpec held(LeaseSpec from, int transitions) {
    var now = environment.clock().now().truncatedTo(ChronoUnit.MICROS);
    return from.with(b ->
        b.holderIdentity(config.identity())
            .leaseDurationSeconds((int) config.leaseDuration().toSeconds())
            .acquireTime(now)
            .renewTime(now)
            .leaseTransitions(transitions));
  }

  /// Spares the others the wait, when the candidate leaves in good order. The terms have ended by
  /// now: scopes close what was opened last first.
  private void release() {
    try {
      var lease = read();
      if (lease != null && isMine(lease)) {
        var free = lease.spec().with(b -> b.holderIdentity("").leaseDurationSeconds(1));
        api.update(Leases.KIND, lease.withSpec(free), WriteOptions.defaults());
      }
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.DEBUG, "{0} was not released: {1}", config.name(), e.getMessage());
    }
  }
}
