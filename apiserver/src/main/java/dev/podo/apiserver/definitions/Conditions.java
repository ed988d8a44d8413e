package dev.podo.apiserver.definitions;

import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionCondition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The conditions of definitions.
final class Conditions {
  private Conditions() {}

  static CustomResourceDefinitionCondition of(
      String type, String status, String reason, String message) {
    return CustomResourceDefinitionCondition.builder()
        .type(type)
        .status(status)
        .reason(reason)
        .message(message)
        .build();
  }

  static @Nullable CustomResourceDefinitionCondition find(
      CustomResourceDefinition definition, String type) {
    for (var condition : definition.status().conditions()) {
      if (condition.type().equals(type)) {
        return condition;
      }
    }
    return null;
  }

  /// The definition with a condition, whose time is when its status last changed.
  static CustomResourceDefinition with(
      CustomResourceDefinition definition, CustomResourceDefinitionCondition now, Instant at) {
    var conditions = new ArrayList<CustomResourceDefinitionCondition>();
    var placed = false;
    for (var condition : definition.status().conditions()) {
      if (condition.type().equals(now.type())) {
        var since = condition.status().equals(now.status()) ? condition.lastTransitionTime() : null;
        conditions.add(timed(now, since == null ? at : since));
        placed = true;
      } else {
        conditions.add(condition);
      }
    }
    if (!placed) {
      conditions.add(timed(now, at));
    }
    return definition.withStatus(
        definition.status().with(s -> s.conditions(List.copyOf(conditions))));
  }

  /// The definition with a condition of this type, or without one.
  static CustomResourceDefinition with(
      CustomResourceDefinition definition,
      String type,
      @Nullable CustomResourceDefinitionCondition now,
      Instant at) {
    if (now != null) {
      return with(definition, now, at);
    }
    var others =
        definition.status().conditions().stream().filter(it -> !it.type().equals(type)).toList();
    return definition.withStatus(definition.status().with(s -> s.conditions(others)));
  }

  private static CustomResourceDefinitionCondition timed(
      CustomResourceDefinitionCondition condition, Instant at) {
    return condition.with(c -> c.lastTransitionTime(at.truncatedTo(ChronoUnit.SECONDS)));
  }
}
