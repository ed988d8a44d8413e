package dev.podo.machinery.expression;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The variables that an expression may name, with their types, and what it may use beside them.
/// Immutable.
public final class Variables {
  private static final Variables NONE = new Variables(new TreeMap<>(), new TreeSet<>());

  private final SortedMap<String, ValueType> types;
  private final SortedSet<Extension> extensions;

  private Variables(SortedMap<String, ValueType> types, SortedSet<Extension> extensions) {
    this.types = types;
    this.extensions = extensions;
  }

  /// What some expressions may use of the language and others may not.
  public enum Extension {
    /// `Object{...}`, `JSONPatch{...}` and `jsonpatch.escapeKey`: what changes of objects are told
    /// with.
    PATCHES,
    /// `cel.bind(name, value, body)`.
    BINDINGS
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
    return new Variables(more, extensions);
  }

  public Variables with(Extension extension) {
    var more = new TreeSet<>(extensions);
    more.add(extension);
    return new Variables(types, more);
  }

  public boolean has(Extension extension) {
    return extensions.contains(extension);
  }

  public SortedMap<String, ValueType> types() {
    return Collections.unmodifiableSortedMap(types);
  }
}
