package dev.podo.cel.cost;

import dev.podo.cel.function.Sized;
import dev.podo.cel.value.ListValue;
import dev.podo.cel.value.MapValue;
import dev.podo.cel.value.Opaque;
import dev.podo.cel.value.Values;
import dev.podo.model.Bytes;
import java.nio.charset.StandardCharsets;

/// Counts what an evaluation costs, and ends it when that is too much. Calls are paid for before
/// they are made wherever their arguments tell the price.
public final class Meter {
  private final long limit;
  private long spent;

  public Meter(long limit) {
    this.limit = limit;
  }

  /// The evaluation has cost more than it may. No operator of the language takes this for an error
  /// of its operand.
  public static final class Exceeded extends RuntimeException {
    private static final long serialVersionUID = 1;

    Exceeded() {
      super("operation cancelled: actual cost limit exceeded", null, false, false);
    }
  }

  public long spent() {
    return spent;
  }

  /// @throws Exceeded when that is more than is left
  public void charge(long cost) {
    spent = Size.plus(spent, cost);
    if (spent > limit) {
      throw new Exceeded();
    }
  }

  public void chargeList() {
    charge(Prices.LIST);
  }

  public void chargeMap() {
    charge(Prices.MAP);
  }

  public void chargeStruct() {
    charge(Prices.STRUCT);
  }

  /// Whether the price of a function is told by its result alone.
  public static boolean isPricedByResult(String function) {
    return function.equals("join");
  }

  public void chargeResult(Object result) {
    charge(traversal(result, 2));
  }

  /// Charges for a call.
  ///
  /// @param overload the one way in which it can be called, or empty
  public void chargeCall(String function, String overload, Object[] args) {
    charge(price(function, overload, args));
  }

  private static long price(String function, String overload, Object[] args) {
    return switch (function) {
      case "check" -> Prices.CHECK;
      case "fieldSelector", "labelSelector" ->
          Size.plus(
              Prices.LIST + traversal(args[1], 1),
              Size.times(Size.times(size(args[1]), 0.5), 50.0));
      case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" -> depth(args[0]);
      case "url", "lowerAscii", "upperAscii", "substring", "trim", "jsonpatch.escapeKey" ->
          traversal(args[0], 1);
      case "replace", "split", "ip.isCanonical" -> traversal(args[0], 2);
      case "find", "findAll" -> pattern(size(args[0]), size(args[1]));
      case "cidr", "isIP", "isCIDR", "quantity", "isQuantity", "semver", "isSemver" ->
          traversal(args[0], 1);
      case "ip" -> overload.equals("cidr_ip") ? 1 : traversal(args[0], 1);
      case "containsIP", "containsCIDR" -> range(function, overload, args);
      case "validate" -> pattern(size(args[1]), size(args[0]));
      case "sets.contains", "sets.intersects" -> Size.plus(pairs(args), 1);
      case "sets.equivalent" -> Size.plus(Size.times(pairs(args), 2), 1);
      case "slice" -> list(sliceLength(args));
      case "reverse" -> list(size(args[0]));
      case "flatten" ->
          list(
              args.length > 1 && args[1] instanceof Long depth
                  ? Size.times(size(args[0]), Math.max(0, depth))
                  : size(args[0]));
      case "distinct", "sort" -> list(pairs(args[0]));
      case "lists.@sortByAssociatedKeys" -> list(pairs(args[1]));
      case "lists.range" -> list(args[0] instanceof Long end ? Math.max(0, end) : 1);
      case "_==_" -> args[0] instanceof Opaque ? 1 : standard(overload, args);
      default -> standard(overload, args);
    };
  }

  /// What a call costs that makes a list.
  private static long list(long work) {
    return Size.plus(work, 1 + Prices.LIST);
  }

  /// One where the call will fail, as upstream counts.
  private static long sliceLength(Object[] args) {
    return args[1] instanceof Long start
            && args[2] instanceof Long end
            && start >= 0
            && start <= end
            && end <= size(args[0])
        ? end - start
        : 1;
  }

  /// What it costs to compare all elements of a list with each other.
  private static long pairs(Object list) {
    var size = size(list);
    var texts =
        list instanceof ListValue values
            && values.size() > 0
            && (values.get(0) instanceof String || values.get(0) instanceof Bytes);
    return (long) (Size.times(size, size) * (texts ? 2 + Prices.TRAVERSAL : 2));
  }

  private static long pairs(Object[] args) {
    return Size.times(size(args[0]), size(args[1]));
  }

  private static long standard(String overload, Object[] args) {
    return switch (overload) {
      case "starts_with_string",
          "ends_with_string",
          "string_to_bytes",
          "bytes_to_string",
          "strings_quote",
          "string_format" ->
          traversal(args[0], 1);
      case "in_list" -> size(args[1]);
      case "equals", "not_equals" ->
          Size.times(Math.min(size(args[0]), size(args[1])), Prices.TRAVERSAL);
      case "add_string", "add_bytes" -> Size.times(size(args[0]) + size(args[1]), Prices.TRAVERSAL);
      case "matches", "matches_string" -> pattern(size(args[0]), size(args[1]));
      case "contains_string" -> Size.times(traversal(args[0], 1), traversal(args[1], 1));
      default ->
          Estimator.isTextComparison(overload)
              ? Size.times(Math.min(size(args[0]), size(args[1])), Prices.TRAVERSAL)
              : 1;
    };
  }

  private static long pattern(long text, long pattern) {
    return Size.times(Size.times(1 + text, Prices.TRAVERSAL), Size.times(pattern, Prices.PATTERN));
  }

  private static long range(String function, String overload, Object[] args) {
    var size = size(args[0]);
    var cost = Size.times(2 * size, Prices.TRAVERSAL);
    if (function.equals("containsCIDR")) {
      cost += Size.times(size, Prices.TRAVERSAL) + 1;
    }
    return overload.endsWith("_string") ? cost + traversal(args[1], 1) : cost;
  }

  private static long traversal(Object value, double factor) {
    return Size.times(size(value), factor * Prices.TRAVERSAL);
  }

  private static long size(Object value) {
    if (value instanceof Sized sized) {
      return sized.size();
    }
    var size = Values.size(value);
    return size < 0 ? 1 : size;
  }

  /// What it costs to look at all of a value.
  private static long depth(Object value) {
    return switch (value) {
      case String text -> (long) (text.getBytes(StandardCharsets.UTF_8).length * Prices.TRAVERSAL);
      case Bytes bytes -> (long) (bytes.size() * Prices.TRAVERSAL);
      case ListValue list -> {
        var sum = 0L;
        for (var i = 0; i < list.size(); i++) {
          sum = Size.plus(sum, depth(list.get(i)));
        }
        yield sum;
      }
      case MapValue map -> {
        var sum = 0L;
        for (var key : map.keys()) {
          sum = Size.plus(sum, Size.plus(depth(key), depth(map.get(key))));
        }
        yield sum;
      }
      default -> 1;
    };
  }
}
