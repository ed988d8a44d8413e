package dev.podo.cel.evaluate;

import dev.podo.cel.cost.Meter;
import dev.podo.cel.value.EvaluationError;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One evaluation: its variables, those of its macros, and what it has cost so far.
final class Frame {
  private final Function<String, Object> variables;
  private final Map<String, Object> known = new HashMap<>();
  private final @Nullable Object[] locals;
  private final Meter meter;

  Frame(Function<String, Object> variables, int locals, Meter meter) {
    this.variables = variables;
    this.locals = new @Nullable Object[locals];
    this.meter = meter;
  }

  Meter meter() {
    return meter;
  }

  /// The value of a declared variable.
  Object variable(String name) {
    var value = known.get(name);
    if (value == null) {
      value = variables.apply(name);
      known.put(name, value);
    }
    return value;
  }

  /// A variable of a macro: its value, or the error that stands for it.
  Object local(int slot) {
    var value = locals[slot];
    if (value instanceof EvaluationError error) {
      throw error;
    }
    if (value == null) {
      throw new EvaluationError("no such attribute");
    }
    return value;
  }

  void set(int slot, Object value) {
    locals[slot] = value;
  }
}
