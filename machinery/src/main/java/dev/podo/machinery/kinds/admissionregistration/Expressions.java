package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.machinery.expression.AdmissionVariables;
import dev.podo.machinery.expression.Expression;
import dev.podo.machinery.expression.ExpressionCompiler;
import dev.podo.machinery.expression.ExpressionException;
import dev.podo.machinery.expression.Identifiers;
import dev.podo.machinery.expression.ValueType;
import dev.podo.machinery.expression.ValueType.ResultOf;
import dev.podo.machinery.expression.ValueType.Simple;
import dev.podo.machinery.expression.Variables;
import dev.podo.machinery.expression.Variables.Extension;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.Names;
import dev.podo.model.admissionregistration.v1.MatchCondition;
import dev.podo.model.admissionregistration.v1.Variable;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Compiles the expressions of one policy or webhook, and remembers the variables that it declares.
final class Expressions {
  private static final int CONDITIONS_MAX = 64;

  private final boolean params;
  private final Findings findings;
  private final TreeMap<String, ValueType> declared = new TreeMap<>();
  private boolean composed;

  /// @param params whether expressions may name `params`
  Expressions(boolean params, Findings findings) {
    this.params = params;
    this.findings = findings;
  }

  /// Conditions cannot name the variables that a policy declares.
  void checkConditions(List<MatchCondition> conditions, FieldPath at) {
    findings.atMost(at, conditions.size(), CONDITIONS_MAX);
    var names = new HashSet<String>();
    for (var i = 0; i < conditions.size(); i++) {
      var condition = conditions.get(i);
      var expression = condition.expression().strip();
      var place = at.index(i).child("expression");
      if (findings.requireText(expression, place)) {
        var variables = AdmissionVariables.of(params, true);
        compile(new Text(expression, expression, place), variables, List.of("bool"));
      }
      var name = at.index(i).child("name");
      if (findings.requireText(condition.name(), name)) {
        findings.invalidFor(name, condition.name(), Names.qualifiedName(condition.name()));
        if (!names.add(condition.name())) {
          findings.duplicate(name, condition.name());
        }
      }
    }
  }

  /// Each may name those before it.
  void checkVariables(List<Variable> variables, FieldPath at) {
    for (var i = 0; i < variables.size(); i++) {
      checkVariable(variables.get(i), at.index(i));
    }
  }

  private void checkVariable(Variable variable, FieldPath at) {
    var name = variable.name();
    if (name.isBlank()) {
      findings.required(at.child("name"), "name is not specified");
    } else if (!Identifiers.isIdentifier(name)) {
      findings.invalid(at.child("name"), name, "must be a valid CEL identifier");
    }
    var expression = variable.expression();
    if (expression.isBlank()) {
      findings.required(at.child("expression"), "expression is not specified");
      return;
    }
    composed = true;
    var compiled =
        compile(new Text(expression, expression, at.child("expression")), all(true), List.of());
    declared.put(name, compiled == null ? Simple.DYNAMIC : new ResultOf(compiled));
  }

  /// An expression that decides about a request.
  ///
  /// @param types of which its value may be
  void check(Text text, List<String> types) {
    compile(text, all(true), types);
  }

  /// An expression that words an answer: it cannot ask for access.
  void checkMessage(Text text) {
    compile(text, all(false), List.of("string"));
  }

  /// An expression that makes a change.
  void checkPatch(Text text, String type) {
    composed = true;
    compile(text, all(true).with(Extension.PATCHES), List.of(type));
  }

  /// An expression where it stands.
  ///
  /// @param shown how an error shows it
  record Text(String expression, String shown, FieldPath at) {}

  private Variables all(boolean authorizer) {
    var variables = AdmissionVariables.of(params, authorizer);
    if (!composed) {
      return variables;
    }
    return variables.with(AdmissionVariables.VARIABLES, AdmissionVariables.composed(declared));
  }

  private @Nullable Expression compile(Text text, Variables variables, List<String> types) {
    try {
      return ExpressionCompiler.installed().compile(text.expression(), variables, types);
    } catch (ExpressionException e) {
      findings.invalid(text.at(), text.shown(), e.describe());
      return null;
    }
  }
}
