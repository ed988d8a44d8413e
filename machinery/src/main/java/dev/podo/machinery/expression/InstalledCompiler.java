package dev.podo.machinery.expression;

import java.util.ServiceLoader;

/// Finds the language once, when it is first needed.
final class InstalledCompiler {
  private static final class Holder {
    static final ExpressionCompiler INSTANCE =
        ServiceLoader.load(ExpressionCompiler.class, ExpressionCompiler.class.getClassLoader())
            .findFirst()
            .orElseThrow(() ->
                new IllegalStateException(
                    "no expression language is on the class path; add podo-cel"));
  }

  private InstalledCompiler() {}

  static ExpressionCompiler instance() {
    return Holder.INSTANCE;
  }
}
