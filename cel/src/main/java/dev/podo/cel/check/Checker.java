package dev.podo.cel.check;

import dev.podo.cel.function.Functions;
import dev.podo.cel.function.Overload;
import dev.podo.cel.syntax.Expr;
import dev.podo.cel.syntax.Source;
import dev.podo.cel.syntax.Source.Problem;
import dev.podo.cel.type.CelType;
import dev.podo.cel.type.CelType.Sort;
import dev.podo.cel.value.Null;
import dev.podo.cel.value.Values;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the type of each node of an expression, and every place where types do not fit.
public final class Checker {
  private static final int PROBLEMS_MAX = 100;

  private final Source source;
  private final Declarations declarations;
  private final Functions functions = Functions.kubernetes();
  private final Unifier unifier = new Unifier();
  private final Deque<Map<String, CelType>> scopes = new ArrayDeque<>();
  private final Map<Integer, CelType> types = new HashMap<>();
  private final Map<Integer, Checked.Target> targets = new HashMap<>();
  private final Map<Integer, CelType> typeNames = new HashMap<>();
  private final Map<Integer, String> variableNames = new HashMap<>();
  private final Set<String> variables = new TreeSet<>();
  private final List<Problem> problems = new ArrayList<>();

  /// Within how many calls that take lists of mixed types this is.
  private int mixed;

  private Checker(Source source, Declarations declarations) {
    this.source = source;
    this.declarations = declarations;
  }

  /// What checking comes to.
  ///
  /// @param checked to be used only if there are no problems
  public record Outcome(Checked checked, List<Problem> problems) {}

  public static Outcome check(Source source, Expr expr, Declarations declarations) {
    var checker = new Checker(source, declarations);
    checker.check(expr);
    checker.types.replaceAll((id, type) -> checker.unifier.closed(type));
    var checked =
        new Checked(
            expr,
            checker.types,
            checker.targets,
            new Checked.Names(checker.typeNames, checker.variableNames, checker.variables));
    return new Outcome(checked, checker.problems);
  }

  private void problem(Expr at, String message) {
    if (problems.size() < PROBLEMS_MAX) {
      problems.add(source.problem(at.id(), message));
    }
  }

  private CelType check(Expr expr) {
    var type =
        switch (expr) {
          case Expr.Literal literal -> literalType(literal.value());
          case Expr.Ident ident -> ident(ident);
          case Expr.Select select -> select(select);
          case Expr.Call call -> call(call);
          case Expr.ListOf list -> list(list);
          case Expr.MapOf map -> map(map);
          case Expr.StructOf struct -> struct(struct);
          case Expr.Fold fold -> fold(fold);
        };
    types.put(expr.id(), type);
    return type;
  }

  private static CelType literalType(Object value) {
    return value == Null.NULL ? CelType.NULL : Values.typeOf(value);
  }

  private CelType ident(Expr.Ident ident) {
    var type = lookup(ident.name());
    if (type == null) {
      type = named(ident, ident.name());
    }
    if (type == null) {
      problem(ident, "undeclared reference to '" + ident.name() + "' (in container '')");
      return CelType.DYN;
    }
    return type;
  }

  private @Nullable CelType lookup(String name) {
    for (var scope : scopes) {
      var local = scope.get(name);
      if (local != null) {
        return local;
      }
    }
    var declared = declarations.variable(name);
    if (declared != null) {
      variables.add(name);
    }
    return declared;
  }

  /// The type of a name of a type; null if it is none.
  private @Nullable CelType named(Expr node, String name) {
    var type = functions.type(name);
    if (type == null) {
      return null;
    }
    typeNames.put(node.id(), type);
    return CelType.type(type);
  }

  /// The type of the variable that has dots in its name; null if there is none.
  private @Nullable CelType variable(Expr.Select select, String name) {
    var type = declarations.variable(name);
    if (type != null) {
      variables.add(name);
      variableNames.put(select.id(), name);
    }
    return type;
  }

  private CelType select(Expr.Select select) {
    var name = Expr.qualifiedName(select);
    if (name != null && !select.test()) {
      var type = variable(select, name);
      type = type == null ? named(select, name) : type;
      if (type != null) {
        return type;
      }
    }
    var operand = unifier.resolved(check(select.operand()));
    var field = field(select, operand, select.field());
    return select.test() ? CelType.BOOL : field;
  }

  private CelType field(Expr at, CelType operand, String name) {
    return switch (operand.sort()) {
      case DYN -> CelType.DYN;
      case MAP -> operand.parameter(1);
      case OPTIONAL -> {
        var inner = field(at, unifier.resolved(operand.parameter(0)), name);
        yield inner.is(Sort.OPTIONAL) ? inner : CelType.optional(inner);
      }
      case OBJECT -> {
        var type = declarations.field(operand, name);
        if (type == null) {
          problem(at, "undefined field '" + name + "'");
        }
        yield type == null ? CelType.DYN : type;
      }
      case PARAMETER -> {
        unifier.accepts(operand, CelType.DYN);
        yield CelType.DYN;
      }
      default -> {
        problem(at, "type '" + operand + "' does not support field selection");
        yield CelType.DYN;
      }
    };
  }

  private CelType call(Expr.Call call) {
    if (call.function().equals("_?._")) {
      return optionalSelect(call);
    }
    var target = call.target();
    var prefix = Expr.qualifiedName(target);
    var full = prefix == null ? null : prefix + "." + call.function();
    if (full != null && overloads(full) != null) {
      return resolve(call, full, false, call.args());
    }
    if (target == null) {
      return resolve(call, call.function(), false, call.args());
    }
    var args = new ArrayList<Expr>();
    args.add(target);
    args.addAll(call.args());
    return resolve(call, call.function(), true, args);
  }

  private @Nullable List<Overload> overloads(String function) {
    return declarations.hides(function) ? null : functions.overloads(function);
  }

  /// `operand.?field`.
  private CelType optionalSelect(Expr.Call call) {
    var operand = unifier.resolved(check(call.args().get(0)));
    check(call.args().get(1));
    var name = ((Expr.Literal) call.args().get(1)).value().toString();
    var field = field(call, operand, name);
    targets.put(call.id(), new Checked.Target(call.function(), false, call.args(), List.of()));
    return operand.is(Sort.OPTIONAL) || field.is(Sort.OPTIONAL) ? field : CelType.optional(field);
  }

  private CelType resolve(Expr.Call call, String function, boolean member, List<Expr> args) {
    var mixes = member && function.equals("format") ? 1 : 0;
    mixed += mixes;
    var given = args.stream().map(this::check).toList();
    mixed -= mixes;
    var overloads = overloads(function);
    if (overloads == null) {
      problem(call, "undeclared reference to '" + function + "' (in container '')");
      return CelType.DYN;
    }
    var found = new ArrayList<Overload>();
    CelType result = null;
    for (var overload : overloads) {
      if (overload.member() != member || overload.parameters().size() != given.size()) {
        continue;
      }
      var names = new HashMap<String, CelType>();
      var wanted = overload.parameters().stream().map(it -> unifier.renamed(it, names)).toList();
      var returned = unifier.renamed(overload.result(), names);
      if (unifier.accepts(wanted, given)) {
        found.add(overload);
        var type = unifier.resolved(returned);
        result = result == null || result.equals(type) ? type : CelType.DYN;
      }
    }
    if (result == null) {
      problem(call, noOverload(function, member, given));
      return CelType.DYN;
    }
    targets.put(call.id(), new Checked.Target(function, member, args, List.copyOf(found)));
    return result;
  }

  private String noOverload(String function, boolean member, List<CelType> given) {
    var shown = given.stream().map(type -> unifier.closed(type).toString()).toList();
    var applied =
        member
            ? shown.get(0) + ".(" + String.join(", ", shown.subList(1, shown.size())) + ")"
            : "(" + String.join(", ", shown) + ")";
    return "found no matching overload for '" + function + "' applied to '" + applied + "'";
  }

  private CelType struct(Expr.StructOf struct) {
    var type = declarations.structure(struct.type());
    if (type == null) {
      problem(
          struct,
          functions.type(struct.type()) == null
              ? "undeclared reference to '" + struct.type() + "' (in container '')"
              : "'" + struct.type() + "' is not a message type");
    }
    for (var field : struct.fields()) {
      var given = check(field.value());
      given = field.optional() ? unwrapped(field.value(), given) : given;
      if (type != null) {
        check(field, declarations.field(type, field.name()), given);
      }
    }
    return type == null ? CelType.DYN : type;
  }

  private void check(Expr.FieldOf field, @Nullable CelType wanted, CelType given) {
    if (wanted == null) {
      problems.add(source.problem(field.id(), "undefined field '" + field.name() + "'"));
    } else if (!unifier.accepts(wanted, given)) {
      problems.add(
          source.problem(
              field.id(),
              "expected type of field '"
                  + field.name()
                  + "' is '"
                  + wanted
                  + "' but provided type is '"
                  + unifier.closed(given)
                  + "'"));
    }
  }

  private CelType list(Expr.ListOf list) {
    CelType element = null;
    for (var i = 0; i < list.elements().size(); i++) {
      var expr = list.elements().get(i);
      var type = check(expr);
      element = joined(expr, element, list.optional().contains(i) ? unwrapped(expr, type) : type);
    }
    return CelType.list(element == null ? unifier.fresh() : element);
  }

  private CelType map(Expr.MapOf map) {
    CelType key = null;
    CelType value = null;
    for (var pair : map.pairs()) {
      key = joined(pair.key(), key, keyType(check(pair.key())));
      var type = check(pair.value());
      value = joined(pair.value(), value, pair.optional() ? unwrapped(pair.value(), type) : type);
    }
    return CelType.map(
        key == null ? unifier.fresh() : key, value == null ? unifier.fresh() : value);
  }

  /// Only scalars can be keys. Types that nest on both sides would grow without bound.
  private CelType keyType(CelType type) {
    return unifier.resolved(type).parameters().isEmpty() ? type : CelType.DYN;
  }

  private CelType unwrapped(Expr at, CelType type) {
    var known = unifier.resolved(type);
    if (known.is(Sort.DYN)) {
      return known;
    }
    if (!known.is(Sort.OPTIONAL)) {
      mismatch(at, CelType.optional(known), known);
    }
    return known.parameter(0);
  }

  /// All elements of a list, keys or values of a map are of one type.
  private CelType joined(Expr at, @Nullable CelType before, CelType next) {
    if (before == null) {
      return next;
    }
    if (unifier.accepts(before, next)) {
      return unifier.resolved(next).is(Sort.DYN) ? next : before;
    }
    if (mixed == 0) {
      mismatch(at, before, next);
    }
    return CelType.DYN;
  }

  private void mismatch(Expr at, CelType expected, CelType found) {
    problem(
        at,
        "expected type '"
            + unifier.closed(expected)
            + "' but found '"
            + unifier.closed(found)
            + "'");
  }

  private CelType fold(Expr.Fold fold) {
    var range = unifier.resolved(check(fold.range()));
    var loop = fold.loop();
    var init = check(loop.init());
    scopes.push(Map.of(fold.accumulator(), init));
    scopes.push(loopVariables(fold, range));
    expect(loop.condition(), CelType.BOOL, check(loop.condition()));
    expect(loop.step(), init, check(loop.step()));
    scopes.pop();
    var result = check(loop.result());
    scopes.pop();
    return unifier.resolved(result);
  }

  private void expect(Expr at, CelType wanted, CelType given) {
    if (!unifier.accepts(wanted, given)) {
      mismatch(at, wanted, given);
    }
  }

  private Map<String, CelType> loopVariables(Expr.Fold fold, CelType range) {
    var second = fold.variable2();
    var key = CelType.DYN;
    var value = CelType.DYN;
    switch (range.sort()) {
      case LIST -> {
        key = second == null ? range.parameter(0) : CelType.INT;
        value = range.parameter(0);
      }
      case MAP -> {
        key = range.parameter(0);
        value = range.parameter(1);
      }
      case PARAMETER -> unifier.accepts(range, CelType.DYN);
      case DYN -> {
        // Whatever it turns out to be.
      }
      default ->
          problem(
              fold.range(),
              "expression of type '"
                  + unifier.closed(range)
                  + "' cannot be range of a comprehension (must be list, map, or dynamic)");
    }
    return second == null
        ? Map.of(fold.variable(), key)
        : Map.of(fold.variable(), key, second, value);
  }
}
