package dev.podo.cel.syntax;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// How deep a tree is, found without recursion: a chain of operators within brackets within a chain
/// is deeper than its text looks.
final class Depth {
  private Depth() {}

  private record Level(Expr expr, int depth) {}

  static int of(Expr root) {
    var deepest = 0;
    var open = new ArrayDeque<Level>();
    open.push(new Level(root, 1));
    while (!open.isEmpty()) {
      var level = open.pop();
      deepest = Math.max(deepest, level.depth());
      for (var part : parts(level.expr())) {
        open.push(new Level(part, level.depth() + 1));
      }
    }
    return deepest;
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
          map.pairs().stream().<Expr>mapMulti(
                  (pair, into) -> {
                    into.accept(pair.key());
                    into.accept(pair.value());
                  })
              .toList();
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
