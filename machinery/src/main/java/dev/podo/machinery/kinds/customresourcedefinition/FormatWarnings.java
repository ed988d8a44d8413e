package dev.podo.machinery.kinds.customresourcedefinition;

import dev.podo.machinery.structural.Formats;
import dev.podo.machinery.validation.Texts;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Formats in schemas that nothing is held against, which may well be a mistake.
final class FormatWarnings {
  private FormatWarnings() {}

  static List<String> of(CustomResourceDefinition definition) {
    return warnings(unrecognized(definition));
  }

  /// Of a change, those that come with it.
  static List<String> of(CustomResourceDefinition now, CustomResourceDefinition old) {
    var added = unrecognized(now);
    added.removeAll(unrecognized(old));
    return warnings(added);
  }

  private static List<String> warnings(Set<String> formats) {
    return formats.stream().map(it -> "unrecognized format " + Texts.quote(it)).toList();
  }

  private static Set<String> unrecognized(CustomResourceDefinition definition) {
    var formats = new TreeSet<String>();
    for (var version : definition.spec().versions()) {
      var schema = version.schema_() == null ? null : version.schema_().openAPIV3Schema();
      if (schema != null) {
        // Nothing is looked for: this goes through all parts.
        SchemaParts.anyMatch(
            schema,
            part -> {
              if (!part.format().isEmpty() && !isRecognized(part)) {
                formats.add(part.format());
              }
              return false;
            });
      }
    }
    return formats;
  }

  private static boolean isRecognized(JSONSchemaProps schema) {
    var format = schema.format();
    return switch (schema.type()) {
      case "", "string" -> Formats.isKnown(format);
      case "integer" -> format.equals("int32") || format.equals("int64");
      case "number" -> format.equals("float") || format.equals("double");
      default -> false;
    };
  }
}
