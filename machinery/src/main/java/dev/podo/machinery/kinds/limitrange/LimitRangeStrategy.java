package dev.podo.machinery.kinds.limitrange;

import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.ResourceLists;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.LimitRange;
import dev.podo.model.core.v1.LimitRangeItem;
import java.util.HashSet;
import java.util.TreeMap;

final class LimitRangeStrategy extends ObjectStrategy<LimitRange> {
  LimitRangeStrategy() {
    super(inNamespace(), LimitRange::withMetadata);
  }

  /// Of containers, the greatest amount is also the default limit, and the default limit, or else
  /// the least amount, the default request.
  @Override
  public boolean createsOnUpdate() {
    return true;
  }

  @Override
  public LimitRange defaults(LimitRange range) {
    var limits = Default.each(range.spec().limits(), LimitRangeStrategy::defaults);
    return range.with(b -> b.spec(range.spec().with(s -> s.limits(limits))));
  }

  private static LimitRangeItem defaults(LimitRangeItem item) {
    var max = ResourceLists.rounded(item.max());
    var min = ResourceLists.rounded(item.min());
    var limit = new TreeMap<String, Quantity>(ResourceLists.rounded(item.default_()));
    var request = new TreeMap<String, Quantity>(ResourceLists.rounded(item.defaultRequest()));
    if (item.type().equals(LimitRanges.CONTAINER)) {
      max.forEach(limit::putIfAbsent);
      limit.forEach(request::putIfAbsent);
      min.forEach(request::putIfAbsent);
    }
    return item.with(b ->
        b.max(max)
            .min(min)
            .default_(limit)
            .defaultRequest(request)
            .maxLimitRequestRatio(ResourceLists.rounded(item.maxLimitRequestRatio())));
  }

  @Override
  protected void check(LimitRange range, Findings findings) {
    var types = new HashSet<String>();
    var limits = range.spec().limits();
    for (var i = 0; i < limits.size(); i++) {
      var at = SPEC.child("limits").index(i);
      var item = limits.get(i);
      LimitRules.checkType(item.type(), at.child("type"), findings);
      if (!types.add(item.type())) {
        findings.duplicate(at.child("type"), item.type());
      }
      LimitRules.check(item, at, findings);
    }
  }
}
