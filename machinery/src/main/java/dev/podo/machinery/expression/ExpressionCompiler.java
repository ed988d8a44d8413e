package dev.podo.machinery.expression;

/// Reads, checks and prices expressions. Thread-safe; the first use loads the language, so whoever
/// holds one for expressions that may never come hands it on through a supplier.
public interface ExpressionCompiler {
  /// Compiles one expression against the variables that it may name.
  ///
  /// @throws ExpressionException when it is no expression, or does not fit the variables' types
  Expression compile(String text, Variables variables);
}
