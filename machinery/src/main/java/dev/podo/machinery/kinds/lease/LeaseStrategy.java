package dev.podo.machinery.kinds.lease;

import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.validation.Names;
import dev.podo.model.coordination.v1.Lease;
import dev.podo.model.coordination.v1.LeaseSpec;
import java.util.List;

final class LeaseStrategy extends ObjectStrategy<Lease> {
  LeaseStrategy() {
    super(inNamespace(), Lease::withMetadata);
  }

  @Override
  public boolean createsOnUpdate() {
    return true;
  }

  @Override
  public boolean allowsUnconditionalUpdate() {
    return false;
  }

  @Override
  protected void check(Lease lease, Findings findings) {
    var spec = lease.spec();
    var duration = spec.leaseDurationSeconds();
    if (duration != null) {
      findings.positive(SPEC.child("leaseDurationSeconds"), duration);
    }
    findings.nonNegativeIfThere(SPEC.child("leaseTransitions"), spec.leaseTransitions());
    if (spec.strategy() != null) {
      checkStrategy(spec.strategy(), findings);
    }
    var preferred = spec.preferredHolder();
    if (preferred != null && !preferred.isEmpty() && isAbsent(spec)) {
      findings.forbidden(
          SPEC.child("preferredHolder"), "may only be specified if `strategy` is defined");
    }
  }

  private static boolean isAbsent(LeaseSpec spec) {
    return spec.strategy() == null || spec.strategy().isEmpty();
  }

  /// A strategy is one that is known, or one with a domain before it.
  private static void checkStrategy(String strategy, Findings findings) {
    var at = SPEC.child("strategy", "strategy"); // Upstream names it twice.
    if (strategy.contains("/")) {
      findings.invalidFor(at, strategy, Names.qualifiedName(strategy));
    } else if (!strategy.equals("OldestEmulationVersion")) {
      findings.notSupported(at, strategy, List.of("OldestEmulationVersion"));
    }
  }
}
