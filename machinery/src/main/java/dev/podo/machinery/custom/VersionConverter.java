package dev.podo.machinery.custom;

import dev.podo.machinery.dynamic.DynamicObject;
import java.util.List;

/// Turns the objects of one definition from one of its versions into another: the port behind which
/// a definition's conversion strategy stands.
@FunctionalInterface
public interface VersionConverter {
  /// The strategy `None`: all versions look alike but for their `apiVersion`.
  VersionConverter NONE =
      new VersionConverter() {
        @Override
        public List<DynamicObject> convert(List<DynamicObject> objects, String apiVersion) {
          return objects.stream().map(object -> object.withApiVersion(apiVersion)).toList();
        }

        @Override
        public boolean waits() {
          return false;
        }
      };

  /// The objects in a version; what is there already stays as it is.
  ///
  /// @param objects of any versions of the definition
  /// @return as many, in the same order
  /// @throws dev.podo.machinery.errors.ApiException if they cannot be converted
  List<DynamicObject> convert(List<DynamicObject> objects, String apiVersion);

  /// Whether it asks somebody outside of this process, and waits for the answer.
  default boolean waits() {
    return true;
  }
}
