package dev.podo.machinery.kinds.node;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.ResourceLists;
import dev.podo.machinery.kinds.metadata.ResourceNames;
import dev.podo.machinery.validation.Addresses;
import dev.podo.machinery.validation.Texts;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.NodeSpec;
import dev.podo.model.core.v1.NodeStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

final class NodeStrategy extends ObjectStrategy<Node> {
  private static final Pattern FEATURE =
      Pattern.compile("[A-Z][a-zA-Z0-9]*(/[a-zA-Z][a-zA-Z0-9]*)*");
  private static final int FEATURE_MAX = 253;

  NodeStrategy() {
    super(ofCluster(), Node::withMetadata);
  }

  @Override
  public Node defaults(Node node) {
    var status = node.status();
    var allocatable = status.allocatable().isEmpty() ? status.capacity() : status.allocatable();
    return node.withSpec(withBothCidrs(node.spec()))
        .withStatus(status.with(b -> b.allocatable(allocatable)));
  }

  /// `podCIDR` and the first of `podCIDRs` are two spellings of one field. Where they differ, the
  /// older spelling was written by who knows no other.
  private static NodeSpec withBothCidrs(NodeSpec spec) {
    var list = spec.podCIDRs();
    if (spec.podCIDR().isEmpty()) {
      return list.isEmpty() ? spec : spec.with(b -> b.podCIDR(list.getFirst()));
    }
    var agree = !list.isEmpty() && list.getFirst().equals(spec.podCIDR());
    return agree ? spec : spec.with(b -> b.podCIDRs(List.of(spec.podCIDR())));
  }

  @Override
  public Node prepareForUpdate(Node now, Node old) {
    return super.prepareForUpdate(now, old).withStatus(old.status());
  }

  @Override
  public Node prepareForStatusUpdate(Node now, Node old) {
    return super.prepareForUpdate(now, old).withSpec(old.spec());
  }

  @Override
  protected void check(Node node, Findings findings) {
    checkAlways(node, findings);
    checkRest(node, findings);
  }

  private static void checkAlways(Node node, Findings findings) {
    TaintRules.checkAnnotations(
        node.metadata().annotations(), METADATA.child("annotations"), findings);
    TaintRules.check(node.spec().taints(), METADATA.child("taints"), findings);
    checkResources(node.status(), findings);
    checkFeatures(node.status().declaredFeatures(), STATUS.child("declaredFeatures"), findings);
  }

  /// What is not looked at again when the status alone is written.
  private static void checkRest(Node node, Findings findings) {
    var swap = node.status().nodeInfo().swap();
    var amount = swap == null ? null : swap.capacity();
    if (amount != null && amount <= 0) {
      // Upstream looks for it in the metadata.
      findings.invalid(
          METADATA.child("nodeSwapStatus", "capacity"), amount, ResourceLists.MUST_BE_POSITIVE);
    }
    checkCidrs(node.spec().podCIDRs(), SPEC.child("podCIDRs"), findings);
  }

  /// What the node's agent can do: names such as `MyFeature` or `MyFeature/part`, sorted.
  private static void checkFeatures(List<String> features, FieldPath at, Findings findings) {
    for (var i = 0; i < features.size(); i++) {
      var feature = features.get(i);
      var problem = featureProblem(feature);
      if (!problem.isEmpty()) {
        findings.invalid(
            at.index(i), feature, "invalid feature name " + Texts.quote(feature) + ": " + problem);
      }
      var order = i == 0 ? 1 : feature.compareTo(features.get(i - 1));
      if (order == 0) {
        findings.duplicate(at.index(i), feature);
      } else if (order < 0) {
        findings.invalid(at.index(i), feature, "list must be sorted alphabetically");
      }
    }
  }

  private static String featureProblem(String feature) {
    if (feature.length() > FEATURE_MAX) {
      return "must be no more than " + FEATURE_MAX + " characters";
    }
    return FEATURE.matcher(feature).matches()
        ? ""
        : "must start with an UpperCamelCase segment, with subsequent segments separated by '/'"
            + " (e.g., MyFeature or MyFeature/mySubFeature), and contain only alphanumeric"
            + " characters and slashes";
  }

  /// At most one range of each family.
  private static void checkCidrs(List<String> cidrs, FieldPath at, Findings findings) {
    var families = new HashSet<Boolean>();
    for (var i = 0; i < cidrs.size(); i++) {
      Addresses.legacyCidr(at.index(i), cidrs.get(i)).forEach(findings::add);
      families.add(cidrs.get(i).indexOf(':') < 0);
    }
    if (cidrs.size() > 1 && (families.size() < 2 || cidrs.size() > 2)) {
      findings.invalid(at, cidrs, "may specify no more than one CIDR for each IP family");
    }
  }

  @Override
  protected void checkUpdate(Node now, Node old, Findings findings) {
    checkRest(now, findings);
    checkStatusUpdate(now, old, findings);
  }

  @Override
  protected void checkStatusUpdate(Node now, Node old, Findings findings) {
    checkAlways(now, findings);
    var addresses = new HashSet<Object>();
    for (var i = 0; i < now.status().addresses().size(); i++) {
      var address = now.status().addresses().get(i);
      if (!addresses.add(address)) {
        findings.duplicate(STATUS.child("addresses").index(i), address);
      }
    }
    checkSetOnce(now.spec(), old.spec(), findings);
    checkConfigs(now, findings);
  }

  private static void checkConfigs(Node node, Findings findings) {
    var source = node.spec().configSource();
    if (source != null) {
      ConfigSourceRules.check(source, false, SPEC.child("configSource"), findings);
    }
    var config = node.status().config();
    if (config != null) {
      var at = STATUS.child("config");
      ConfigSourceRules.checkStatus(config.assigned(), at.child("assigned"), findings);
      ConfigSourceRules.checkStatus(config.active(), at.child("active"), findings);
      ConfigSourceRules.checkStatus(config.lastKnownGood(), at.child("lastKnownGood"), findings);
    }
  }

  @Override
  public List<String> warnings(Node node) {
    var warnings = new ArrayList<String>();
    var spec = node.spec();
    if (spec.configSource() != null) {
      warnings.add("spec.configSource: the feature is removed");
    }
    if (!spec.externalID().isEmpty()) {
      warnings.add("spec.externalID: this field is deprecated, and is unused by Kubernetes");
    }
    for (var i = 0; i < spec.podCIDRs().size(); i++) {
      var at = SPEC.child("podCIDRs").index(i);
      warnings.addAll(Addresses.rangeWarnings(at, spec.podCIDRs().get(i)));
    }
    return warnings;
  }

  private static void checkSetOnce(NodeSpec now, NodeSpec old, Findings findings) {
    if (!old.podCIDRs().isEmpty() && !old.podCIDRs().equals(now.podCIDRs())) {
      findings.forbidden(
          SPEC.child("podCIDRs"), "node updates may not change podCIDR except from \"\" to valid");
    }
    if (!old.providerID().isEmpty() && !old.providerID().equals(now.providerID())) {
      findings.forbidden(
          SPEC.child("providerID"),
          "node updates may not change providerID except from \"\" to valid");
    }
    if (!old.externalID().equals(now.externalID())) {
      findings.forbidden(SPEC.child("externalID"), "may not be updated");
    }
  }

  private static void checkResources(NodeStatus status, Findings findings) {
    checkResources(status.capacity(), STATUS.child("capacity"), findings);
    checkResources(status.allocatable(), STATUS.child("allocatable"), findings);
  }

  private static void checkResources(
      Map<String, Quantity> resources, FieldPath at, Findings findings) {
    resources.forEach(
        (name, amount) -> ResourceNames.checkAmount(name, amount, at.child(name), findings));
  }
}
