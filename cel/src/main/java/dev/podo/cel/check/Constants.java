package dev.podo.cel.check;

import dev.podo.cel.function.Patterns;
import dev.podo.cel.syntax.Expr;
import dev.podo.cel.syntax.Source;
import dev.podo.cel.syntax.Source.Problem;
import dev.podo.cel.value.EvaluationError;
import dev.podo.cel.value.Times;
import java.util.ArrayList;
import java.util.List;

/// Constants that can only fail when they are evaluated are told when they are compiled.
public final class Constants {
  private final Source source;
  private final Checked checked;
  private final List<Problem> problems = new ArrayList<>();

  private Constants(Source source, Checked checked) {
    this.source = source;
    this.checked = checked;
  }

  public static List<Problem> check(Source source, Checked checked) {
    var constants = new Constants(source, checked);
    constants.visit(checked.expr());
    return constants.problems;
  }

  private void visit(Expr expr) {
    switch (expr) {
      case Expr.Literal literal -> {
        // Nothing within.
      }
      case Expr.Ident ident -> {
        // Nothing within.
      }
      case Expr.Select select -> visit(select.operand());
      case Expr.Call call -> visit(call);
      case Expr.ListOf list -> list.elements().forEach(this::visit);
      case Expr.MapOf map ->
          map.pairs()
              .forEach(pair -> {
                visit(pair.key());
                visit(pair.value());
              });
      case Expr.StructOf struct -> struct.fields().forEach(field -> visit(field.value()));
      case Expr.Fold fold -> {
        visit(fold.range());
        visit(fold.loop().init());
        visit(fold.loop().condition());
        visit(fold.loop().step());
        visit(fold.loop().result());
      }
    }
  }

  private void visit(Expr.Call call) {
    var target = checked.target(call);
    var args = target == null ? call.args() : target.args();
    args.forEach(this::visit);
    if (args.isEmpty() || !(args.get(args.size() - 1) instanceof Expr.Literal literal)) {
      return;
    }
    if (literal.value() instanceof String text && isWrong(call.function(), text)) {
      problems.add(source.problem(literal.id(), "invalid " + call.function() + " argument"));
    }
  }

  private static boolean isWrong(String function, String text) {
    return switch (function) {
      case "duration" -> Times.duration(text) == null;
      case "timestamp" -> Times.timestamp(text) == null;
      case "matches" -> {
        try {
          Patterns.compile(text);
          yield false;
        } catch (EvaluationError e) {
          yield true;
        }
      }
      default -> false;
    };
  }
}
