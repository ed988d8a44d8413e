package dev.podo.machinery.kinds.device;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.NodeSelectorRules;
import dev.podo.machinery.validation.Names;
import dev.podo.model.resource.v1.Device;
import dev.podo.model.resource.v1.DeviceCapacity;
import dev.podo.model.resource.v1.DeviceCounterConsumption;
import dev.podo.model.resource.v1.NodeAllocatableResourceMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What drivers may say of one device.
final class DeviceRules {
  private static final int DETAILS_MAX = 32;
  private static final int VALUES_MAX = 48;
  private static final int CONDITIONS_MAX = 4;
  private static final int CONSUMPTIONS_MAX = 2;
  private static final String ONE_SELECTION =
      "exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when"
          + " `perDeviceNodeSelection` is set to true in the ResourceSlice spec";

  private DeviceRules() {}

  /// @param old the device of the same name before; null if there was none
  /// @param selectsNodes whether each device says on which nodes it can be used
  static void check(
      Device device, @Nullable Device old, boolean selectsNodes, FieldPath at, Findings findings) {
    DeviceNames.checkLabel(device.name(), at.child("name"), findings);
    checkSize(device, at, findings);
    AttributeRules.check(device.attributes(), at.child("attributes"), findings);
    var shared = Boolean.TRUE.equals(device.allowMultipleAllocations());
    checkCapacity(device.capacity(), shared, at.child("capacity"), findings);
    // What was allowed once stays: the rules have become stricter.
    if (old == null || !old.taints().equals(device.taints())) {
      TaintRules.checkTaints(device.taints(), at.child("taints"), findings);
    }
    Elements.checkSet(
        device.consumesCounters(),
        CONSUMPTIONS_MAX,
        DeviceRules::checkConsumption,
        DeviceCounterConsumption::counterSet,
        at.child("consumesCounters"),
        findings);
    checkNodes(device, selectsNodes, at, findings);
    checkBinding(device.bindingConditions(), device.bindingFailureConditions(), at, findings);
    checkMappings(device, at.child("nodeAllocatableResourceMappings"), findings);
  }

  private static void checkSize(Device device, FieldPath at, Findings findings) {
    findings.atMost(
        at,
        (long) device.attributes().size() + device.capacity().size(),
        DETAILS_MAX,
        "the total number of attributes and capacities must not exceed " + DETAILS_MAX);
    findings.atMost(
        at,
        AttributeRules.values(device.attributes()),
        VALUES_MAX,
        "the total number of attribute values must not exceed " + VALUES_MAX);
  }

  private static void checkCapacity(
      Map<String, DeviceCapacity> capacities, boolean shared, FieldPath at, Findings findings) {
    capacities.forEach((name, capacity) -> {
      DeviceNames.checkQualified(name, at, findings);
      CapacityRules.check(capacity, shared, DeviceNames.at(at, name), findings);
    });
  }

  private static void checkConsumption(
      DeviceCounterConsumption consumption, FieldPath at, Findings findings) {
    DeviceNames.requireLabel(consumption.counterSet(), at.child("counterSet"), findings);
    ResourceSliceRules.checkCounters(consumption.counters(), at.child("counters"), findings);
  }

  private static void checkNodes(
      Device device, boolean selectsNodes, FieldPath at, Findings findings) {
    if (!selectsNodes) {
      if (device.nodeName() != null || device.nodeSelector() != null || device.allNodes() != null) {
        findings.invalid(
            at,
            null,
            "`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection`"
                + " is set to true in the ResourceSlice spec");
      }
      return;
    }
    var said = new ArrayList<String>();
    var node = device.nodeName();
    if (node != null && node.isEmpty()) {
      findings.invalid(at.child("nodeName"), node, "must not be empty");
    } else if (node != null) {
      said.add("`nodeName`");
      findings.invalidFor(at.child("nodeName"), node, Names.dns1123Subdomain(node));
    }
    var selector = device.nodeSelector();
    if (selector != null) {
      said.add("`nodeSelector`");
      NodeSelectorRules.check(selector, at.child("nodeSelector"), findings);
    }
    if (Boolean.TRUE.equals(device.allNodes())) {
      said.add("`allNodes`");
    } else if (device.allNodes() != null) {
      findings.invalid(at.child("allNodes"), false, "must be either unset or set to true");
    }
    if (said.isEmpty()) {
      findings.required(at, ONE_SELECTION);
    } else if (said.size() > 1) {
      findings.invalid(at, "{" + String.join(", ", said) + "}", ONE_SELECTION);
    }
  }

  /// Conditions for which the binding of a Pod waits; either list makes sense only with the other.
  static void checkBinding(
      List<String> conditions, List<String> failures, FieldPath at, Findings findings) {
    var waited = at.child("bindingConditions");
    var failing = at.child("bindingFailureConditions");
    Elements.check(conditions, CONDITIONS_MAX, DeviceNames::checkLabelName, waited, findings);
    Elements.check(failures, CONDITIONS_MAX, DeviceNames::checkLabelName, failing, findings);
    var awaited = new TreeSet<String>();
    for (var i = 0; i < conditions.size(); i++) {
      if (!awaited.add(conditions.get(i))) {
        findings.duplicate(waited.index(i), conditions.get(i));
      }
    }
    var feared = new TreeSet<String>();
    for (var i = 0; i < failures.size(); i++) {
      var failure = failures.get(i);
      if (!feared.add(failure)) {
        findings.duplicate(failing.index(i), failure);
      }
      if (awaited.contains(failure)) {
        findings.invalid(
            failing.index(i),
            failure,
            "bindingFailureConditions must not overlap with bindingConditions");
      }
    }
    if (conditions.isEmpty() && !failures.isEmpty()) {
      findings.invalid(
          waited, conditions, "bindingConditions are required to use bindingFailureConditions");
    }
    if (failures.isEmpty() && !conditions.isEmpty()) {
      findings.invalid(
          failing, failures, "bindingFailureConditions are required to use bindingConditions");
    }
  }

  private static void checkMappings(Device device, FieldPath at, Findings findings) {
    device
        .nodeAllocatableResourceMappings()
        .forEach((name, mapping) -> {
          if (!DeviceNames.isNative(name)) {
            findings.invalid(at.key(name), name, "must be a node allocatable resource name");
          }
          checkMapping(mapping, device, at.key(name), findings);
        });
  }

  private static void checkMapping(
      NodeAllocatableResourceMapping mapping, Device device, FieldPath at, Findings findings) {
    var multiplier = mapping.allocationMultiplier();
    var key = mapping.capacityKey();
    if (multiplier == null && key == null) {
      findings.invalid(at, "", "at least one of allocationMultiplier or capacityKey must be set");
    }
    if (multiplier != null && multiplier.signum() <= 0) {
      findings.invalid(at.child("allocationMultiplier"), multiplier.toString(), "must be positive");
    }
    if (key != null && key.isEmpty()) {
      findings.invalid(at.child("capacityKey"), "", "capacityKey must not be an empty string");
    } else if (key != null && !device.capacity().containsKey(key)) {
      findings.notFound(at.child("capacityKey"), key);
    }
  }
}
