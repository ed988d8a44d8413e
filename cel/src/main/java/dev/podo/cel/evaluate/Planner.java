package dev.podo.cel.evaluate;

import dev.podo.cel.check.Checked;
import dev.podo.cel.function.Patterns;
import dev.podo.cel.syntax.Expr;
import dev.podo.cel.value.EvaluationError;
import dev.podo.cel.value.OptionalValue;
import dev.podo.cel.value.PlainList;
import dev.podo.cel.value.PlainMap;
import dev.podo.cel.value.StructValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes steps of a checked expression. What is constant is evaluated here and costs nothing later,
/// as upstream does.
///
/// Reading costs one for the variable and one for each field or index on the way. What stands
/// before the first of these may be a variable, which is then part of the way, or any other value,
/// which is read as one variable more.
final class Planner {
  private static final Set<String> CONVERSIONS =
      Set.of(
          "bool",
          "bytes",
          "double",
          "duration",
          "dyn",
          "int",
          "string",
          "timestamp",
          "type",
          "uint");

  private static final Set<String> FINDERS = Set.of("find", "findAll");
  private static final Set<String> WAYS = Set.of("_[_]", "_[?_]", "_?._", "_?_:_");

  private final Checked checked;
  private final Map<String, List<Integer>> slots = new HashMap<>();
  private int locals;

  Planner(Checked checked) {
    this.checked = checked;
  }

  Program plan() {
    var step = plan(checked.expr());
    return new Program(step, locals);
  }

  /// The value of a step that is constant; null if it is not.
  private static @Nullable Object constant(Step step) {
    return step instanceof Constant constant ? constant.value() : null;
  }

  private record Constant(Object value) implements Step {
    @Override
    public Object run(Frame frame) {
      return value;
    }
  }

  private Step plan(Expr expr) {
    return plan(expr, true);
  }

  /// @param paid whether reading the variable that the way begins with costs something here: where
  ///   a condition or an index only passes it on, it does not
  private Step plan(Expr expr, boolean paid) {
    var type = checked.typeName(expr);
    if (type != null) {
      return new Constant(type);
    }
    var variable = checked.variableName(expr);
    if (variable != null) {
      return ident(variable, paid);
    }
    return switch (expr) {
      case Expr.Literal literal -> new Constant(literal.value());
      case Expr.Ident ident -> ident(ident.name(), paid);
      case Expr.Select select -> select(select, paid);
      case Expr.Call call -> call(call, paid);
      case Expr.ListOf list -> list(list);
      case Expr.MapOf map -> map(map);
      case Expr.StructOf struct -> struct(struct);
      case Expr.Fold fold -> fold(fold);
    };
  }

  private Step ident(String name, boolean paid) {
    var stack = slots.get(name);
    var price = paid ? 1 : 0;
    if (stack == null || stack.isEmpty()) {
      return frame -> {
        frame.meter().charge(price);
        return frame.variable(name);
      };
    }
    int slot = stack.get(stack.size() - 1);
    return frame -> {
      frame.meter().charge(price);
      return frame.local(slot);
    };
  }

  /// Whether a node is part of a way that begins with a variable.
  private static boolean isWay(Expr expr) {
    return expr instanceof Expr.Ident
        || (expr instanceof Expr.Select select && !select.test())
        || (expr instanceof Expr.Call call && WAYS.contains(call.function()));
  }

  /// What a field or an index is read from.
  private Step operand(Expr expr, boolean paid) {
    var step = plan(expr, paid);
    if (isWay(expr)) {
      return step;
    }
    var price = paid ? 1 : 0;
    return frame -> {
      var value = step.run(frame);
      frame.meter().charge(price);
      return value;
    };
  }

  private Step select(Expr.Select select, boolean paid) {
    var operand = operand(select.operand(), paid && !select.test());
    var field = select.field();
    if (select.test()) {
      return frame -> {
        var value = operand.run(frame);
        frame.meter().charge(isNone(value) ? 0 : 1);
        return Access.has(value, field);
      };
    }
    return frame -> {
      var value = operand.run(frame);
      if (value instanceof OptionalValue) {
        return paid(frame, Access.find(value, field));
      }
      frame.meter().charge(1);
      return Access.field(value, field);
    };
  }

  private static boolean isNone(Object value) {
    return value instanceof OptionalValue optional && optional.value() == null;
  }

  /// What may be there costs only if it is.
  private static Object paid(Frame frame, OptionalValue found) {
    frame.meter().charge(isNone(found) ? 0 : 1);
    return found;
  }

  private Step call(Expr.Call call, boolean paid) {
    var target = checked.target(call);
    if (target == null) {
      throw new IllegalStateException("a call that is not checked: " + call.function());
    }
    var args = target.args();
    return switch (target.function()) {
      case "_&&_" -> logical(plan(args.get(0)), plan(args.get(1)), false);
      case "_||_" -> logical(plan(args.get(0)), plan(args.get(1)), true);
      case "_?_:_" -> conditional(args);
      case "@not_strictly_false" -> notStrictlyFalse(plan(args.get(0)));
      case "_[_]" -> index(args, paid, false);
      case "_[?_]", "_?._" -> index(args, paid, true);
      case "or", "orValue" ->
          target.member() && args.size() == 2 ? alternative(target) : function(target);
      case "@in" -> in(target);
      default -> function(target);
    };
  }

  /// The other operand decides where one fails: `false && error` is false in either order.
  private static Step logical(Step left, Step right, boolean decisive) {
    return frame -> {
      EvaluationError problem = null;
      try {
        if (Access.truth(left.run(frame)) == decisive) {
          return decisive;
        }
      } catch (EvaluationError e) {
        problem = e;
      }
      var second = Access.truth(right.run(frame), problem);
      if (second != decisive && problem != null) {
        throw problem;
      }
      return second;
    };
  }

  private Step conditional(List<Expr> args) {
    var condition = plan(args.get(0));
    var then = plan(args.get(1), false);
    var otherwise = plan(args.get(2), false);
    return frame -> Access.truth(condition.run(frame)) ? then.run(frame) : otherwise.run(frame);
  }

  private static Step notStrictlyFalse(Step operand) {
    return frame -> {
      var holds = isNotFalse(operand, frame);
      frame.meter().charge(1);
      return holds;
    };
  }

  /// What fails is not known to be false.
  private static boolean isNotFalse(Step operand, Frame frame) {
    try {
      return !Boolean.FALSE.equals(operand.run(frame));
    } catch (EvaluationError e) {
      return true;
    }
  }

  private Step index(List<Expr> args, boolean paid, boolean optional) {
    var operand = operand(args.get(0), paid);
    var index = plan(args.get(1), false);
    return frame -> {
      var value = operand.run(frame);
      var at = index.run(frame);
      if (optional || value instanceof OptionalValue) {
        return paid(frame, Access.find(value, at));
      }
      frame.meter().charge(1);
      return Access.index(value, at);
    };
  }

  /// The second operand is evaluated only if the first has no value.
  private Step alternative(Checked.Target target) {
    var first = plan(target.args().get(0));
    var second = plan(target.args().get(1));
    var unwrap = target.function().equals("orValue");
    return frame -> Access.alternative(first.run(frame), () -> second.run(frame), unwrap);
  }

  /// Looking for something in a list of constants costs nothing.
  private Step in(Checked.Target target) {
    var list = plan(target.args().get(1));
    if (target.overloadId().equals("in_list") && constant(list) instanceof PlainList constants) {
      var wanted = plan(target.args().get(0));
      return frame -> constants.contains(wanted.run(frame));
    }
    return function(target);
  }

  private Step function(Checked.Target target) {
    var steps = target.args().stream().map(this::plan).toList();
    var invocation = Invocation.of(target, steps);
    if (FINDERS.contains(target.function()) && constant(steps.get(1)) instanceof String pattern) {
      Patterns.compile(pattern);
    }
    if (CONVERSIONS.contains(target.function())
        && steps.size() == 1
        && steps.get(0) instanceof Constant(var arg)) {
      try {
        return new Constant(invocation.apply(new Object[] {arg}));
      } catch (EvaluationError e) {
        return invocation; // It fails when it is run, if ever.
      }
    }
    return invocation;
  }

  private Step list(Expr.ListOf list) {
    var steps = list.elements().stream().map(this::plan).toList();
    if (list.optional().isEmpty() && steps.stream().allMatch(Constant.class::isInstance)) {
      return new Constant(new PlainList(constants(steps)));
    }
    var optional = Set.copyOf(list.optional());
    return frame -> {
      frame.meter().chargeList();
      var elements = new ArrayList<Object>(steps.size());
      for (var i = 0; i < steps.size(); i++) {
        var element = steps.get(i).run(frame);
        var kept = optional.contains(i) ? Access.unwrapped(element) : element;
        if (kept != null) {
          elements.add(kept);
        }
      }
      return new PlainList(elements);
    };
  }

  private Step map(Expr.MapOf map) {
    var keys = map.pairs().stream().map(pair -> plan(pair.key())).toList();
    var values = map.pairs().stream().map(pair -> plan(pair.value())).toList();
    var folded = folded(map, keys, values);
    if (folded != null) {
      return folded;
    }
    return frame -> {
      frame.meter().chargeMap();
      var foundKeys = new ArrayList<Object>(keys.size());
      var foundValues = new ArrayList<Object>(keys.size());
      for (var i = 0; i < keys.size(); i++) {
        var key = keys.get(i).run(frame);
        var value = values.get(i).run(frame);
        var kept = map.pairs().get(i).optional() ? Access.unwrapped(value) : value;
        if (kept != null) {
          foundKeys.add(key);
          foundValues.add(kept);
        }
      }
      return PlainMap.of(foundKeys, foundValues);
    };
  }

  private Step struct(Expr.StructOf struct) {
    var type = checked.type(struct);
    var steps = struct.fields().stream().map(field -> plan(field.value())).toList();
    return frame -> {
      frame.meter().chargeStruct();
      var values = new LinkedHashMap<String, Object>();
      for (var i = 0; i < steps.size(); i++) {
        var field = struct.fields().get(i);
        var value = steps.get(i).run(frame);
        var kept = field.optional() ? Access.unwrapped(value) : value;
        if (kept != null) {
          values.put(field.name(), kept);
        }
      }
      return new StructValue(type, values);
    };
  }

  /// A map of constants; null if it is none, or if it fails, which it then does when it is run.
  private static @Nullable Step folded(Expr.MapOf map, List<Step> keys, List<Step> values) {
    var isConstant =
        keys.stream().allMatch(Constant.class::isInstance)
            && values.stream().allMatch(Constant.class::isInstance)
            && map.pairs().stream().noneMatch(Expr.Pair::optional);
    if (!isConstant) {
      return null;
    }
    try {
      return new Constant(PlainMap.of(constants(keys), constants(values)));
    } catch (EvaluationError e) {
      return null;
    }
  }

  private static List<Object> constants(List<Step> steps) {
    var all = new ArrayList<Object>();
    for (var step : steps) {
      if (step instanceof Constant(var value)) {
        all.add(value);
      }
    }
    return all;
  }

  private int open(String name) {
    slots.computeIfAbsent(name, key -> new ArrayList<>()).add(locals);
    return locals++;
  }

  private void close(String name) {
    var stack = slots.getOrDefault(name, new ArrayList<>());
    stack.removeLast();
  }

  private Step fold(Expr.Fold fold) {
    var range = plan(fold.range());
    var init = plan(fold.loop().init());
    var accumulator = open(fold.accumulator());
    var first = open(fold.variable());
    var name = fold.variable2();
    var second = name == null ? -1 : open(name);
    var condition = plan(fold.loop().condition());
    var step = plan(fold.loop().step());
    if (name != null) {
      close(name);
    }
    close(fold.variable());
    var result = plan(fold.loop().result());
    close(fold.accumulator());
    return new Loop(
        range,
        init,
        new Loop.Body(condition, step, result),
        new Loop.Slots(accumulator, first, second));
  }
}
