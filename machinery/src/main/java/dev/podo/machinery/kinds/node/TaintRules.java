package dev.podo.machinery.kinds.node;

import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.tree.Trees;
import dev.podo.machinery.validation.FieldError;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.Taint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What may keep Pods from a node, in the spec and in the annotations that there were before
/// taints.
final class TaintRules {
  private static final List<String> EFFECTS =
      List.of(Taints.NO_SCHEDULE, Taints.PREFER_NO_SCHEDULE, Taints.NO_EXECUTE);
  private static final String TAINTS = "scheduler.alpha.kubernetes.io/taints";
  private static final String AVOIDED = "scheduler.alpha.kubernetes.io/preferAvoidPods";

  private TaintRules() {}

  static void check(List<Taint> taints, FieldPath at, Findings findings) {
    var seen = new HashSet<String>();
    for (var i = 0; i < taints.size(); i++) {
      var taint = taints.get(i);
      var place = at.index(i);
      findings.invalidFor(place.child("key"), taint.key(), Names.qualifiedName(taint.key()));
      var problems = Names.labelValue(taint.value());
      if (!problems.isEmpty()) {
        findings.invalid(place.child("value"), taint.value(), String.join(";", problems));
      }
      findings.requireOneOf(place.child("effect"), taint.effect(), EFFECTS);
      if (!seen.add(taint.effect() + " " + taint.key())) {
        findings.add(
            new FieldError(
                FieldError.Type.DUPLICATE,
                place,
                taint,
                "taints must be unique by key and effect pair"));
      }
    }
  }

  static void checkAnnotations(Map<String, String> annotations, FieldPath at, Findings findings) {
    var taints = annotations.getOrDefault(TAINTS, "");
    if (!taints.isEmpty()) {
      try {
        check(taints(taints), at.child(TAINTS), findings);
      } catch (DecodeException malformed) {
        findings.invalid(at, TAINTS, String.valueOf(malformed.getMessage()));
      }
    }
    var avoided = annotations.getOrDefault(AVOIDED, "");
    if (!avoided.isEmpty()) {
      try {
        checkAvoided(parsed(avoided), at.child(AVOIDED), findings);
      } catch (DecodeException malformed) {
        findings.invalid(at.child("AvoidPods"), AVOIDED, String.valueOf(malformed.getMessage()));
      }
    }
  }

  private static @Nullable Object parsed(String json) {
    return Json.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Taint> taints(String json) {
    var taints = new ArrayList<Taint>();
    switch (parsed(json)) {
      case List<?> trees ->
          trees.forEach(
              tree -> taints.add(Json.fromTree(Taint.SCHEMA, tree, Strictness.IGNORE).value()));
      case null -> {}
      default -> throw new DecodeException("must be a JSON array");
    }
    return taints;
  }

  /// Whose Pods the node would rather not have: those of controllers only.
  private static void checkAvoided(@Nullable Object tree, FieldPath at, Findings findings) {
    if (!(Trees.get(tree, "preferAvoidPods") instanceof List<?> entries)) {
      return;
    }
    for (var i = 0; i < entries.size(); i++) {
      var signature = at.index(i).child("PodSignature");
      var owner = Trees.get(entries.get(i), "podSignature", "podController");
      if (owner == null) {
        findings.required(signature);
      } else if (!Boolean.TRUE.equals(Trees.get(owner, "controller"))) {
        findings.invalid(
            signature.child("PodController", "Controller"), false, "must point to a controller");
      }
    }
  }
}
