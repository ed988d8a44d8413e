package dev.podo.cel.syntax;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// How large a tree is, found without recursion. A chain of operators within brackets within a
/// chain is deeper than its text looks, and macros that use their target twice double what they
/// stand on.
final class Depth {
  private Depth() {}

  private record Level(Expr expr, int depth) {}

  /// Whether a tree is deeper, or has more nodes, than that.
  static boolean exceeds(Expr root, int depth, int nodes) {
    var seen = 0;
    var open = new ArrayDeque<Level>();
    open.push(new Level(root, 1));
    while (!open.isEmpty()) {
      var level = open.pop();
      if (level.depth() > depth || ++seen > nodes) {
        return true;
      }
      for (var part : parts(level.expr())) {
        open.push(new Level(part, level.depth() + 1));
      }
    }
    return false;
  }

  private static List<Expr> parts(Expr expr) {
    return switch (expr) {
      case Expr.Literal literal -> List.of();
      case Expr.Ident ident -> List.of();
      case Expr.Select select -> List.of(select.operand());
      case Expr.Call call -> {
        var target = call.target();
        var all = new ArrayList<>(call.args());
        if (target != null) {
          all.add(target);
        }
        yield List.copyOf(all);
      }
      case Expr.ListOf list -> list.elements();
      case Expr.MapOf map ->
          map.pairs().stream()
              .<Expr>mapMulti((pair, into) -> {
                into.accept(pair.key());
                into.accept(pair.value());
              })
              .toList();
      case Expr.StructOf struct -> struct.fields().stream().map(Expr.FieldOf::value).toList();
      case Expr.Fold fold ->
          List.of(
              fold.range(),
              fold.loop().init(),
              fold.loop().condition(),
              fold.loop().step(),
              fold.loop().result());
    };
  }
}
