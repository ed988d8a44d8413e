package dev.podo.machinery.kinds.pod;

import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.EnvVar;
import dev.podo.model.core.v1.PodSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// What is allowed in a Pod but is likely to be a mistake, in upstream's words.
final class PodWarnings {
  private static final List<String> COUNTED_IN_BYTES = List.of("memory", "ephemeral-storage");
  private static final Map<String, String> RENAMED_LABELS =
      Map.of(
          "beta.kubernetes.io/os", "kubernetes.io/os",
          "beta.kubernetes.io/arch", "kubernetes.io/arch");

  private final List<String> found = new ArrayList<>();

  private PodWarnings() {}

  /// @param at the path of the spec
  static List<String> of(PodSpec spec, String at) {
    var warnings = new PodWarnings();
    warnings.readSpec(spec, at);
    warnings.readContainers(spec.initContainers(), at + ".initContainers");
    warnings.readContainers(spec.containers(), at + ".containers");
    return List.copyOf(warnings.found);
  }

  private void readSpec(PodSpec spec, String at) {
    for (var key : spec.nodeSelector().keySet()) {
      var now = RENAMED_LABELS.get(key);
      if (now != null) {
        found.add(
            at + ".nodeSelector[" + key + "]: deprecated since v1.14; use \"" + now + "\" instead");
      }
    }
    for (var i = 0; i < spec.topologySpreadConstraints().size(); i++) {
      if (spec.topologySpreadConstraints().get(i).labelSelector() == null) {
        found.add(
            at
                + ".topologySpreadConstraints["
                + i
                + "].labelSelector: a null labelSelector results in matching no pod");
      }
    }
    for (var i = 0; i < spec.imagePullSecrets().size(); i++) {
      if (spec.imagePullSecrets().get(i).name().isEmpty()) {
        found.add(at + ".imagePullSecrets[" + i + "].name: invalid empty name \"\"");
      }
    }
    for (var i = 0; i < spec.volumes().size(); i++) {
      if (spec.volumes().get(i).gitRepo() != null) {
        found.add(at + ".volumes[" + i + "].gitRepo: deprecated in v1.11");
      }
    }
    var grace = spec.terminationGracePeriodSeconds();
    if (grace != null && grace < 0) {
      found.add(
          at
              + ".terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will"
              + " be treated as 1");
    }
  }

  private void readContainers(List<Container> containers, String at) {
    for (var i = 0; i < containers.size(); i++) {
      var container = containers.get(i);
      var place = at + "[" + i + "]";
      readFractions(container.resources().limits(), place + ".resources.limits");
      readFractions(container.resources().requests(), place + ".resources.requests");
      readEnv(container.env(), place + ".env");
    }
  }

  private void readFractions(Map<String, Quantity> resources, String at) {
    for (var name : COUNTED_IN_BYTES) {
      var amount = resources.get(name);
      if (amount != null && amount.amount().remainder(BigDecimal.ONE).signum() != 0) {
        found.add(
            at
                + "["
                + name
                + "]: fractional byte value \""
                + amount
                + "\" is invalid, must be an integer");
      }
    }
  }

  /// A variable that is set again is meant only if it builds on what it was.
  private void readEnv(List<EnvVar> env, String at) {
    var names = new HashSet<String>();
    for (var i = 0; i < env.size(); i++) {
      var variable = env.get(i);
      if (names.add(variable.name())) {
        continue;
      }
      var reference = "$(" + variable.name() + ")";
      var builds =
          variable.valueFrom() == null
              && variable.value().contains(reference)
              && !variable.value().equals(reference);
      if (!builds) {
        found.add(
            at
                + "["
                + i
                + "]: hides previous definition of \""
                + variable.name()
                + "\", which may be dropped when using apply");
      }
    }
  }
}
