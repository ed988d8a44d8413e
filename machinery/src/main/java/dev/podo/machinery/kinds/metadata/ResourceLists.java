package dev.podo.machinery.kinds.metadata;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.model.Quantity;
import java.util.Map;
import java.util.TreeMap;

/// Amounts of resources, by their names.
public final class ResourceLists {
  public static final String STORAGE = "storage";
  public static final String MUST_BE_POSITIVE = "must be greater than zero";

  private ResourceLists() {}

  /// Nothing is kept finer than thousandths.
  public static Map<String, Quantity> rounded(Map<String, Quantity> resources) {
    if (resources.values().stream().allMatch(it -> it.equals(it.roundUpToMillis()))) {
      return resources;
    }
    var rounded = new TreeMap<String, Quantity>();
    resources.forEach((name, amount) -> rounded.put(name, amount.roundUpToMillis()));
    return rounded;
  }

  public static void checkPositive(Quantity amount, FieldPath at, Findings findings) {
    if (amount.signum() <= 0) {
      findings.invalid(at, amount.toString(), MUST_BE_POSITIVE);
    }
  }

  /// As [#checkNotNegative], in the words that claims and volumes have for it.
  public static void checkValid(Quantity amount, FieldPath at, Findings findings) {
    if (amount.signum() < 0) {
      findings.invalid(at, amount.value(), "must be a valid resource quantity");
    }
  }

  public static void checkNotNegative(Quantity amount, FieldPath at, Findings findings) {
    if (amount.signum() < 0) {
      findings.invalid(at, amount.toString(), "must be greater than or equal to 0");
    }
  }
}
