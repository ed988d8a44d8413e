package dev.podo.machinery.apply;

import dev.podo.machinery.fieldset.FieldSet;
import org.jspecify.annotations.Nullable;

/// An object in one version of its kind.
record Versioned(Versions versions, String apiVersion, Shape shape, @Nullable Object value) {
  /// The object in another version; null if there is no such version.
  @Nullable Versioned in(String version) {
    if (version.equals(apiVersion)) {
      return this;
    }
    var other = versions.shape(version);
    return other == null || value == null
        ? null
        : new Versioned(versions, version, other, versions.convert(value, version));
  }

  Versioned with(@Nullable Object changed) {
    return new Versioned(versions, apiVersion, shape, changed);
  }

  /// The object without some fields.
  ///
  /// @param owned what somebody owns, in this version
  Versioned without(FieldSet fields, FieldSet owned) {
    return with(Removal.without(shape, value, fields, owned));
  }

  /// The fields that the object has, struct fields on the way to them included.
  FieldSet namedFields() {
    return value == null ? FieldSet.EMPTY : named(Extraction.fields(shape, value));
  }

  FieldSet named(FieldSet fields) {
    return Extraction.withNamedFields(shape, fields);
  }

  Comparison compare(Versioned now) {
    return Comparison.of(
        shape,
        value == null ? Values.ABSENT : value,
        now.value == null ? Values.ABSENT : now.value);
  }
}
