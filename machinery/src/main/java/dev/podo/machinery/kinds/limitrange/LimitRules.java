package dev.podo.machinery.kinds.limitrange;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ResourceLists;
import dev.podo.machinery.kinds.metadata.ResourceNames;
import dev.podo.machinery.validation.Names;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.LimitRangeItem;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What one item of a LimitRange must obey.
final class LimitRules {
  private static final Set<String> TYPES =
      Set.of(LimitRanges.POD, LimitRanges.CONTAINER, LimitRanges.CLAIM);

  private LimitRules() {}

  static void checkType(String type, FieldPath at, Findings findings) {
    findings.invalidFor(at, type, Names.qualifiedName(type));
    if (type.indexOf('/') < 0 && !TYPES.contains(type)) {
      findings.invalid(at, type, "must be a standard limit type or fully qualified");
    }
  }

  static void check(LimitRangeItem item, FieldPath at, Findings findings) {
    checkNames(item.type(), item.max(), at.child("max"), findings);
    checkNames(item.type(), item.min(), at.child("min"), findings);
    if (item.type().equals(LimitRanges.POD)) {
      checkNoDefaults(item, at, findings);
    } else {
      checkNames(item.type(), item.default_(), at.child("default"), findings);
      checkNames(item.type(), item.defaultRequest(), at.child("defaultRequest"), findings);
    }
    if (item.type().equals(LimitRanges.CLAIM)
        && !item.min().containsKey(ResourceLists.STORAGE)
        && !item.max().containsKey(ResourceLists.STORAGE)) {
      findings.required(
          at.child("limits"),
          "either minimum or maximum storage value is required, but neither was provided");
    }
    checkNames(
        item.type(), item.maxLimitRequestRatio(), at.child("maxLimitRequestRatio"), findings);
    var names = new TreeSet<String>(item.max().keySet());
    names.addAll(item.min().keySet());
    names.addAll(item.default_().keySet());
    names.addAll(item.defaultRequest().keySet());
    names.addAll(item.maxLimitRequestRatio().keySet());
    for (var name : names) {
      checkOrder(item, name, at, findings);
      checkRatio(item, name, at.child("maxLimitRequestRatio").key(name), findings);
      checkSame(item, name, at.child("defaultRequest").key(name), findings);
    }
  }

  private static void checkNoDefaults(LimitRangeItem item, FieldPath at, Findings findings) {
    var problem = "may not be specified when `type` is 'Pod'";
    if (!item.default_().isEmpty()) {
      findings.forbidden(at.child("default"), problem);
    }
    if (!item.defaultRequest().isEmpty()) {
      findings.forbidden(at.child("defaultRequest"), problem);
    }
  }

  private static void checkNames(
      String type, Map<String, Quantity> amounts, FieldPath at, Findings findings) {
    for (var name : amounts.keySet()) {
      if (type.equals(LimitRanges.POD) || type.equals(LimitRanges.CONTAINER)) {
        ResourceNames.checkOfContainer(name, at.key(name), findings);
      } else {
        ResourceNames.check(name, at.key(name), findings);
      }
    }
  }

  private static void checkOrder(
      LimitRangeItem item, String name, FieldPath at, Findings findings) {
    var min = new Amount("min value", item.min().get(name));
    var max = new Amount("max value", item.max().get(name));
    var limit = new Amount("default value", item.default_().get(name));
    var request = new Amount("default request value", item.defaultRequest().get(name));
    var requests = at.child("defaultRequest").key(name);
    var limits = at.child("default").key(name);
    checkOrder(min, max, min, at.child("min").key(name), findings);
    checkOrder(min, request, request, requests, findings);
    checkOrder(request, max, request, requests, findings);
    var named = new Amount("default limit value", limit.value);
    checkOrder(request, named, request, requests, findings);
    checkOrder(min, limit, min, limits, findings);
    checkOrder(limit, max, max, limits, findings);
  }

  /// What cannot be promised twice is limited to what is asked for.
  private static void checkSame(LimitRangeItem item, String name, FieldPath at, Findings findings) {
    var limit = item.default_().get(name);
    var request = item.defaultRequest().get(name);
    if (!ResourceNames.mayOvercommit(name)
        && limit != null
        && request != null
        && limit.compareTo(request) != 0) {
      findings.invalid(
          at,
          request.toString(),
          "default value "
              + limit
              + " must equal to defaultRequest value "
              + request
              + " in "
              + name);
    }
  }

  private record Amount(String name, @Nullable Quantity value) {}

  /// @param shown which of the two the error shows
  private static void checkOrder(
      Amount less, Amount more, Amount shown, FieldPath at, Findings findings) {
    var small = less.value;
    var great = more.value;
    if (small != null && great != null && small.compareTo(great) > 0) {
      findings.invalid(
          at,
          String.valueOf(shown.value),
          less.name + " " + small + " is greater than " + more.name + " " + great);
    }
  }

  private static void checkRatio(
      LimitRangeItem item, String name, FieldPath at, Findings findings) {
    var ratio = item.maxLimitRequestRatio().get(name);
    if (ratio == null) {
      return;
    }
    if (ratio.compareTo(Quantity.of(1)) < 0) {
      findings.invalid(at, ratio.toString(), "ratio " + ratio + " is less than 1");
    }
    var min = item.min().get(name);
    var max = item.max().get(name);
    if (min != null && max != null && min.signum() > 0) {
      var most = max.doubleValue() / min.doubleValue();
      if (ratio.doubleValue() > most) {
        findings.invalid(
            at, ratio.toString(), "ratio %s is greater than max/min = %f".formatted(ratio, most));
      }
    }
  }
}
