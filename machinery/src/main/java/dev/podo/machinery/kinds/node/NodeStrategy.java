package dev.podo.machinery.kinds.node;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.ResourceNames;
import dev.podo.machinery.validation.Addresses;
import dev.podo.machinery.validation.FieldError;
import dev.podo.machinery.validation.Names;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.NodeSpec;
import dev.podo.model.core.v1.NodeStatus;
import dev.podo.model.core.v1.Taint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

final class NodeStrategy extends ObjectStrategy<Node> {
  private static final List<String> EFFECTS =
      List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

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
    checkTaints(node.spec().taints(), METADATA.child("taints"), findings);
    checkResources(node.status(), findings);
    checkCidrs(node.spec().podCIDRs(), SPEC.child("podCIDRs"), findings);
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
    for (var i = 0; i < cidrs.size(); i++) {
      if (cidrs.indexOf(cidrs.get(i)) < i) {
        findings.duplicate(at.index(i), cidrs.get(i));
      }
    }
  }

  @Override
  protected void checkUpdate(Node now, Node old, Findings findings) {
    checkTaints(now.spec().taints(), METADATA.child("taints"), findings);
    checkResources(now.status(), findings);
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

  private static void checkTaints(List<Taint> taints, FieldPath at, Findings findings) {
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
}
