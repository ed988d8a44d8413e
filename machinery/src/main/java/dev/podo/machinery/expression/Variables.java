package dev.podo.machinery.expression;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The variables that an expression may name, with their types. Immutable.
public final class Variables {
  private static final Variables NONE = new Variables(new TreeMap<>());

  private final SortedMap<String, ValueType> types;

  private Variables(SortedMap<String, ValueType> types) {
    this.types = types;
  }

  public static Variables none() {
    return NONE;
  }

  /// What a validation rule of a custom resource sees: `self` and `oldSelf`, both of the schema
  /// that the rule stands on.
  ///
  /// @param root whether the schema is that of a whole resource, so that kind, apiVersion and
  ///   metadata's names are there whether it states them or not
  /// @param optionalOldSelf whether `oldSelf` is an optional value
  public static Variables ofRule(DataSchema schema, boolean root, boolean optionalOldSelf) {
    var self = new ValueType.Data(schema, root);
    return NONE.with("self", self)
        .with("oldSelf", optionalOldSelf ? new ValueType.OptionalOf(self) : self);
  }

  public Variables with(String name, ValueType type) {
    var more = new TreeMap<>(types);
    more.put(name, type);
    return new Variables(more);
  }

  public SortedMap<String, ValueType> types() {
    return Collections.unmodifiableSortedMap(types);
  }
}
