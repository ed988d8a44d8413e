package dev.podo.cel.syntax;

import dev.podo.cel.syntax.Expr.Call;
import dev.podo.cel.syntax.Expr.Fold;
import dev.podo.cel.syntax.Expr.Ident;
import dev.podo.cel.syntax.Expr.ListOf;
import dev.podo.cel.syntax.Expr.Literal;
import dev.podo.cel.syntax.Expr.Loop;
import dev.podo.cel.syntax.Expr.MapOf;
import dev.podo.cel.syntax.Expr.Select;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns the calls that are macros into what they stand for.
final class Macros {
  private static final String SORTED = "@__sortBy_input__";
  private static final String MAPPED = "@mapped";
  private static final int TWICE_MAX = 100;

  private final Source source;
  private final boolean bindings;
  private int offset;

  Macros(Source source, boolean bindings) {
    this.source = source;
    this.bindings = bindings;
  }

  /// The call itself if it is no macro.
  ///
  /// @param offset where the new nodes stand
  Expr expand(Call call, int offset) {
    this.offset = offset;
    var target = call.target();
    var args = call.args();
    if (target == null) {
      return call.function().equals("has") && args.size() == 1 ? has(args.get(0)) : call;
    }
    return switch (call.function() + "/" + args.size()) {
      case "all/2", "exists/2", "exists_one/2" ->
          quantifier(call.function(), target, args.get(0), null, args.get(1));
      case "all/3", "exists/3", "exists_one/3", "existsOne/3" ->
          quantifier(call.function(), target, args.get(0), args.get(1), args.get(2));
      case "map/2" -> list(target, args.get(0), null, null, args.get(1));
      case "map/3" -> list(target, args.get(0), null, args.get(1), args.get(2));
      case "filter/2" -> list(target, args.get(0), null, args.get(1), args.get(0));
      case "transformList/3" -> list(target, args.get(0), args.get(1), null, args.get(2));
      case "transformList/4" -> list(target, args.get(0), args.get(1), args.get(2), args.get(3));
      case "transformMap/3" -> map(target, args, null, args.get(2), false);
      case "transformMap/4" -> map(target, args, args.get(2), args.get(3), false);
      case "transformMapEntry/3" -> map(target, args, null, args.get(2), true);
      case "transformMapEntry/4" -> map(target, args, args.get(2), args.get(3), true);
      case "sortBy/2" -> sorted(target, args.get(0), args.get(1));
      case "bind/3" -> isLibrary(target) ? binding(args) : call;
      case "optMap/2" -> optional(target, args.get(0), args.get(1), true);
      case "optFlatMap/2" -> optional(target, args.get(0), args.get(1), false);
      default -> call;
    };
  }

  private Expr has(Expr arg) {
    if (arg instanceof Select select && !select.test()) {
      return new Select(node(), select.operand(), select.field(), true);
    }
    throw wrong(arg, "invalid argument to has() macro");
  }

  private Expr quantifier(
      String macro, Expr range, Expr first, @Nullable Expr second, Expr predicate) {
    return switch (macro) {
      case "all" ->
          fold(
              range,
              first,
              second,
              new Loop(
                  literal(true),
                  call("@not_strictly_false", accumulator()),
                  call("_&&_", accumulator(), predicate),
                  accumulator()));
      case "exists" ->
          fold(
              range,
              first,
              second,
              new Loop(
                  literal(false),
                  call("@not_strictly_false", call("!_", accumulator())),
                  call("_||_", accumulator(), predicate),
                  accumulator()));
      default ->
          fold(
              range,
              first,
              second,
              new Loop(
                  literal(0L),
                  literal(true),
                  call("_?_:_", predicate, call("_+_", accumulator(), literal(1L)), accumulator()),
                  call("_==_", accumulator(), literal(1L))));
    };
  }

  private Expr list(
      Expr range, Expr first, @Nullable Expr second, @Nullable Expr filter, Expr element) {
    var one = new ListOf(node(), List.of(element), List.of());
    var step = call("_+_", accumulator(), one);
    var init = new ListOf(node(), List.of(), List.of());
    return fold(range, first, second, collect(init, filter, step));
  }

  private Expr map(
      Expr range, List<Expr> args, @Nullable Expr filter, Expr value, boolean entries) {
    var step =
        entries
            ? call("cel.@mapInsert", accumulator(), value)
            : call("cel.@mapInsert", accumulator(), args.get(0), value);
    var init = new MapOf(node(), List.of());
    return fold(range, args.get(0), args.get(1), collect(init, filter, step));
  }

  private Loop collect(Expr init, @Nullable Expr filter, Expr step) {
    var all = filter == null ? step : call("_?_:_", filter, step, accumulator());
    return new Loop(init, literal(true), all, accumulator());
  }

  /// `target.hasValue() ? optional.of(body with the value as variable) : optional.none()`.
  ///
  /// A large target has a name instead of standing twice: chains would double with each link.
  private Expr optional(Expr target, Expr variable, Expr body, boolean wrap) {
    if (Depth.exceeds(target, Integer.MAX_VALUE, TWICE_MAX)) {
      var named = new Ident(node(), MAPPED);
      return binding(MAPPED, target, optional(named, variable, body, wrap));
    }
    var value = new Call(node(), target, "value", List.of());
    var bound = binding(name(variable), value, body);
    return call(
        "_?_:_",
        new Call(node(), target, "hasValue", List.of()),
        wrap ? call("optional.of", bound) : bound,
        call("optional.none"));
  }

  /// The list has a name, so that chains of sorts do not double with each.
  private Expr sorted(Expr target, Expr variable, Expr key) {
    var keys = list(new Ident(node(), SORTED), variable, null, null, key);
    var input = new Ident(node(), SORTED);
    return binding(SORTED, target, call("lists.@sortByAssociatedKeys", input, keys));
  }

  private boolean isLibrary(Expr target) {
    return bindings && target instanceof Ident ident && ident.name().equals("cel");
  }

  private Expr binding(List<Expr> args) {
    if (args.get(0) instanceof Ident variable) {
      return binding(variable.name(), args.get(1), args.get(2));
    }
    throw wrong(args.get(0), "cel.bind() variable names must be simple identifiers");
  }

  /// A loop that is never gone through: its accumulator is the name, its result the body.
  private Expr binding(String variable, Expr value, Expr body) {
    return new Fold(
        node(),
        "#unused",
        null,
        new ListOf(node(), List.of(), List.of()),
        variable,
        new Loop(value, literal(false), new Ident(node(), variable), body));
  }

  private Expr fold(Expr range, Expr first, @Nullable Expr second, Loop loop) {
    var one = name(first);
    var two = second == null ? null : name(second);
    if (one.equals(two)) {
      throw wrong(first, "duplicate variable name: " + one);
    }
    return new Fold(node(), one, two, range, Expr.ACCUMULATOR, loop);
  }

  private String name(Expr variable) {
    if (variable instanceof Ident ident) {
      return ident.name();
    }
    throw wrong(variable, "argument must be a simple name");
  }

  private Expr call(String function, Expr... args) {
    return new Call(node(), null, function, List.of(args));
  }

  private Expr literal(Object value) {
    return new Literal(node(), value);
  }

  private Expr accumulator() {
    return new Ident(node(), Expr.ACCUMULATOR);
  }

  private int node() {
    return source.newNode(offset);
  }

  private SyntaxException wrong(Expr at, String message) {
    return new SyntaxException(source.problem(at.id(), message));
  }
}
