package dev.podo.machinery.rules;

import dev.podo.machinery.expression.Expression;
import dev.podo.machinery.expression.ExpressionCompiler;
import dev.podo.machinery.expression.ExpressionCosts;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.structural.StructuralSchema;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.apiextensions.v1.ValidationRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the rules of a definition must obey: they compile, what they compare can be compared, and
/// the most that they can cost is within limits, one by one and all together.
public final class RuleDeclarations {
  private static final String RULES = "x-kubernetes-validations";
  private static final List<String> REASONS =
      List.of(
          "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired");
  private static final int MOST_EXPENSIVE = 4;
  private static final long WORTH_TELLING = ExpressionCosts.DEFINITION_ESTIMATE_LIMIT / 100;
  private static final long UNBOUNDED = -1;

  private final Findings findings;
  private final List<Cost> costs = new ArrayList<>();
  private long total;

  private RuleDeclarations(Findings findings) {
    this.findings = findings;
  }

  private record Cost(FieldPath at, long cost) {}

  /// Where a schema occurs.
  ///
  /// @param most how often it can occur in an object; [#UNBOUNDED] if nothing bounds that
  /// @param uncorrelatable the part of the schema in which values cannot be compared with what they
  ///   were; null outside of any
  private record Place(FieldPath at, boolean root, long most, @Nullable FieldPath uncorrelatable) {
    Place property(String name) {
      return new Place(at.child("properties").key(name), false, most, uncorrelatable);
    }

    Place many(String part, @Nullable Long atMost, @Nullable FieldPath atomic) {
      var times =
          most == UNBOUNDED || atMost == null
              ? UNBOUNDED
              : ExpressionCosts.times(most, Math.max(0, atMost));
      return new Place(
          at.child(part), false, times, uncorrelatable != null ? uncorrelatable : atomic);
    }
  }

  /// What is wrong with the rules of a resource's schema that is without fault itself.
  public static void check(StructuralSchema schema, FieldPath at, Findings findings) {
    var declarations = new RuleDeclarations(findings);
    declarations.schema(schema, new Place(at, true, 1, null));
    declarations.checkTotal(at);
  }

  /// Rules are compiled where nothing is wrong with how they or those below them are stated.
  ///
  /// @return whether nothing is
  private boolean schema(StructuralSchema schema, Place place) {
    var sound = parts(schema, place);
    var rules = schema.rules();
    for (var i = 0; i < rules.size(); i++) {
      sound &= checkTexts(rules.get(i), schema, place.at().child(RULES).index(i));
    }
    var isResource = place.root() || schema.embeddedResource();
    for (var i = 0; sound && i < rules.size(); i++) {
      var compiled = Rule.of(rules.get(i), schema, isResource, ExpressionCompiler.installed());
      checkCompiled(compiled, schema, place.at().child(RULES).index(i), place);
    }
    return sound;
  }

  private boolean parts(StructuralSchema schema, Place place) {
    var sound = true;
    for (var property : schema.properties().entrySet()) {
      sound &= schema(property.getValue(), place.property(property.getKey()));
    }
    var data = new RuleSchema(schema);
    var values = schema.additionalProperties();
    if (values != null) {
      sound &= schema(values, place.many("additionalProperties", data.maxProperties(), null));
    }
    var items = schema.items();
    if (items != null) {
      var atomicList = schema.listType().equals("map") ? null : place.at();
      sound &= schema(items, place.many("items", data.maxItems(), atomicList));
    }
    return sound;
  }

  /// @return whether it makes sense to compile the rule
  private boolean checkTexts(ValidationRule stated, StructuralSchema schema, FieldPath at) {
    var before = findings.size();
    var rule = stated.rule().strip();
    var message = stated.message();
    if (rule.isEmpty()) {
      findings.required(at.child("rule"), "rule is not specified");
    } else if (!message.isEmpty() && message.isBlank()) {
      findings.invalid(at.child("message"), message, "must be non-empty if specified");
    } else if (hasLineBreak(message.strip())) {
      findings.invalid(at.child("message"), message, "must not contain line breaks");
    } else if (hasLineBreak(rule) && message.isEmpty()) {
      findings.required(
          at.child("message"), "message must be specified if rule contains line breaks");
    }
    if (!stated.messageExpression().isEmpty() && stated.messageExpression().isBlank()) {
      findings.required(
          at.child("messageExpression"), "messageExpression must be non-empty if specified");
    }
    var reason = stated.reason();
    if (reason != null) {
      findings.oneOf(at.child("reason"), reason, REASONS);
    }
    checkFieldPath(stated.fieldPath(), schema, at.child("fieldPath"));
    return findings.size() == before;
  }

  private void checkFieldPath(String path, StructuralSchema schema, FieldPath at) {
    if (path.isEmpty()) {
      return;
    }
    if (path.isBlank()) {
      findings.invalid(at, path, "must be non-empty if specified");
    }
    if (hasLineBreak(path)) {
      findings.invalid(at, path, "must not contain line breaks");
    }
    if (SchemaPath.find(path, schema, at, true).problem() != null) {
      findings.invalid(at, path, "must be a valid path");
    }
  }

  private static boolean hasLineBreak(String text) {
    return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
  }

  private void checkCompiled(Rule rule, StructuralSchema schema, FieldPath at, Place place) {
    if (rule.problem() != null) {
      findings.invalid(at.child("rule"), Trees.of(rule.stated()), rule.problem());
    }
    if (rule.messageProblem() != null) {
      findings.invalid(
          at.child("messageExpression"), Trees.of(rule.stated()), rule.messageProblem());
    }
    var times =
        place.most() != UNBOUNDED
            ? place.most()
            : ExpressionCompiler.installed().maxCardinality(new RuleSchema(schema), place.root());
    price(rule.expression(), times, at.child("rule"), "estimated rule cost");
    // Upstream counts a message once, however often its rule may be broken.
    price(rule.message(), 1, at.child("messageExpression"), "estimated messageExpression cost");
    if (rule.expression() == null) {
      return;
    }
    var uncorrelatable = place.uncorrelatable();
    if (rule.usesOldSelf() && uncorrelatable != null) {
      findings.invalid(
          at.child("rule"),
          rule.stated().rule(),
          "oldSelf cannot be used on the uncorrelatable portion of the schema within "
              + uncorrelatable);
    } else if (!rule.usesOldSelf() && rule.stated().optionalOldSelf() != null) {
      findings.invalid(
          at.child("optionalOldSelf"),
          rule.stated().optionalOldSelf(),
          "may not be set if oldSelf is not used in rule");
    }
  }

  private void price(@Nullable Expression expression, long times, FieldPath at, String what) {
    if (expression == null) {
      return;
    }
    var cost = ExpressionCosts.times(expression.estimatedCost(), times);
    if (cost > ExpressionCosts.ESTIMATE_LIMIT) {
      findings.forbidden(at, ExpressionCosts.exceeded(what, cost, ExpressionCosts.ESTIMATE_LIMIT));
    }
    total = total + cost < 0 ? Long.MAX_VALUE : total + cost;
    if (cost >= WORTH_TELLING) {
      costs.add(new Cost(at, cost));
    }
  }

  private void checkTotal(FieldPath at) {
    if (total <= ExpressionCosts.DEFINITION_ESTIMATE_LIMIT) {
      return;
    }
    costs.stream()
        .sorted(Comparator.comparingLong(Cost::cost).reversed())
        .limit(MOST_EXPENSIVE)
        .forEach(cost ->
            findings.forbidden(
                cost.at(),
                "contributed to estimated rule cost total exceeding cost limit for entire"
                    + " OpenAPIv3 schema"));
    findings.forbidden(
        at,
        ExpressionCosts.exceeded(
            "x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema",
            total,
            ExpressionCosts.DEFINITION_ESTIMATE_LIMIT));
  }
}
