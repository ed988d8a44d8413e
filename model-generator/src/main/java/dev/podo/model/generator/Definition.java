package dev.podo.model.generator;

import java.util.List;

/// One API type with everything that is known of it, ready to be written.
///
/// @param name the OpenAPI definition's name
/// @param javaPackage the package of the generated record
/// @param apiVersion of a kind: what `apiVersion` holds; else empty
/// @param shape which interface the record implements
record Definition(
    String name,
    String javaPackage,
    String simpleName,
    String apiVersion,
    Shape shape,
    String description,
    List<Property> properties) {

  /// What a type is to the API.
  enum Shape {
    STRUCT,
    OBJECT,
    LIST
  }

  String javaName() {
    return javaPackage + "." + simpleName;
  }

  Definition withProperties(List<Property> changed) {
    return new Definition(name, javaPackage, simpleName, apiVersion, shape, description, changed);
  }

  boolean isKind() {
    return !apiVersion.isEmpty();
  }
}
