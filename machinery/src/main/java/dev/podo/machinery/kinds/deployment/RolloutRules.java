package dev.podo.machinery.kinds.deployment;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.Names;
import dev.podo.model.IntOrString;
import dev.podo.model.apps.v1.DeploymentStrategy;
import dev.podo.model.apps.v1.RollingUpdateDeployment;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    checkAmount(unavailable, at.child("maxUnavailable"), findings);
    checkAmount(rolling.maxSurge(), at.child("maxSurge"), findings);
    if (amount(unavailable) == 0 && amount(rolling.maxSurge()) == 0) {
      findings.invalid(
          at.child("maxUnavailable"), unavailable, "may not be 0 when `maxSurge` is 0");
    }
    if (unavailable != null && unavailable.isPercent() && amount(unavailable) > 100) {
      findings.invalid(at.child("maxUnavailable"), unavailable, "must not be greater than 100%");
    }
  }

  private static void checkAmount(@Nullable IntOrString amount, FieldPath at, Findings findings) {
    switch (amount) {
      case IntOrString.OfInt(var number) -> findings.nonNegative(at, number);
      case IntOrString.OfString(var text) -> findings.invalidFor(at, amount, Names.percent(text));
      case null -> {
        // Absent counts as 0.
      }
    }
  }

  /// The number, or the number before the percent sign.
  private static int amount(@Nullable IntOrString amount) {
    if (amount == null) {
      return 0;
    }
    return amount.isInt() || amount.isPercent() ? amount.scaled(100, false) : 0;
  }
}
