package dev.podo.cel.value;

import dev.podo.cel.type.CelType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An object that an expression makes, with the fields that it sets.
public final class StructValue extends MapValue {
  private final CelType type;
  private final Map<String, Object> fields;

  /// @param fields in the order in which they were written; not changed any more
  public StructValue(CelType type, Map<String, Object> fields) {
    this.type = type;
    this.fields = fields;
  }

  @Override
  public CelType celType() {
    return type;
  }

  @Override
  public @Nullable Object find(Object key) {
    return key instanceof String name ? fields.get(name) : null;
  }

  @Override
  public List<Object> keys() {
    return List.copyOf(fields.keySet());
  }

  @Override
  public int size() {
    return fields.size();
  }
}
