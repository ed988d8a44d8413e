package dev.podo.cel;

import dev.podo.cel.value.EvaluationError;
import dev.podo.cel.value.MapValue;
import dev.podo.machinery.expression.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Named values, each made when it is first read.
final class Fields extends MapValue {
  private final ValueType.Fields types;
  private final Map<?, ?> values;
  private final Environment environment;
  private final Map<String, Object> made = new HashMap<>();

  Fields(ValueType.Fields types, Map<?, ?> values, Environment environment) {
    this.types = types;
    this.values = values;
    this.environment = environment;
  }

  @Override
  public @Nullable Object find(Object key) {
    if (!(key instanceof String name)) {
      throw EvaluationError.noSuchOverload();
    }
    var type = types.fields().get(name);
    var bound = values.get(name);
    if (type == null || bound == null) {
      return null;
    }
    var value = made.get(name);
    if (value == null) {
      value =
          environment.field(type, bound instanceof Supplier<?> supplier ? supplier.get() : bound);
      made.put(name, value);
    }
    return value;
  }

  @Override
  public List<Object> keys() {
    var keys = new ArrayList<Object>();
    for (var name : types.fields().keySet()) {
      if (values.get(name) != null) {
        keys.add(name);
      }
    }
    return keys;
  }

  @Override
  public int size() {
    return keys().size();
  }
}
