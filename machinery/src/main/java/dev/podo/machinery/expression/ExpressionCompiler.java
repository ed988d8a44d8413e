package dev.podo.machinery.expression;

import java.util.List;

/// Reads, checks and prices expressions. Thread-safe; the first use loads the language, so whoever
/// holds one for expressions that may never come hands it on through a supplier.
public interface ExpressionCompiler {
  /// The language that is on the class path.
  ///
  /// @throws IllegalStateException when there is none
  static ExpressionCompiler installed() {
    return InstalledCompiler.instance();
  }

  /// Compiles one expression against the variables that it may name.
  ///
  /// @throws ExpressionException when it is no expression, or does not fit the variables' types
  Expression compile(String text, Variables variables);

  /// Compiles an expression whose value must be of one of some types.
  ///
  /// @param types as [Expression#resultType] names them; empty allows all
  /// @throws ExpressionException also when its value is of another type
  default Expression compile(String text, Variables variables, List<String> types) {
    var expression = compile(text, variables);
    var type = expression.resultType();
    if (types.isEmpty() || types.contains(type)) {
      return expression;
    }
    var wanted =
        types.size() == 1
            ? "must evaluate to " + types.get(0)
            : "must evaluate to one of [" + String.join(" ", types) + "]";
    throw new ExpressionException(wanted + " but got " + type);
  }

  /// How often a value can occur in one request at most, by the least room that it takes; 0 if
  /// expressions cannot see such values.
  ///
  /// @param root whether the schema is that of a whole resource
  long maxCardinality(DataSchema schema, boolean root);
}
