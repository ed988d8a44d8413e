package dev.podo.machinery.kinds.metadata;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.validation.Names;
import dev.podo.model.IntOrString;
import org.jspecify.annotations.Nullable;

/// Numbers of Pods that may be given as percentages.
public final class Amounts {
  private Amounts() {}

  /// The amount must be a number that is not negative, or a percentage.
  public static void check(@Nullable IntOrString amount, FieldPath at, Findings findings) {
    switch (amount) {
      case IntOrString.OfInt(var number) -> findings.nonNegative(at, number);
      case IntOrString.OfString(var text) -> findings.invalidFor(at, amount, Names.percent(text));
      case null -> {
        // Absent counts as 0.
      }
    }
  }

  /// A percentage must not exceed 100.
  public static void checkAtMostAll(@Nullable IntOrString amount, FieldPath at, Findings findings) {
    if (amount != null && amount.isPercent() && of(amount) > 100) {
      findings.invalid(at, amount, "must not be greater than 100%");
    }
  }

  /// The number, or the number before the percent sign; 0 if it is absent or malformed.
  public static int of(@Nullable IntOrString amount) {
    if (amount == null) {
      return 0;
    }
    return amount.isInt() || amount.isPercent() ? amount.scaled(100, false) : 0;
  }
}
