package dev.podo.machinery.expression;

import java.util.Locale;

/// What expressions may cost, in the language's units: upstream's limits, and its words for going
/// beyond them.
public final class ExpressionCosts {
  /// One evaluation of one expression: about a tenth of a second.
  public static final long PER_CALL_LIMIT = 1_000_000;

  /// All evaluations for one custom resource, and for one admission policy.
  public static final long PER_OBJECT_BUDGET = 10_000_000;

  /// All match conditions of one webhook.
  public static final long MATCH_CONDITIONS_BUDGET = PER_OBJECT_BUDGET / 4;

  /// The estimate of one rule, times how often its schema can occur.
  public static final long ESTIMATE_LIMIT = 10_000_000;

  /// The estimates of all rules of one definition.
  public static final long DEFINITION_ESTIMATE_LIMIT = 100_000_000;

  /// The longest result of a messageExpression, in bytes.
  public static final int MESSAGE_MAX_BYTES = 5 * 1024;

  /// The largest request that is taken as the bound of what no schema bounds.
  public static final long REQUEST_MAX_BYTES = 3L * 1024 * 1024;

  private ExpressionCosts() {}

  /// The cost of evaluating an expression as often as its place can occur, without overflow.
  public static long times(long cost, long cardinality) {
    if (cost == 0 || cardinality == 0) {
      return 0;
    }
    return cost > Long.MAX_VALUE / cardinality ? Long.MAX_VALUE : cost * cardinality;
  }

  /// Upstream's words for an estimate beyond its limit.
  ///
  /// @param what such as `estimated rule cost`
  public static String exceeded(String what, long cost, long limit) {
    var factor = (double) cost / (double) limit;
    var by =
        factor > 100
            ? "more than 100x"
            : String.format(Locale.ROOT, factor < 1.5 ? "%fx" : "%.1fx", factor);
    return what
        + " exceeds budget by factor of "
        + by
        + " (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where"
        + " arrays, maps, and strings are declared)";
  }
}
