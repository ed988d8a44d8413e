package dev.podo.machinery.kinds.deployment;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Amounts;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.model.apps.v1.DeploymentStrategy;
import dev.podo.model.apps.v1.RollingUpdateDeployment;
import java.util.List;

/// What `spec.strategy` of a Deployment must obey.
final class RolloutRules {
  private RolloutRules() {}

  static void check(DeploymentStrategy strategy, FieldPath at, Findings findings) {
    var rolling = strategy.rollingUpdate();
    switch (strategy.type()) {
      case Deployments.RECREATE -> {
        if (rolling != null) {
          findings.forbidden(
              at.child("rollingUpdate"), "may not be specified when strategy `type` is 'Recreate'");
        }
      }
      case Deployments.ROLLING_UPDATE -> {
        if (rolling == null) {
          findings.required(at.child("rollingUpdate"), "this should be defaulted and never be nil");
        } else {
          checkRolling(rolling, at.child("rollingUpdate"), findings);
        }
      }
      default ->
          findings.notSupported(
              at, strategy, List.of(Deployments.RECREATE, Deployments.ROLLING_UPDATE));
    }
  }

  private static void checkRolling(
      RollingUpdateDeployment rolling, FieldPath at, Findings findings) {
    var unavailable = rolling.maxUnavailable();
    Amounts.check(unavailable, at.child("maxUnavailable"), findings);
    Amounts.check(rolling.maxSurge(), at.child("maxSurge"), findings);
    if (Amounts.of(unavailable) == 0 && Amounts.of(rolling.maxSurge()) == 0) {
      findings.invalid(
          at.child("maxUnavailable"), unavailable, "may not be 0 when `maxSurge` is 0");
    }
    Amounts.checkAtMostAll(unavailable, at.child("maxUnavailable"), findings);
  }
}
