package dev.podo.machinery.rules;

import dev.podo.machinery.expression.Evaluation;
import dev.podo.machinery.expression.Evaluation.Outcome;
import dev.podo.machinery.expression.Expression;
import dev.podo.machinery.expression.ExpressionCosts;
import dev.podo.machinery.expression.RuleTexts;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.structural.Correlation;
import dev.podo.machinery.structural.StructuralSchema;
import dev.podo.machinery.tree.Node;
import dev.podo.machinery.validation.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Holds one object against its rules, in upstream's words. All evaluations share one budget. Rules
/// on what an update has not changed may be broken: what was stored once can be written again.
public final class RuleCheck {
  private static final System.Logger LOG = System.getLogger(RuleCheck.class.getName());
  private static final String OUT_OF_BUDGET =
      "validation failed due to running out of cost budget, no further validation rules will be"
          + " run";

  private final List<FieldError> errors = new ArrayList<>();
  private final @Nullable Consumer<String> stands;
  private long budget;

  /// @param stands takes what is let stand; null if nothing is
  private RuleCheck(long budget, @Nullable Consumer<String> stands) {
    this.budget = budget;
    this.stands = stands;
  }

  /// The rules that an object breaks.
  ///
  /// @param value the object as a tree
  /// @param old what it was before an update; null when it is created
  /// @param warnings takes what is broken and let stand, as upstream tells it
  public static List<FieldError> check(
      RuleTree rules, Object value, @Nullable Object old, Consumer<String> warnings) {
    var check = new RuleCheck(ExpressionCosts.PER_OBJECT_BUDGET, warnings);
    check.value(rules, FieldPath.empty(), new Part(value, old));
    return check.errors;
  }

  /// The rules that a default breaks: where rules compare, it is compared with itself, and then, if
  /// they let it, with nothing.
  ///
  /// @param schema of the value, whose rules are compiled here
  public static List<FieldError> ofDefault(StructuralSchema schema, Object value, FieldPath at) {
    var rules = RuleTree.ofValue(schema);
    var check = new RuleCheck(ExpressionCosts.PER_OBJECT_BUDGET, null);
    if (rules != null) {
      check.value(rules, at, new Part(value, value));
      if (check.errors.isEmpty()) {
        check.budget = ExpressionCosts.PER_OBJECT_BUDGET;
        check.value(rules, at, new Part(value, null));
      }
    }
    return check.errors;
  }

  /// A value with what it was before.
  ///
  /// @param before null if there was nothing, or it cannot be told what
  private record Part(@Nullable Object now, @Nullable Object before) {}

  /// @return whether there is budget left to go on
  private boolean value(RuleTree tree, FieldPath at, Part part) {
    return switch (part.now()) {
      case null -> true;
      case Map<?, ?> map -> expressions(tree, at, part) && parts(tree, at, map, part);
      case List<?> list -> expressions(tree, at, part) && elements(tree, at, list, part);
      default -> expressions(tree, at, part);
    };
  }

  private boolean parts(RuleTree tree, FieldPath at, Map<?, ?> map, Part part) {
    for (var entry : map.entrySet()) {
      var name = (String) entry.getKey();
      var isProperty = tree.schema().properties().containsKey(name);
      var below = isProperty ? tree.property(name) : tree.values();
      if (below != null) {
        var before = part.before() instanceof Map<?, ?> old ? old.get(name) : null;
        var place = isProperty ? at.child(name) : at.key(name);
        if (!value(below, place, new Part(entry.getValue(), before))) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean elements(RuleTree tree, FieldPath at, List<?> list, Part part) {
    var below = tree.items();
    if (below == null) {
      return true;
    }
    var find = Correlation.elements(tree.schema(), part.before());
    for (var i = 0; i < list.size(); i++) {
      var before = find.apply(list.get(i));
      if (!value(below, at.index(i), new Part(list.get(i), before))) {
        return false;
      }
    }
    return true;
  }

  private boolean expressions(RuleTree tree, FieldPath at, Part part) {
    if (tree.rules().isEmpty()) {
      return true;
    }
    if (budget <= 0) {
      return exhausted(tree, at, OUT_OF_BUDGET);
    }
    for (var rule : tree.rules()) {
      if (!rule(tree, rule, at, part)) {
        return false;
      }
    }
    return true;
  }

  private boolean exhausted(RuleTree tree, FieldPath at, String why) {
    errors.add(FieldError.invalid(at, tree.schema().type(), why));
    budget = -1;
    return false;
  }

  private boolean rule(RuleTree tree, Rule rule, FieldPath at, Part part) {
    var expression = rule.expression();
    if (expression == null) {
      errors.add(
          FieldError.invalid(at, tree.schema().type(), "rule compile error: " + rule.problem()));
      return true;
    }
    if (rule.usesOldSelf() && part.before() == null && !rule.takesNoOldSelf()) {
      return true;
    }
    var evaluation = evaluate(expression, rule, part);
    if (!pay(evaluation)) {
      return exhausted(tree, at, OUT_OF_BUDGET);
    }
    if (evaluation.outcome() != Outcome.VALUE) {
      add(tree, rule, part, invalid(tree, at, RuleTexts.failure(evaluation, rule.name())));
      return evaluation.outcome() != Outcome.TOO_EXPENSIVE;
    }
    return evaluation.isTrue() || broken(tree, rule, at, part);
  }

  private static FieldError invalid(RuleTree tree, FieldPath at, String why) {
    return FieldError.invalid(at, tree.schema().type(), why);
  }

  private static Evaluation evaluate(Expression expression, Rule rule, Part part) {
    var now = part.now();
    return expression.evaluate(
        variable -> {
          if (variable.equals("self")) {
            return Node.of(now);
          }
          var old = part.before();
          if (rule.takesNoOldSelf()) {
            return old == null ? Optional.empty() : Optional.of(Node.of(old));
          }
          return old == null ? null : Node.of(old);
        },
        ExpressionCosts.PER_CALL_LIMIT);
  }

  private boolean pay(Evaluation evaluation) {
    if (evaluation.cost() > budget) {
      return false;
    }
    budget -= evaluation.cost();
    return true;
  }

  private boolean broken(RuleTree tree, Rule rule, FieldPath at, Part part) {
    var path = rule.stated().fieldPath();
    var place = path.isEmpty() ? at : SchemaPath.find(path.strip(), tree.schema(), at, true).path();
    var expression = rule.message();
    var text = rule.plainMessage();
    if (expression != null) {
      var evaluation = evaluate(expression, rule, part);
      if (!pay(evaluation)) {
        return exhausted(
            tree,
            place,
            "messageExpression evaluation failed due to running out of cost budget, no further"
                + " validation rules will be run");
      }
      if (evaluation.outcome() == Outcome.TOO_EXPENSIVE) {
        return exhausted(
            tree,
            place,
            "no further validation rules will be run due to call cost exceeds limit for"
                + " messageExpression: \""
                + rule.stated().messageExpression()
                + "\"");
      }
      var message = RuleTexts.message(evaluation);
      if (message.problem() != null) {
        LOG.log(System.Logger.Level.DEBUG, "{0}: {1}", place, message.problem());
      }
      text = message.text() == null ? text : message.text();
    }
    add(tree, rule, part, error(tree, rule, place, part.now(), text));
    return true;
  }

  /// Single values are shown; objects and lists may be long.
  private static FieldError error(
      RuleTree tree, Rule rule, FieldPath at, @Nullable Object value, String text) {
    var shows = !List.of("object", "array").contains(tree.schema().type());
    return switch (rule.stated().reason()) {
      case "FieldValueForbidden" -> FieldError.forbidden(at, text);
      case "FieldValueRequired" -> FieldError.required(at, text);
      case "FieldValueDuplicate" ->
          shows ? FieldError.duplicate(at, value) : FieldError.duplicateWhole(at);
      case null, default ->
          shows ? FieldError.invalid(at, value, text) : FieldError.invalidWhole(at, text);
    };
  }

  /// An error counts unless nothing has changed in what the rule looks at.
  private void add(RuleTree tree, Rule rule, Part part, FieldError error) {
    var before = part.before();
    if (stands != null
        && !rule.usesOldSelf()
        && before != null
        && Correlation.isSame(tree.schema(), part.now(), before)) {
      stands.accept(error.toString());
    } else {
      errors.add(error);
    }
  }
}
