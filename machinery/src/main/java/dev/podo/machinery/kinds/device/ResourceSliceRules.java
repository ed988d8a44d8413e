package dev.podo.machinery.kinds.device;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.csi.CsiDrivers;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.NodeSelectorRules;
import dev.podo.machinery.validation.Names;
import dev.podo.model.resource.v1.Counter;
import dev.podo.model.resource.v1.CounterSet;
import dev.podo.model.resource.v1.Device;
import dev.podo.model.resource.v1.DeviceAttribute;
import dev.podo.model.resource.v1.ResourcePool;
import dev.podo.model.resource.v1.ResourceSliceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What drivers may publish of their devices.
final class ResourceSliceRules {
  private static final int DEVICES_MAX = 128;
  private static final int INVOLVED_DEVICES_MAX = 64;
  private static final int COUNTER_SETS_MAX = 8;
  private static final int COUNTERS_MAX = 32;
  private static final String ONE_SELECTION =
      "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required";
  private static final String NOT_FALSE = "must be either unset or set to true";

  private ResourceSliceRules() {}

  /// @param old the slice before; null if it is new
  static void check(
      ResourceSliceSpec spec, @Nullable ResourceSliceSpec old, FieldPath at, Findings findings) {
    CsiDrivers.checkName(spec.driver(), at.child("driver"), findings);
    checkPool(spec.pool(), at.child("pool"), findings);
    if (old != null) {
      findings.immutable(at.child("pool").child("name"), spec.pool().name(), old.pool().name());
      findings.immutable(at.child("driver"), spec.driver(), old.driver());
      findings.immutable(at.child("nodeName"), spec.nodeName(), old.nodeName());
    }
    checkNodes(spec, at, findings);
    if (!spec.sharedCounters().isEmpty() && !spec.devices().isEmpty()) {
      findings.invalid(at, "", "only one of `sharedCounters` or `devices` is allowed");
    }
    var before = new TreeMap<String, Device>();
    if (old != null) {
      old.devices().forEach(it -> before.putIfAbsent(it.name(), it));
    }
    var selectsNodes = Boolean.TRUE.equals(spec.perDeviceNodeSelection());
    Elements.checkSet(
        spec.devices(),
        spec.devices().stream().anyMatch(ResourceSliceRules::isInvolved)
            ? INVOLVED_DEVICES_MAX
            : DEVICES_MAX,
        (device, place, found) ->
            DeviceRules.check(device, before.get(device.name()), selectsNodes, place, found),
        Device::name,
        at.child("devices"),
        findings);
    Elements.checkSet(
        spec.sharedCounters(),
        COUNTER_SETS_MAX,
        ResourceSliceRules::checkCounterSet,
        CounterSet::name,
        at.child("sharedCounters"),
        findings);
  }

  /// Whether the device costs those much who look for one.
  private static boolean isInvolved(Device device) {
    return !device.taints().isEmpty()
        || !device.consumesCounters().isEmpty()
        || device.attributes().values().stream().anyMatch(ResourceSliceRules::isList);
  }

  private static boolean isList(DeviceAttribute attribute) {
    return !attribute.bools().isEmpty()
        || !attribute.ints().isEmpty()
        || !attribute.strings().isEmpty()
        || !attribute.versions().isEmpty();
  }

  private static void checkPool(ResourcePool pool, FieldPath at, Findings findings) {
    DeviceNames.checkPool(pool.name(), at.child("name"), findings);
    if (pool.resourceSliceCount() <= 0) {
      findings.invalid(
          at.child("resourceSliceCount"), pool.resourceSliceCount(), "must be greater than zero");
    }
    if (pool.generation() < 0) {
      findings.invalid(
          at.child("generation"), pool.generation(), "must be greater than or equal to zero");
    }
  }

  private static void checkNodes(ResourceSliceSpec spec, FieldPath at, Findings findings) {
    var said = new ArrayList<String>();
    checkNode(spec.nodeName(), said, at.child("nodeName"), findings);
    var selector = spec.nodeSelector();
    if (selector != null) {
      said.add("`nodeSelector`");
      NodeSelectorRules.check(selector, at.child("nodeSelector"), findings);
      if (selector.nodeSelectorTerms().size() != 1) {
        findings.invalid(
            at.child("nodeSelector").child("nodeSelectorTerms"),
            selector.nodeSelectorTerms(),
            "must have exactly one node selector term");
      }
    }
    checkSet(spec.allNodes(), "allNodes", said, at, findings);
    checkSet(spec.perDeviceNodeSelection(), "perDeviceNodeSelection", said, at, findings);
    if (said.isEmpty()) {
      findings.required(at, ONE_SELECTION);
    } else if (said.size() > 1) {
      findings.invalid(
          at, "{" + String.join(", ", said) + "}", ONE_SELECTION + ", but multiple fields are set");
    }
  }

  private static void checkNode(
      @Nullable String node, List<String> said, FieldPath at, Findings findings) {
    if (node != null && node.isEmpty()) {
      findings.invalid(at, node, "must be either unset or set to a non-empty string");
    } else if (node != null) {
      said.add("`nodeName`");
      findings.invalidFor(at, node, Names.dns1123Subdomain(node));
    }
  }

  private static void checkSet(
      @Nullable Boolean flag, String name, List<String> said, FieldPath at, Findings findings) {
    if (Boolean.TRUE.equals(flag)) {
      said.add("`" + name + "`");
    } else if (flag != null) {
      findings.invalid(at.child(name), flag, NOT_FALSE);
    }
  }

  private static void checkCounterSet(CounterSet set, FieldPath at, Findings findings) {
    DeviceNames.requireLabel(set.name(), at.child("name"), findings);
    checkCounters(set.counters(), at.child("counters"), findings);
  }

  /// Any amount is right; there must be some, and not too many.
  static void checkCounters(Map<String, Counter> counters, FieldPath at, Findings findings) {
    if (counters.isEmpty()) {
      findings.required(at);
    } else if (counters.size() > COUNTERS_MAX) {
      findings.atMost(at, counters.size(), COUNTERS_MAX);
    } else {
      counters.keySet().forEach(name -> DeviceNames.checkLabel(name, at, findings));
    }
  }
}
