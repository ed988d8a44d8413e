package dev.podo.cel.cost;

import dev.podo.cel.syntax.Expr;
import dev.podo.cel.type.CelType;
import dev.podo.cel.type.CelType.Sort;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What calls of Kubernetes' functions can cost.
final class CallPrices {
  private static final Size NOMINAL = Size.ONE;
  private static final Size ADDRESS = new Size(4, 16);

  private final SizeHints hints;

  CallPrices(SizeHints hints) {
    this.hints = hints;
  }

  /// A price.
  ///
  /// @param result the size of what is returned, where it is told
  record Price(Size cost, @Nullable Size result) {
    static Price of(Size cost) {
      return new Price(cost, null);
    }
  }

  private Size size(Place place) {
    var computed = place.computed();
    var hinted = computed != null ? computed : hints.size(place.path());
    return hinted != null ? hinted : Size.UNKNOWN;
  }

  /// The price of calling a function without its arguments; null if it has none of its own.
  @Nullable Price price(
      String function, String overload, @Nullable Place target, List<Place> args) {
    return target == null
        ? global(function, overload, args)
        : member(function, overload, target, args);
  }

  private @Nullable Price global(String function, String overload, List<Place> args) {
    return switch (function) {
      case "url", "jsonpatch.escapeKey" -> {
        var size = size(args.get(0));
        yield new Price(size.times(Prices.TRAVERSAL), size);
      }
      case "ip", "isIP", "cidr", "isCIDR", "quantity", "isQuantity", "semver", "isSemver" ->
          Price.of(size(args.get(0)).times(Prices.TRAVERSAL));
      case "ip.isCanonical" -> Price.of(size(args.get(0)).times(2 * Prices.TRAVERSAL));
      case "lists.range" -> list(Size.of(number(args.get(0), Long.MAX_VALUE)), 1);
      case "lists.@sortByAssociatedKeys" -> sort(size(args.get(1)), overload);
      case "sets.contains", "sets.intersects" -> sets(args, 1);
      case "sets.equivalent" -> sets(args, 2);
      case "_==_" -> equality(args);
      default -> null;
    };
  }

  private Price sets(List<Place> args, double factor) {
    var pairs = size(args.get(0)).times(size(args.get(1)));
    return Price.of(pairs.times(factor).plus(Size.ONE));
  }

  private Price slice(Place target, List<Place> args) {
    var length = number(args.get(1), size(target).max()) - number(args.get(0), 0);
    return list(Size.of(length < 0 ? Long.MAX_VALUE : length), 1);
  }

  private static Price sort(Size keys, String overload) {
    var texts = overload.contains("_string_") || overload.contains("_bytes_");
    return list(keys.times(keys), texts ? 2 + Prices.TRAVERSAL : 2);
  }

  /// What a call costs that makes a list.
  private static Price list(Size size, double factor) {
    return new Price(size.times(factor).plus(Size.of(1 + Prices.LIST)), size);
  }

  /// The value of a number that is written out.
  private static long number(Place place, long otherwise) {
    return place.expr() instanceof Expr.Literal literal && literal.value() instanceof Long number
        ? Math.max(0, number)
        : otherwise;
  }

  private static @Nullable Price equality(List<Place> args) {
    var type = args.get(0).type();
    if (!type.is(Sort.OPAQUE) || !type.equals(args.get(1).type())) {
      return null;
    }
    return switch (type.name()) {
      case "kubernetes.NamedFormat" -> Price.of(new Size(1, 64).times(Prices.TRAVERSAL));
      case "kubernetes.URL" -> {
        var size = args.get(1).computed();
        yield Price.of(new Size(1, size == null ? 1 : size.max()).times(Prices.TRAVERSAL));
      }
      default -> Price.of(NOMINAL);
    };
  }

  private @Nullable Price member(String function, String overload, Place target, List<Place> args) {
    return switch (function) {
      case "check" -> Price.of(Size.of(Prices.CHECK));
      case "fieldSelector", "labelSelector" -> Price.of(selector(size(args.get(0))));
      case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" -> traversal(target);
      case "lowerAscii", "upperAscii", "substring", "trim" -> {
        var size = size(target);
        yield new Price(size.times(Prices.TRAVERSAL), size);
      }
      case "replace" -> replace(size(target), size(args.get(0)), size(args.get(1)));
      case "split" -> split(target, args);
      case "join" -> join(target, args);
      case "find", "findAll" -> {
        var pattern = size(args.get(0)).times(Prices.PATTERN);
        yield new Price(
            size(target).plus(Size.ONE).times(Prices.TRAVERSAL).times(pattern),
            new Size(0, size(target).max()));
      }
      case "validate" ->
          Price.of(
              size(args.get(0))
                  .times(Prices.TRAVERSAL)
                  .times(Prices.FORMAT_PATTERN_MAX * Prices.PATTERN));
      case "containsIP", "containsCIDR" -> range(function, overload, args);
      case "slice" -> slice(target, args);
      case "reverse" -> list(size(target), 1);
      case "flatten" ->
          list(size(target), args.isEmpty() ? 1 : number(args.get(0), Long.MAX_VALUE));
      case "distinct" -> list(size(target).times(size(target)), 2);
      case "sort" -> sort(size(target), overload);
      default -> null;
    };
  }

  /// Each requirement takes two characters, a list and a struct.
  private static Size selector(Size length) {
    return Size.of(Prices.LIST)
        .plus(length.times(Prices.TRAVERSAL))
        .plus(length.times(0.5).times(50.0));
  }

  private Price traversal(Place target) {
    var element = target.element();
    if (element == null) {
      return Price.of(size(target).times(Prices.TRAVERSAL));
    }
    var each = Size.ONE;
    if (element.type().is(Sort.STRING) || element.type().is(Sort.BYTES)) {
      each = each.plus(size(element).times(Prices.TRAVERSAL));
    }
    return Price.of(size(target).times(each));
  }

  private static Price replace(Size text, Size old, Size by) {
    var most = text.max();
    long mostTimes;
    long mostKept;
    if (old.min() == 0) {
      mostTimes = Size.plus(most, 1);
      mostKept = most;
    } else if (by.max() <= old.min()) {
      mostTimes = 0;
      mostKept = most;
    } else {
      mostTimes = (long) Math.ceil((double) most / old.min());
      mostKept = 0;
    }
    long leastTimes;
    long leastKept;
    if (old.max() == 0) {
      leastTimes = Size.plus(text.min(), 1);
      leastKept = text.min();
    } else if (old.max() <= by.min()) {
      leastTimes = 0;
      leastKept = text.min();
    } else {
      leastTimes = (long) Math.ceil((double) text.min() / old.max());
      leastKept = 0;
    }
    var result = new Size(leastTimes, mostTimes).times(by).plus(new Size(leastKept, mostKept));
    return new Price(text.times(2 * Prices.TRAVERSAL), result);
  }

  private Price split(Place target, List<Place> args) {
    var size = size(target);
    var most = size.max();
    if (args.size() > 1
        && args.get(1).expr() instanceof Expr.Literal literal
        && literal.value() instanceof Long limit) {
      most = limit < 0 ? Long.MAX_VALUE : limit;
    }
    return new Price(size.times(2 * Prices.TRAVERSAL), new Size(0, most));
  }

  private Price join(Place target, List<Place> args) {
    var count = size(target);
    var element = target.element();
    var size = element == null ? Size.ZERO : count.times(size(element));
    if (!args.isEmpty()) {
      var gaps = new Size(Math.max(0, count.min() - 1), Math.max(0, count.max() - 1));
      size = size.plus(size(args.get(0)).times(gaps));
    }
    return new Price(size.times(Prices.TRAVERSAL), size);
  }

  private Price range(String function, String overload, List<Place> args) {
    var cost = ADDRESS.plus(ADDRESS).times(Prices.TRAVERSAL);
    if (function.equals("containsCIDR")) {
      cost = cost.plus(ADDRESS.times(Prices.TRAVERSAL)).plus(Size.ONE);
    }
    if (overload.endsWith("_string")) {
      cost = cost.plus(size(args.get(0)).times(Prices.TRAVERSAL));
    }
    return Price.of(cost);
  }

  /// Whether values of a type are of one size.
  static @Nullable Size typeSize(CelType type) {
    return type.isScalar() ? Size.ONE : null;
  }
}
