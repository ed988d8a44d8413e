package dev.podo.testkit;

import dev.podo.machinery.tree.Trees;
import dev.podo.model.ApiObject;
import java.util.List;
import java.util.Map;

/// Conditions in the status of whatever kind.
final class Conditions {
  private Conditions() {}

  static boolean isTrue(ApiObject object, String type) {
    return Trees.of(object).get("status") instanceof Map<?, ?> status
        && status.get("conditions") instanceof List<?> conditions
        && conditions.stream()
            .anyMatch(each ->
                each instanceof Map<?, ?> condition
                    && type.equals(condition.get("type"))
                    && "True".equals(condition.get("status")));
  }
}
