package dev.podo.model.generator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Lends descriptions between the versions of a group: for versions without protobuf sources the
/// words of fields that refer to another type are known from their sibling versions only.
final class Siblings {
  private final Map<String, String> descriptions = new HashMap<>();

  Siblings(List<Definition> definitions) {
    for (var definition : definitions) {
      for (var property : definition.properties()) {
        if (!property.description().isEmpty()) {
          descriptions.putIfAbsent(key(definition, property), property.description());
        }
      }
    }
  }

  /// The definitions with every description that a sibling can lend.
  List<Definition> lend(List<Definition> definitions) {
    return definitions.stream().map(this::lend).toList();
  }

  private Definition lend(Definition definition) {
    var properties =
        definition.properties().stream()
            .map(property ->
                property.description().isEmpty()
                    ? property.withDescription(
                        descriptions.getOrDefault(key(definition, property), ""))
                    : property)
            .toList();
    return definition.withProperties(properties);
  }

  private static String key(Definition definition, Property property) {
    var version = definition.javaPackage().lastIndexOf('.');
    return String.join(
        "/",
        definition.javaPackage().substring(0, version),
        definition.simpleName(),
        property.name());
  }
}
