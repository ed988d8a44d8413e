package dev.podo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.podo.model.FieldType.ListType;
import dev.podo.model.FieldType.MapType;
import dev.podo.model.FieldType.Scalar;
import dev.podo.model.FieldType.StructType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Holds the schemas against the OpenAPI document of Kubernetes 1.36.
class OpenApiTest {
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
  private static final String EXTENSIONS =
      "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";

  /// The definitions that are no structs here, with the scalars that they are.
  private static final Map<String, Set<Scalar>> SCALARS =
      Map.ofEntries(
          Map.entry(EXTENSIONS + "JSON", Set.of(Scalar.JSON)),
          Map.entry(EXTENSIONS + "JSONSchemaPropsOrArray", Set.of(Scalar.JSON)),
          Map.entry(EXTENSIONS + "JSONSchemaPropsOrBool", Set.of(Scalar.JSON)),
          Map.entry(EXTENSIONS + "JSONSchemaPropsOrStringArray", Set.of(Scalar.JSON)),
          Map.entry(META + "FieldsV1", Set.of(Scalar.JSON)),
          Map.entry(META + "Patch", Set.of(Scalar.JSON)),
          Map.entry("io.k8s.apimachinery.pkg.runtime.RawExtension", Set.of(Scalar.JSON)),
          Map.entry(META + "Time", Set.of(Scalar.TIME)),
          Map.entry(META + "MicroTime", Set.of(Scalar.MICRO_TIME)),
          Map.entry("io.k8s.apimachinery.pkg.api.resource.Quantity", Set.of(Scalar.QUANTITY)),
          Map.entry(
              "io.k8s.apimachinery.pkg.util.intstr.IntOrString", Set.of(Scalar.INT_OR_STRING)));

  /// Where the schemas differ from the document on purpose.
  private static final Set<String> DIFFERENCES = Set.of();

  private static Map<String, Object> definitions = Map.of();

  @BeforeAll
  static void read() throws IOException {
    var oracle = System.getenv("PODO_ORACLE");
    assumeTrue(oracle != null, "oracle");
    var file = Path.of(Objects.requireNonNull(oracle), "swagger-v1.36.0.json");
    try (var in = Files.newInputStream(file);
        var parser = new JsonFactory().createParser(ObjectReadContext.empty(), in)) {
      parser.nextToken();
      definitions = map(map(tree(parser)).get("definitions"));
    }
  }

  @Test
  void everyDefinitionHasASchemaOfTheSameFields() {
    var differences = new TreeSet<String>();
    definitions.forEach((name, definition) -> {
      if (!SCALARS.containsKey(name)) {
        compare(name, map(definition), differences);
      }
    });
    assertThat(differences).isEqualTo(new TreeSet<>(DIFFERENCES));
  }

  private static void compare(
      String name, Map<String, Object> definition, Set<String> differences) {
    var schema = Schemas.named(name);
    if (schema == null) {
      differences.add(name + ": no schema");
      return;
    }
    var properties = map(definition.getOrDefault("properties", Map.of()));
    var names = new TreeSet<>(schema.fields().stream().map(Field::name).toList());
    if (!names.equals(new TreeSet<>(properties.keySet()))) {
      differences.add(name + ": fields " + names + " instead of " + properties.keySet());
      return;
    }
    var required = strings(definition.get("required"));
    for (var field : schema.fields()) {
      var property = map(properties.get(field.name()));
      var path = name + "." + field.name() + ": ";
      var type = type(property);
      if (!matches(field.type(), property)) {
        differences.add(path + field.type() + " instead of " + type);
      }
      if (field.required() != required.contains(field.name())) {
        differences.add(path + "required");
      }
      var merge = facts(field.merge());
      if (!merge.equals(facts(property))) {
        differences.add(path + merge + " instead of " + facts(property));
      }
    }
  }

  private static Object type(Map<String, Object> property) {
    return property.getOrDefault("$ref", property.getOrDefault("type", "any"));
  }

  private static boolean matches(FieldType type, Map<String, Object> property) {
    var reference = String.valueOf(property.get("$ref")).replace("#/definitions/", "");
    return switch (type) {
      case StructType struct -> struct.schema().name().equals(reference);
      case ListType(var element) ->
          "array".equals(property.get("type")) && matches(element, map(property.get("items")));
      case MapType(var value) ->
          "object".equals(property.get("type"))
              && matches(value, map(property.get("additionalProperties")));
      case Scalar scalar ->
          SCALARS.getOrDefault(reference, Set.of()).contains(scalar)
              || Objects.equals(openApi(scalar), scalarOf(property));
    };
  }

  private static String openApi(Scalar scalar) {
    return switch (scalar) {
      case STRING -> "string";
      case BOOL -> "boolean";
      case INT32 -> "integer int32";
      case INT64 -> "integer int64";
      case DOUBLE -> "number double";
      case BYTES -> "string byte";
      case QUANTITY, INT_OR_STRING, TIME, MICRO_TIME, JSON -> "a reference";
    };
  }

  private static String scalarOf(Map<String, Object> property) {
    var format = property.get("format");
    return property.get("type") + (format == null ? "" : " " + format);
  }

  private static Map<String, Object> facts(Merge merge) {
    var facts = new LinkedHashMap<String, Object>();
    if (merge.listType() != Merge.ListType.NONE) {
      facts.put("list-type", merge.listType().name().toLowerCase(Locale.ROOT));
    }
    if (!merge.mapKeys().isEmpty()) {
      facts.put("list-map-keys", new TreeSet<>(merge.mapKeys()));
    }
    if (merge.mapType() != null) {
      facts.put("map-type", merge.mapType());
    }
    if (!merge.patchStrategy().isEmpty()) {
      facts.put("patch-strategy", new TreeSet<>(merge.patchStrategy()));
    }
    if (merge.patchMergeKey() != null) {
      facts.put("patch-merge-key", merge.patchMergeKey());
    }
    return facts;
  }

  private static Map<String, Object> facts(Map<String, Object> property) {
    var facts = new LinkedHashMap<String, Object>();
    for (var name :
        List.of("list-type", "list-map-keys", "map-type", "patch-strategy", "patch-merge-key")) {
      var value = property.get("x-kubernetes-" + name);
      if (value != null) {
        facts.put(
            name,
            switch (name) {
              case "list-map-keys" -> new TreeSet<>(strings(value));
              case "patch-strategy" -> new TreeSet<>(List.of(((String) value).split(",")));
              default -> value;
            });
      }
    }
    return facts;
  }

  @Test
  void everyKindIsFoundByItsGroupVersionAndKind() {
    var missing = new TreeSet<String>();
    definitions.forEach((name, definition) -> {
      var kinds = map(definition).get("x-kubernetes-group-version-kind");
      if (kinds instanceof List<?> list && list.size() == 1 && !SCALARS.containsKey(name)) {
        var kind = map(list.getFirst());
        var group = (String) kind.get("group");
        var apiVersion = group.isEmpty() ? kind.get("version") : group + "/" + kind.get("version");
        var schema = Schemas.ofKind(String.valueOf(apiVersion), (String) kind.get("kind"));
        if (schema == null || !schema.name().equals(name)) {
          missing.add(name);
        }
      }
    });
    assertThat(missing).isEmpty();
  }

  @SuppressWarnings("unchecked") // tree() makes only maps with strings as keys.
  private static Map<String, Object> map(@Nullable Object tree) {
    return tree == null ? Map.of() : (Map<String, Object>) tree;
  }

  @SuppressWarnings("unchecked") // Used on lists of strings only.
  private static List<String> strings(@Nullable Object tree) {
    return tree == null ? List.of() : (List<String>) tree;
  }

  private static Object tree(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        var map = new LinkedHashMap<String, Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          var name = parser.currentName();
          parser.nextToken();
          map.put(name, tree(parser));
        }
        yield map;
      }
      case START_ARRAY -> {
        var list = new ArrayList<Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(tree(parser));
        }
        yield list;
      }
      default -> parser.getString();
    };
  }
}
