package dev.podo.cel.check;

import dev.podo.cel.type.CelType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The names that an expression may use beside functions and types.
public interface Declarations {
  /// The type of a variable; null if there is none of this name.
  @Nullable CelType variable(String name);

  /// The type of a field of an object type; null if it has none of this name.
  @Nullable CelType field(CelType object, String name);

  /// Variables and fields that are listed.
  record Listed(Map<String, CelType> variables) implements Declarations {
    @Override
    public @Nullable CelType variable(String name) {
      return variables.get(name);
    }

    @Override
    public @Nullable CelType field(CelType object, String name) {
      return null;
    }
  }
}
