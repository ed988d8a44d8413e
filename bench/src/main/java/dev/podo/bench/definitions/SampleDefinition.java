package dev.podo.bench.definitions;

import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A definition such as operators bring along: one version, or two for every fourth, with a schema
/// of some hundred fields that says of each what it is for. Definitions of different numbers differ
/// in size, threefold, and every fifth has rules.
///
/// @param number of the definition, from 0
record SampleDefinition(int number) {
  private static final String GROUP = "bench.example.com";
  private static final int FIELDS = 12;

  String plural() {
    return "samples" + number;
  }

  GroupVersionKind gvk() {
    return new GroupVersionKind(GROUP, "v1", "Sample" + number);
  }

  static String path(String version) {
    return "/apis/" + GROUP + "/" + version;
  }

  CustomResourceDefinition definition() {
    var names = new TreeMap<String, @Nullable Object>();
    names.put("plural", plural());
    names.put("kind", gvk().kind());
    var spec = new TreeMap<String, @Nullable Object>();
    spec.put("group", GROUP);
    spec.put("scope", "Namespaced");
    spec.put("names", names);
    spec.put(
        "versions",
        number % 4 == 0
            ? List.of(version("v1", true), version("v1beta1", false))
            : List.of(version("v1", true)));
    return Trees.to(
        CustomResourceDefinition.SCHEMA,
        Map.of("metadata", Map.of("name", plural() + "." + GROUP), "spec", spec));
  }

  private Map<String, @Nullable Object> version(String name, boolean stored) {
    var out = new TreeMap<String, @Nullable Object>();
    out.put("name", name);
    out.put("served", true);
    out.put("storage", stored);
    out.put("subresources", Map.of("status", Map.of()));
    out.put(
        "schema",
        Map.of(
            "openAPIV3Schema",
            object(
                "Sample is what number " + number + " of this benchmark keeps.",
                Map.of("spec", sections(), "status", status()))));
    return out;
  }

  private static Map<String, @Nullable Object> object(
      String description, Map<String, @Nullable Object> properties) {
    var out = new TreeMap<String, @Nullable Object>();
    out.put("type", "object");
    out.put("description", description);
    out.put("properties", properties);
    return out;
  }

  private Map<String, @Nullable Object> sections() {
    var properties = new TreeMap<String, @Nullable Object>();
    for (int i = 0; i < 8 + number % 17; i++) {
      var section = object("What is to be of part " + i + ".", fields("part " + i));
      if (number % 5 == 0) {
        section.put(
            "x-kubernetes-validations",
            List.of(
                Map.of(
                    "rule",
                    "!has(self.count0) || !has(self.name1) || size(self.name1) <= self.count0",
                    "message",
                    "the name must not be longer than the count")));
      }
      properties.put("section" + i, section);
    }
    return object("What is to be.", properties);
  }

  private Map<String, @Nullable Object> status() {
    return object("What is.", fields("the status"));
  }

  private Map<String, @Nullable Object> fields(String of) {
    var out = new TreeMap<String, @Nullable Object>();
    for (int i = 0; i < FIELDS; i++) {
      var field = new TreeMap<String, @Nullable Object>();
      field.put(
          "description",
          "Tells of "
              + of
              + " what field "
              + i
              + " of sample "
              + number
              + " is for, in a sentence of the usual length, and what happens without it.");
      switch (i % 6) {
        case 0 -> put(field, "integer", "minimum", 0L, "format", "int32");
        case 1 ->
            put(field, "string", "maxLength", 253L, "pattern", "^[a-z]([-a-z0-9]*[a-z0-9])?$");
        case 2 -> put(field, "array", "items", Map.of("type", "string"), "maxItems", 64L);
        case 3 -> put(field, "string", "enum", List.of("Always", "Never"), "default", "Always");
        case 4 -> put(field, "boolean", "nullable", true, "default", false);
        default ->
            put(
                field,
                "object",
                "additionalProperties",
                Map.of("type", "string"),
                "x-kubernetes-map-type",
                "atomic");
      }
      out.put((i % 6 == 0 ? "count" : "name") + i, field);
    }
    return out;
  }

  private static void put(
      Map<String, @Nullable Object> field,
      String type,
      String first,
      Object one,
      String second,
      Object other) {
    field.put("type", type);
    field.put(first, one);
    field.put(second, other);
  }
}
