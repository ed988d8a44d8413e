package dev.podo.machinery.custom;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.model.apiextensions.v1.CustomResourceSubresourceScale;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What objects must obey whose definition says where their scale is, in upstream's words.
final class ScaleRules {
  private ScaleRules() {}

  static void check(
      @Nullable CustomResourceSubresourceScale scale, DynamicObject object, Findings findings) {
    if (scale != null) {
      checkReplicas(scale.specReplicasPath(), object, findings);
      checkStatus(scale, object, findings);
    }
  }

  static void checkStatus(
      @Nullable CustomResourceSubresourceScale scale, DynamicObject object, Findings findings) {
    if (scale == null) {
      return;
    }
    checkReplicas(scale.statusReplicasPath(), object, findings);
    var selector = scale.labelSelectorPath();
    if (selector != null && !selector.isEmpty()) {
      var found = find(selector, object, findings, "");
      if (found.isPresent() && !(found.get() instanceof String)) {
        findings.invalid(place(selector), "", odd(selector, found.get(), "string"));
      }
    }
  }

  private static void checkReplicas(String path, DynamicObject object, Findings findings) {
    var found = find(path, object, findings, 0L).orElse(0L);
    if (!(found instanceof Long replicas)) {
      findings.invalid(place(path), 0L, odd(path, found, "int64"));
    } else if (replicas < 0) {
      findings.invalid(place(path), replicas, "should be a non-negative integer");
    } else if (replicas > Integer.MAX_VALUE) {
      findings.invalid(
          place(path), replicas, "should be less than or equal to " + Integer.MAX_VALUE);
    }
  }

  private static FieldPath place(String path) {
    return FieldPath.root(path);
  }

  /// What lies at a path; nothing too if something else than objects lies on the way, which is
  /// told.
  private static Optional<Object> find(
      String path, DynamicObject object, Findings findings, Object none) {
    var names = Paths.split(path);
    @Nullable Object at = object.content();
    for (var i = 0; i < names.size() && at != null; i++) {
      if (!(at instanceof Map<?, ?> map)) {
        var reached = "." + String.join(".", names.subList(0, i + 1));
        findings.invalid(place(path), none, odd(reached, at, "map[string]interface {}"));
        return Optional.empty();
      }
      at = map.get(names.get(i));
    }
    return Optional.ofNullable(at);
  }

  private static String odd(String path, Object value, String expected) {
    var shown = value instanceof String text ? text : Json.show(value);
    return "%s accessor error: %s is of the type %s, expected %s"
        .formatted(path, shown, typeInGo(value), expected);
  }

  private static String typeInGo(Object value) {
    return switch (value) {
      case String text -> "string";
      case Boolean truth -> "bool";
      case Long whole -> "int64";
      case Double number -> "float64";
      case List<?> list -> "[]interface {}";
      default -> "map[string]interface {}";
    };
  }
}
