package dev.podo.machinery.kinds.device;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.model.Quantity;
import dev.podo.model.resource.v1.CapacityRequestPolicy;
import dev.podo.model.resource.v1.CapacityRequestPolicyRange;
import dev.podo.model.resource.v1.DeviceCapacity;
import java.util.List;

/// How much of a device's capacity one claim may take, where claims share the device.
final class CapacityRules {
  private static final int CHOICES_MAX = 10;

  private CapacityRules() {}

  /// @param shared whether the device may be given to several claims
  static void check(DeviceCapacity capacity, boolean shared, FieldPath at, Findings findings) {
    var policy = capacity.requestPolicy();
    var place = at.child("requestPolicy");
    if (policy == null) {
      return;
    }
    if (!shared) {
      findings.forbidden(place, "allowMultipleAllocations must be true");
    } else if (!policy.validValues().isEmpty() && policy.validRange() != null) {
      findings.forbidden(
          place,
          "exactly one policy can be specified, cannot specify \"validValues\" and \"validRange\" at"
              + " the same time");
    } else {
      check(policy, capacity.value(), place, findings);
    }
  }

  private static void check(
      CapacityRequestPolicy policy, Quantity capacity, FieldPath at, Findings findings) {
    var chosen = policy.default_();
    var range = policy.validRange();
    if (!policy.validValues().isEmpty()) {
      if (chosen == null) {
        findings.required(at.child("default"), "required when validValues is defined");
      } else {
        checkChoices(policy.validValues(), chosen, capacity, at.child("validValues"), findings);
      }
    } else if (range != null) {
      if (chosen == null) {
        findings.required(at.child("default"), "required when validRange is defined");
      } else {
        checkRange(range, chosen, capacity, at.child("validRange"), findings);
      }
    }
  }

  private static void checkChoices(
      List<Quantity> choices, Quantity chosen, Quantity capacity, FieldPath at, Findings findings) {
    for (var i = 1; i < choices.size(); i++) {
      if (choices.get(i - 1).compareTo(choices.get(i)) > 0) {
        findings.invalid(
            at.index(i), choices.get(i).toString(), "values must be sorted in ascending order");
      }
    }
    Elements.checkSet(
        choices,
        CHOICES_MAX,
        (choice, place, found) -> {
          if (choice.compareTo(capacity) > 0) {
            found.invalid(
                place, choice.toString(), "option is larger than capacity value: " + capacity);
          }
        },
        choice -> Long.toString(choice.value()), // Upstream compares whole numbers.
        at,
        findings);
    if (choices.stream().noneMatch(it -> it.compareTo(chosen) == 0)) {
      findings.invalid(
          at, chosen.toString(), "default value is not valid according to the requestPolicy");
    }
  }

  private static void checkRange(
      CapacityRequestPolicyRange range,
      Quantity chosen,
      Quantity capacity,
      FieldPath at,
      Findings findings) {
    var min = range.min();
    if (min == null) {
      findings.required(at.child("min"), "required when validRange is defined");
      return;
    }
    var ceiling = "capacity value: " + capacity;
    if (min.compareTo(capacity) > 0) {
      findings.invalid(at.child("min"), min.toString(), "min is larger than " + ceiling);
    }
    if (chosen.compareTo(min) < 0) {
      findings.invalid(at.child("min"), chosen.toString(), "default is less than min: " + min);
    }
    var max = range.max();
    if (max != null) {
      if (min.compareTo(max) > 0) {
        findings.invalid(at.child("max"), min.toString(), "min is larger than max: " + max);
      }
      if (max.compareTo(capacity) > 0) {
        findings.invalid(at.child("max"), max.toString(), "max is larger than " + ceiling);
      }
      if (chosen.compareTo(max) > 0) {
        findings.invalid(at.child("max"), chosen.toString(), "default is more than max: " + max);
      }
    }
    checkSteps(range, min, chosen, capacity, at.child("step"), findings);
  }

  private static void checkSteps(
      CapacityRequestPolicyRange range,
      Quantity min,
      Quantity chosen,
      Quantity capacity,
      FieldPath at,
      Findings findings) {
    var step = range.step();
    if (step == null) {
      return;
    }
    if (step.signum() <= 0) {
      findings.invalid(at, step.toString(), "must be greater than zero");
      return;
    }
    var first = min.add(step);
    if (first.compareTo(capacity) > 0) {
      findings.invalid(
          at, step.toString(), "one step " + first + " is larger than capacity value: " + capacity);
    }
    checkStep(chosen, min, step, at, findings);
    var max = range.max();
    if (max != null) {
      checkStep(max, min, step, at, findings);
    }
  }

  private static void checkStep(
      Quantity value, Quantity min, Quantity step, FieldPath at, Findings findings) {
    if ((value.value() - min.value()) % step.value() != 0) {
      findings.invalid(
          at,
          value.toString(),
          "value is not a multiple of a given step (" + step + ") from (" + min + ")");
    }
  }
}
