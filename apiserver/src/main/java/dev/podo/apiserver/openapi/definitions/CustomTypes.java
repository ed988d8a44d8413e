package dev.podo.apiserver.openapi.definitions;

import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.Descriptions;
import dev.podo.model.Schema;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionVersion;
import dev.podo.model.apiextensions.v1.JSONSchemaProps;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodList;
import dev.podo.model.meta.v1.ListMeta;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes the types of custom resources from the schemas that their definitions state. OpenAPI v2
/// has no words for some of what they say; there it is left out, so that clients that check objects
/// before they send them do not refuse what would be taken.
public final class CustomTypes {
  private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
  private static final String INT_OR_STRING = "x-kubernetes-int-or-string";
  private static final List<?> EITHER =
      List.of(Map.of("type", "integer"), Map.of("type", "string"));
  private static final String EMBEDDED = "x-kubernetes-embedded-resource";
  private static final String GVK = "x-kubernetes-group-version-kind";

  /// What is common to all objects and lists is described as of any kind; kubectl explains it.
  private static final Descriptions OBJECT = Descriptions.of(Pod.SCHEMA.name());

  private static final Descriptions LIST = Descriptions.of(PodList.SCHEMA.name());
  private static final String CONVENTIONS =
      "https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md";
  private static final String PROPERTIES = "properties";
  private static final Set<String> UNPUBLISHED =
      Set.of("$schema", "definitions", "example", "externalDocs", "id");
  private static final Set<String> ALTERNATIVES = Set.of("allOf", "anyOf", "not", "oneOf");

  private final Dialect dialect;

  private CustomTypes(Dialect dialect) {
    this.dialect = dialect;
  }

  /// The type of a kind's objects.
  public static Map<String, Object> definition(Kind<?> kind, Dialect dialect) {
    var schema = schema(kind.published());
    var out = schema == null ? open() : new CustomTypes(dialect).object(schema);
    out.put(GVK, List.of(Definitions.tree(kind.gvk())));
    addSelectable(kind.published(), out);
    return out;
  }

  private static @Nullable JSONSchemaProps schema(
      @Nullable CustomResourceDefinitionVersion version) {
    var validation = version == null ? null : version.schema_();
    return validation == null ? null : validation.openAPIV3Schema();
  }

  /// Which fields objects may be selected by, besides those of their metadata.
  private static void addSelectable(
      @Nullable CustomResourceDefinitionVersion version, Map<String, Object> out) {
    if (version != null && !version.selectableFields().isEmpty()) {
      out.put(
          "x-kubernetes-selectable-fields",
          version.selectableFields().stream()
              .map(field -> Map.of("fieldPath", field.jsonPath().replaceFirst("^\\.", "")))
              .toList());
    }
  }

  /// Properties would be taken for all that there may be.
  private static Map<String, Object> open() {
    var out = new TreeMap<String, Object>();
    out.put("type", "object");
    return out;
  }

  private Map<String, Object> object(JSONSchemaProps stated) {
    if (dialect == Dialect.V2 && Boolean.TRUE.equals(stated.xKubernetesPreserveUnknownFields())) {
      return open();
    }
    var out = schema(Trees.asMap(Trees.of(stated)));
    describeObject(out);
    return out;
  }

  private Map<String, Object> schema(Map<?, ?> stated) {
    var out = new TreeMap<String, Object>();
    var preserves = Boolean.TRUE.equals(stated.get(PRESERVE));
    var isOpen = preserves || isNullable(stated);
    stated.forEach((key, value) -> {
      var name = (String) key;
      var dropped =
          UNPUBLISHED.contains(name) || (dialect == Dialect.V2 && isUnknownToV2(name, isOpen));
      if (!dropped && value != null) {
        out.put(name, part(name, value));
      }
    });
    if (dialect == Dialect.V2) {
      adaptToV2(stated, out);
    } else if (Boolean.TRUE.equals(stated.get(INT_OR_STRING))) {
      unfold(out);
    }
    if (Boolean.TRUE.equals(stated.get(EMBEDDED)) && !(preserves && dialect == Dialect.V2)) {
      describeObject(out);
      requireType(out);
    }
    return out;
  }

  /// Says in plain OpenAPI what the extension says, unless the definition does.
  private static void unfold(Map<String, Object> out) {
    var says =
        EITHER.equals(out.get("anyOf"))
            || (out.get("allOf") instanceof List<?> all
                && !all.isEmpty()
                && EITHER.equals(Trees.get(all.getFirst(), "anyOf")));
    if (says) {
      return;
    }
    if (out.get("anyOf") == null) {
      out.put("anyOf", EITHER);
      return;
    }
    var all = new ArrayList<Object>(List.of(Map.of("anyOf", EITHER)));
    if (out.get("allOf") instanceof List<?> stated) {
      all.addAll(stated);
    }
    out.put("allOf", all);
  }

  /// An object within an object says what it is.
  private static void requireType(Map<String, Object> out) {
    var required = new ArrayList<Object>();
    if (out.get("required") instanceof List<?> stated) {
      required.addAll(stated);
    }
    for (var name : List.of("kind", "apiVersion")) {
      if (!required.contains(name)) {
        required.add(name);
      }
    }
    out.put("required", required);
  }

  private static boolean isUnknownToV2(String name, boolean isOpen) {
    return ALTERNATIVES.contains(name)
        || name.equals("nullable")
        || (isOpen && (name.equals(PROPERTIES) || name.equals("items")));
  }

  /// A value that may be null has no type in v2, and none may ask for it; nor have objects that
  /// keep what is unknown and lists of anything, which kubectl would check.
  private static void adaptToV2(Map<?, ?> stated, Map<String, Object> out) {
    var preserves = Boolean.TRUE.equals(stated.get(PRESERVE));
    var isUntyped =
        isNullable(stated)
            || (preserves && "object".equals(stated.get("type")))
            || ("array".equals(stated.get("type")) && out.get("items") == null);
    if (isUntyped) {
      out.remove("type");
    }
    if (isNullable(stated.get("additionalProperties"))) {
      out.remove("required");
      return;
    }
    if (stated.get("required") instanceof List<?> required
        && stated.get(PROPERTIES) instanceof Map<?, ?> properties) {
      var left = new ArrayList<>();
      for (var name : required) {
        if (!isNullable(properties.get(name))) {
          left.add(name);
        }
      }
      if (left.isEmpty()) {
        out.remove("required");
      } else {
        out.put("required", left);
      }
    }
  }

  private static boolean isNullable(@Nullable Object schema) {
    return schema instanceof Map<?, ?> stated && Boolean.TRUE.equals(stated.get("nullable"));
  }

  private Object part(String name, Object value) {
    return switch (name) {
      case PROPERTIES -> {
        var out = new TreeMap<String, Object>();
        ((Map<?, ?>) value)
            .forEach((key, schema) -> out.put((String) key, schema((Map<?, ?>) schema)));
        yield out;
      }
      case "items", "additionalProperties", "not" ->
          value instanceof Map<?, ?> schema ? schema(schema) : value;
      case "allOf", "anyOf", "oneOf" ->
          ((List<?>) value).stream().map(schema -> schema((Map<?, ?>) schema)).toList();
      default -> value;
    };
  }

  /// What every object has.
  private void describeObject(Map<String, Object> out) {
    var properties = new TreeMap<String, Object>();
    if (out.get(PROPERTIES) instanceof Map<?, ?> stated) {
      stated.forEach((name, schema) -> properties.put((String) name, schema));
    }
    properties.put("apiVersion", text("apiVersion", OBJECT));
    properties.put("kind", text("kind", OBJECT));
    properties.put("metadata", metadata(ObjectMeta.SCHEMA, OBJECT, dialect));
    out.put(PROPERTIES, properties);
  }

  /// The type of a kind's lists.
  ///
  /// @param object the name of the type of its objects
  public static Map<String, Object> list(Kind<?> kind, String object, Dialect dialect) {
    var items = new TreeMap<String, Object>();
    items.put("type", "array");
    items.put("description", "List of " + kind.plural() + ". More info: " + CONVENTIONS);
    items.put("items", dialect.reference(object));
    var properties = new TreeMap<String, Object>();
    properties.put("apiVersion", text("apiVersion", LIST));
    properties.put("kind", text("kind", LIST));
    properties.put("metadata", metadata(ListMeta.SCHEMA, LIST, dialect));
    properties.put("items", items);
    var out = open();
    out.put("description", kind.listKind() + " is a list of " + kind.kind());
    out.put("required", List.of("items"));
    out.put(PROPERTIES, properties);
    var gvk = kind.groupVersion().kind(kind.listKind());
    out.put(GVK, List.of(Definitions.tree(gvk)));
    addSelectable(kind.published(), out);
    return out;
  }

  private static Map<String, Object> metadata(Schema<?> type, Descriptions words, Dialect dialect) {
    var out = new TreeMap<String, Object>(dialect.referenceAmongOthers(type.name()));
    out.put("description", words.field("metadata"));
    return out;
  }

  private static Map<String, Object> text(String field, Descriptions words) {
    var out = new TreeMap<String, Object>();
    out.put("type", "string");
    out.put("description", words.field(field));
    return out;
  }
}
