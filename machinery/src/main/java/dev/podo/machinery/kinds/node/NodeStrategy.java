package dev.podo.machinery.kinds.node;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.IpAddresses;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.validation.FieldError;
import dev.podo.machinery.validation.Names;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.NodeSpec;
import dev.podo.model.core.v1.NodeStatus;
import dev.podo.model.core.v1.Taint;
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
    var cidrs = node.spec().podCIDRs();
    for (var i = 0; i < cidrs.size(); i++) {
      IpAddresses.checkCidr(cidrs.get(i), SPEC.child("podCIDRs").index(i), findings);
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
    resources.forEach((name, amount) -> {
      findings.invalidFor(at.key(name), name, Names.qualifiedName(name));
      if (amount.signum() < 0) {
        findings.invalid(at.key(name), amount.toString(), "must be greater than or equal to 0");
      }
    });
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
        return;
      }
    }
  }
}
