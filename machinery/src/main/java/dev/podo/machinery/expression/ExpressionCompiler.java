package dev.podo.machinery.expression;

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

  /// How often a value can occur in one request at most, by the least room that it takes; 0 if
  /// expressions cannot see such values.
  ///
  /// @param root whether the schema is that of a whole resource
  long maxCardinality(DataSchema schema, boolean root);
}
