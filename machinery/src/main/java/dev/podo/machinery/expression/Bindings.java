package dev.podo.machinery.expression;

import org.jspecify.annotations.Nullable;

/// The values of an evaluation's variables, asked for by name when first needed.
@FunctionalInterface
public interface Bindings {
  /// The value of a declared variable: a [dev.podo.machinery.tree.Node], a Boolean, Long, Double or
  /// String, an [java.time.Instant], a [dev.podo.model.Quantity], an [Authorizer], the value of
  /// another [Evaluation], a `Map<String, Supplier<Object>>` for a variable with fields
  /// ([ValueType.Fields]), an [java.util.Optional] of one of these where the declaration says so,
  /// or null for the language's null.
  @Nullable Object value(String variable);
}
