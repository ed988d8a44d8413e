package dev.podo.cel.check;

import dev.podo.cel.type.CelType;
import org.jspecify.annotations.Nullable;

/// The names that an expression may use beside functions and types.
public interface Declarations {
  /// The type of a variable; null if there is none of this name.
  @Nullable CelType variable(String name);

  /// The type of this name whose objects an expression may make; null if there is none.
  @Nullable CelType structure(String name);

  /// Whether a function that the language has is not there for this expression.
  boolean hides(String function);

  /// The type of a field of an object type; null if it has none of this name.
  @Nullable CelType field(CelType object, String name);
}
