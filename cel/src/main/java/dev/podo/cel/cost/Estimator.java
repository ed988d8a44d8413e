package dev.podo.cel.cost;

import dev.podo.cel.check.Checked;
import dev.podo.cel.syntax.Expr;
import dev.podo.cel.type.CelType.Sort;
import dev.podo.cel.value.Values;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Estimates what an expression can cost, from the sizes that its own constants and the schemas of
/// its variables bound.
public final class Estimator {
  private static final Size READ = Size.ONE;

  private final Checked checked;
  private final SizeHints hints;
  private final CallPrices prices;
  private final Map<Integer, List<String>> paths = new HashMap<>();
  private final Map<Integer, Size> sizes = new HashMap<>();
  private final Map<Integer, Entry> entries = new HashMap<>();
  private final Map<String, Deque<Local>> locals = new HashMap<>();

  private Estimator(Checked checked, SizeHints hints) {
    this.checked = checked;
    this.hints = hints;
    this.prices = new CallPrices(hints);
  }

  /// The most that evaluation can cost; [Long#MAX_VALUE] if nothing bounds it.
  public static long estimate(Checked checked, SizeHints hints) {
    return new Estimator(checked, hints).cost(checked.expr()).max();
  }

  /// The sizes of the keys and values, or indexes and elements, of a map or list.
  record Entry(Sort container, Size key, Size value) {
    @Nullable Entry or(@Nullable Entry other) {
      return other == null ? null : new Entry(container, key.or(other.key), value.or(other.value));
    }
  }

  /// A variable of a macro.
  private record Local(@Nullable List<String> path, @Nullable Size size, @Nullable Entry entry) {}

  private Size cost(Expr expr) {
    return switch (expr) {
      case Expr.Literal literal -> Size.ZERO;
      case Expr.Ident ident -> ident(ident);
      case Expr.Select select -> select(select);
      case Expr.Call call -> call(call);
      case Expr.ListOf list -> list(list);
      case Expr.MapOf map -> map(map);
      case Expr.StructOf struct -> struct(struct);
      case Expr.Fold fold -> isBinding(fold) ? binding(fold) : fold(fold);
    };
  }

  private Size ident(Expr.Ident ident) {
    var local = local(ident.name());
    var path = local == null ? List.of(ident.name()) : local.path();
    if (path != null) {
      paths.put(ident.id(), path);
    }
    return READ;
  }

  private @Nullable Local local(String name) {
    var stack = locals.get(name);
    return stack == null ? null : stack.peek();
  }

  private void push(String name, Local local) {
    locals.computeIfAbsent(name, key -> new ArrayDeque<>()).push(local);
  }

  private void pop(String name) {
    locals.getOrDefault(name, new ArrayDeque<>()).poll();
  }

  private Size select(Expr.Select select) {
    if (checked.typeName(select) != null) {
      paths.put(select.id(), List.of(select.field()));
      return READ;
    }
    var variable = checked.variableName(select);
    if (variable != null) {
      paths.put(select.id(), List.of(variable));
      return READ;
    }
    var sum = cost(select.operand());
    if (select.test()) {
      return sum;
    }
    var sort = checked.type(select.operand()).sort();
    if (sort == Sort.MAP || sort == Sort.OBJECT || sort == Sort.PARAMETER) {
      sum = sum.plus(READ);
    }
    paths.put(select.id(), Place.append(path(select.operand()), select.field()));
    return sum;
  }

  private Size call(Expr.Call call) {
    var target = checked.target(call);
    if (target == null) {
      return Size.ZERO;
    }
    if (target.function().equals("dyn")) {
      var arg = target.args().get(0);
      var cost = cost(arg);
      copySizes(call, arg);
      return Size.ONE.plus(cost);
    }
    var sum = Size.ZERO;
    var costs = new ArrayList<Size>();
    var places = new ArrayList<Place>();
    for (var arg : target.args()) {
      costs.add(cost(arg));
      places.add(place(arg));
    }
    if (target.overloads().isEmpty()) {
      return costs.stream().reduce(Size.ONE, Size::plus);
    }
    var receiver = target.member() ? places.remove(0) : null;
    if (target.member()) {
      sum = sum.plus(costs.remove(0));
    }
    return sum.plus(overloads(call, target, receiver, new Args(places, costs)));
  }

  /// The arguments of a call without its receiver.
  private record Args(List<Place> places, List<Size> costs) {
    Size sum() {
      return costs.stream().reduce(Size.ZERO, Size::plus);
    }

    Expr expr(int index) {
      var expr = places.get(index).expr();
      return expr == null ? new Expr.Literal(0, "") : expr;
    }
  }

  private Size overloads(
      Expr.Call call, Checked.Target target, @Nullable Place receiver, Args args) {
    Size cost = null;
    Size result = null;
    for (var overload : target.overloads()) {
      var priced = prices.price(target.function(), overload.id(), receiver, args.places());
      var price =
          priced != null
              ? new CallPrices.Price(priced.cost().plus(args.sum()), priced.result())
              : standard(call, overload.id(), receiver, args);
      cost = cost == null ? price.cost() : cost.or(price.cost());
      var size = price.result();
      if (size != null) {
        result = result == null ? size : result.or(size);
      }
      if (overload.id().equals("index_list") || overload.id().equals("index_map")) {
        var entry = entry(args.expr(0));
        result = entry == null ? null : entry.value();
        var step = overload.id().equals("index_list") ? "@items" : "@values";
        paths.put(call.id(), Place.append(path(args.expr(0)), step));
      }
      if (result == null) {
        result = size(call);
      }
    }
    if (result != null) {
      sizes.put(call.id(), result);
    }
    return cost == null ? Size.ZERO : cost;
  }

  private CallPrices.Price standard(
      Expr.Call call, String overload, @Nullable Place receiver, Args args) {
    var sum = args.sum();
    return switch (overload) {
      case "string_format" ->
          CallPrices.Price.of(sizeOrUnknown(receiver).times(Prices.TRAVERSAL).plus(sum));
      case "string_to_bytes" -> {
        var size = sizeOrUnknown(args.places().get(0));
        yield new CallPrices.Price(
            size.times(Prices.TRAVERSAL).plus(sum),
            new Size(size.min(), Size.times(size.max(), 4)));
      }
      case "bytes_to_string" -> {
        var size = sizeOrUnknown(args.places().get(0));
        yield new CallPrices.Price(
            size.times(Prices.TRAVERSAL).plus(sum), new Size(size.min() / 4, size.max()));
      }
      case "strings_quote" -> {
        var size = sizeOrUnknown(args.places().get(0));
        var result = new Size(size.min() + 2, Size.plus(Size.times(size.max(), 2), 2));
        yield new CallPrices.Price(size.times(Prices.TRAVERSAL).plus(sum), result);
      }
      case "starts_with_string", "ends_with_string" ->
          CallPrices.Price.of(
              sizeOrUnknown(args.places().get(0)).times(Prices.TRAVERSAL).plus(sum));
      case "in_list" ->
          CallPrices.Price.of(sizeOrUnknown(args.places().get(1)).times(1.0).plus(sum));
      case "matches_string" -> matches(receiver, args);
      case "contains_string" ->
          CallPrices.Price.of(
              sizeOrUnknown(receiver)
                  .times(Prices.TRAVERSAL)
                  .times(sizeOrUnknown(args.places().get(0)).times(Prices.TRAVERSAL))
                  .plus(sum));
      case "logical_or", "logical_and" ->
          CallPrices.Price.of(new Size(args.costs().get(0).min(), sum.max()));
      case "conditional" -> conditional(call, args);
      case "add_string", "add_bytes", "add_list" -> add(call, overload, args);
      case "equals", "not_equals" -> comparison(args);
      default ->
          isTextComparison(overload) ? comparison(args) : CallPrices.Price.of(Size.ONE.plus(sum));
    };
  }

  static boolean isTextComparison(String overload) {
    return (overload.startsWith("less_") || overload.startsWith("greater_"))
        && (overload.endsWith("_string") || overload.endsWith("_bytes"));
  }

  private CallPrices.Price matches(@Nullable Place receiver, Args args) {
    var text = sizeOrUnknown(receiver).plus(Size.ONE).times(Prices.TRAVERSAL);
    var pattern = sizeOrUnknown(args.places().get(0)).times(Prices.PATTERN);
    return CallPrices.Price.of(text.times(pattern).plus(args.sum()));
  }

  private CallPrices.Price conditional(Expr.Call call, Args args) {
    var size = sizeOrUnknown(args.places().get(1)).or(sizeOrUnknown(args.places().get(2)));
    var then = entry(args.expr(1));
    putEntry(call, then == null ? null : then.or(entry(args.expr(2))));
    var branches = args.costs().get(1).or(args.costs().get(2));
    return new CallPrices.Price(args.costs().get(0).plus(branches), size);
  }

  private CallPrices.Price add(Expr.Call call, String overload, Args args) {
    var size = sizeOrUnknown(args.places().get(0)).plus(sizeOrUnknown(args.places().get(1)));
    var left = entry(args.expr(0));
    putEntry(call, left == null ? null : left.or(entry(args.expr(1))));
    var cost = overload.equals("add_list") ? Size.ONE : size.times(Prices.TRAVERSAL);
    return new CallPrices.Price(cost.plus(args.sum()), size);
  }

  private CallPrices.Price comparison(Args args) {
    var left = sizeOrUnknown(args.places().get(0));
    var right = sizeOrUnknown(args.places().get(1));
    var most = Math.min(left.max(), right.max());
    return CallPrices.Price.of(
        new Size(most > 0 ? 1 : 0, most).times(Prices.TRAVERSAL).plus(args.sum()));
  }

  private Size list(Expr.ListOf list) {
    var sum = Size.of(Prices.LIST);
    Size element = null;
    for (var expr : list.elements()) {
      sum = sum.plus(cost(expr));
      element = element == null ? sizeOrUnknown(expr) : element.or(sizeOrUnknown(expr));
    }
    putEntry(list, new Entry(Sort.LIST, Size.ONE, element == null ? Size.ZERO : element));
    return sum;
  }

  private Size map(Expr.MapOf map) {
    var sum = Size.of(Prices.MAP);
    Size key = null;
    Size value = null;
    for (var pair : map.pairs()) {
      sum = sum.plus(cost(pair.key())).plus(cost(pair.value()));
      key = key == null ? sizeOrUnknown(pair.key()) : key.or(sizeOrUnknown(pair.key()));
      value = value == null ? sizeOrUnknown(pair.value()) : value.or(sizeOrUnknown(pair.value()));
    }
    putEntry(
        map, new Entry(Sort.MAP, key == null ? Size.ZERO : key, value == null ? Size.ZERO : value));
    return sum;
  }

  private Size struct(Expr.StructOf struct) {
    var sum = Size.of(Prices.STRUCT);
    for (var field : struct.fields()) {
      sum = sum.plus(cost(field.value()));
    }
    return sum;
  }

  /// What optional macros become: a value under a name.
  private static boolean isBinding(Expr.Fold fold) {
    return fold.range() instanceof Expr.ListOf list
        && list.elements().isEmpty()
        && fold.loop().condition() instanceof Expr.Literal condition
        && Boolean.FALSE.equals(condition.value())
        && !fold.accumulator().equals(Expr.ACCUMULATOR);
  }

  private Size binding(Expr.Fold fold) {
    var sum = cost(fold.range()).plus(cost(fold.loop().init()));
    pushAccumulator(fold);
    sum = sum.plus(cost(fold.loop().result()));
    pop(fold.accumulator());
    copySizes(fold, fold.loop().result());
    return sum;
  }

  private void pushAccumulator(Expr.Fold fold) {
    var init = fold.loop().init();
    var entry = entry(init);
    push(fold.accumulator(), new Local(path(init), size(init), entry));
  }

  private Size fold(Expr.Fold fold) {
    var loop = fold.loop();
    var sum = cost(fold.range()).plus(cost(loop.init()));
    pushAccumulator(fold);
    var second = fold.variable2();
    pushVariables(fold, second);
    var each = cost(loop.condition()).plus(cost(loop.step()));
    pop(fold.variable());
    if (second != null) {
      pop(second);
    }
    sum = sum.plus(cost(loop.result()));
    pop(fold.accumulator());
    var count = sizeOrUnknown(fold.range());
    if (loop.init() instanceof Expr.Literal) {
      var size = size(loop.init());
      if (size != null) {
        sizes.put(fold.id(), size);
      }
    } else {
      sizes.put(fold.id(), count);
      putEntry(fold, entry(loop.step()));
    }
    return sum.plus(count.times(each));
  }

  private void pushVariables(Expr.Fold fold, @Nullable String second) {
    var entry = entry(fold.range());
    var sort = entry == null ? checked.type(fold.range()).sort() : entry.container();
    var isList = sort == Sort.LIST;
    var path = path(fold.range());
    var key = entry == null ? null : entry.key();
    var value = entry == null ? null : entry.value();
    if (second == null) {
      var step = isList ? "@items" : "@keys";
      push(fold.variable(), new Local(Place.append(path, step), isList ? value : key, null));
    } else {
      var keys = Place.append(path, isList ? "@indices" : "@keys");
      push(fold.variable(), new Local(keys, key, null));
      var values = Place.append(path, isList ? "@items" : "@values");
      push(second, new Local(values, value, null));
    }
  }

  private @Nullable List<String> path(Expr expr) {
    if (expr instanceof Expr.Ident ident) {
      var local = local(ident.name());
      if (local != null) {
        return local.path();
      }
    }
    return paths.get(expr.id());
  }

  private Place place(Expr expr) {
    var path = path(expr);
    var isAccumulator = path != null && !path.isEmpty() && path.get(0).equals(Expr.ACCUMULATOR);
    return new Place(isAccumulator ? null : path, checked.type(expr), expr, size(expr));
  }

  private static Size sizeOrUnknown(@Nullable Place place) {
    var size = place == null ? null : place.computed();
    return size == null ? Size.UNKNOWN : size;
  }

  private Size sizeOrUnknown(Expr expr) {
    var size = size(expr);
    return size == null ? Size.UNKNOWN : size;
  }

  private @Nullable Size size(Expr expr) {
    var known = sizes.get(expr.id());
    if (known == null) {
      known = ownSize(expr);
    }
    if (known == null) {
      known = hints.size(path(expr));
    }
    if (known == null) {
      known = CallPrices.typeSize(checked.type(expr));
    }
    if (known == null && expr instanceof Expr.Ident ident) {
      var local = local(ident.name());
      known = local == null ? null : local.size();
    }
    return known;
  }

  /// The size that a constant has, and what is written out.
  private static @Nullable Size ownSize(Expr expr) {
    return switch (expr) {
      case Expr.Literal literal -> Size.of(size(literal));
      case Expr.ListOf list -> Size.of(list.elements().size());
      case Expr.MapOf map -> Size.of(map.pairs().size());
      case Expr.Ident ident -> null;
      case Expr.StructOf struct -> null;
      case Expr.Select select -> null;
      case Expr.Call call -> null;
      case Expr.Fold fold -> null;
    };
  }

  private static long size(Expr.Literal literal) {
    var size = Values.size(literal.value());
    return size < 0 ? 1 : size;
  }

  private void putEntry(Expr expr, @Nullable Entry entry) {
    if (entry != null) {
      entries.put(expr.id(), entry);
    }
  }

  private @Nullable Entry entry(Expr expr) {
    var known = entries.get(expr.id());
    if (known == null && expr instanceof Expr.Ident ident) {
      var local = local(ident.name());
      return local == null ? null : local.entry();
    }
    return known;
  }

  private void copySizes(Expr to, Expr from) {
    var size = size(from);
    if (size != null) {
      sizes.put(to.id(), size);
    }
    putEntry(to, entry(from));
  }
}
