package dev.podo.controllers.deployment;

import dev.podo.model.apps.v1.DeploymentCondition;
import dev.podo.model.apps.v1.DeploymentStatus;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// The conditions in a Deployment's status.
final class Conditions {
  private Conditions() {}

  static @Nullable DeploymentCondition find(DeploymentStatus status, String type) {
    for (var condition : status.conditions()) {
      if (condition.type().equals(type)) {
        return condition;
      }
    }
    return null;
  }

  /// Sets a condition, unless it says already what it should.
  static DeploymentStatus set(DeploymentStatus status, DeploymentCondition condition) {
    var current = find(status, condition.type());
    if (current != null
        && current.status().equals(condition.status())
        && current.reason().equals(condition.reason())) {
      return status;
    }
    var since =
        current != null && current.status().equals(condition.status())
            ? current.lastTransitionTime()
            : condition.lastTransitionTime();
    var rest = new ArrayList<>(without(status, condition.type()).conditions());
    rest.add(condition.with(b -> b.lastTransitionTime(since)));
    return status.with(b -> b.conditions(rest));
  }

  static DeploymentStatus without(DeploymentStatus status, String type) {
    var rest = new ArrayList<>(status.conditions());
    return rest.removeIf(condition -> condition.type().equals(type))
        ? status.with(b -> b.conditions(rest))
        : status;
  }
}
