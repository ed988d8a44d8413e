package dev.podo.machinery.apply;

import org.jspecify.annotations.Nullable;

/// The versions in which one kind is served: owners spell their fields in the version that they
/// write.
public interface Versions {
  /// The shape of the kind in a version; null if it is not served in it (any more).
  @Nullable Shape shape(String apiVersion);

  /// An object in another version.
  ///
  /// @param apiVersion one that has a shape, and another than the object's
  Object convert(Object object, String apiVersion);

  /// Whether shapes may have changed since fields were recorded; those of built-in kinds do not.
  default boolean mayHaveChanged() {
    return false;
  }

  /// Of a kind with one version.
  static Versions only(String apiVersion, Shape shape) {
    return new Versions() {
      @Override
      public @Nullable Shape shape(String version) {
        return version.equals(apiVersion) ? shape : null;
      }

      @Override
      public Object convert(Object object, String version) {
        throw new IllegalArgumentException("there is no version " + version);
      }
    };
  }
}
