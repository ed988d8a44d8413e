package dev.podo.apiserver.openapi.definitions;

import dev.podo.model.FieldType.Scalar;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Types that are no structs, yet have a name in upstream's documents.
final class NamedTypes {
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
  private static final String CRD = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";
  private static final String QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
  private static final String INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
  private static final String RAW = "io.k8s.apimachinery.pkg.runtime.RawExtension";
  private static final Map<String, String> DESCRIPTIONS = new TreeMap<>();
  private static final Map<String, String> FREE_FIELDS = new TreeMap<>();

  static {
    DESCRIPTIONS.put(
        QUANTITY,
        "A number with a suffix: a power of ten (k, M, G …) or of two (Ki, Mi, Gi …), or m for"
            + " thousandths; such as 500m, 2, 128Mi.");
    DESCRIPTIONS.put(INT_OR_STRING, "A number, or a text such as a name or a percentage.");
    DESCRIPTIONS.put(META + "Time", "A time in RFC 3339, to the second.");
    DESCRIPTIONS.put(META + "MicroTime", "A time in RFC 3339, to the microsecond.");
    DESCRIPTIONS.put(META + "FieldsV1", "A set of fields, as a tree of their names.");
    DESCRIPTIONS.put(Definitions.PATCH, "A change, in the form that its media type tells.");
    DESCRIPTIONS.put(RAW, "Any object.");
    DESCRIPTIONS.put(CRD + "JSON", "Any value.");
    DESCRIPTIONS.put(CRD + "JSONSchemaPropsOrBool", "A schema, or whether anything fits.");
    DESCRIPTIONS.put(CRD + "JSONSchemaPropsOrArray", "A schema, or a list of schemas.");
    DESCRIPTIONS.put(CRD + "JSONSchemaPropsOrStringArray", "A schema, or a list of names.");
    FREE_FIELDS.put(META + "ManagedFieldsEntry.fieldsV1", META + "FieldsV1");
    var props = CRD + "JSONSchemaProps.";
    FREE_FIELDS.put(props + "default", CRD + "JSON");
    FREE_FIELDS.put(props + "enum", CRD + "JSON");
    FREE_FIELDS.put(props + "example", CRD + "JSON");
    FREE_FIELDS.put(props + "additionalItems", CRD + "JSONSchemaPropsOrBool");
    FREE_FIELDS.put(props + "additionalProperties", CRD + "JSONSchemaPropsOrBool");
    FREE_FIELDS.put(props + "items", CRD + "JSONSchemaPropsOrArray");
    FREE_FIELDS.put(props + "dependencies", CRD + "JSONSchemaPropsOrStringArray");
  }

  private NamedTypes() {}

  /// The name of a scalar's type; null if it has none.
  ///
  /// @param field the type and the name of the field that it stands in
  static @Nullable String of(Scalar scalar, String field) {
    return switch (scalar) {
      case QUANTITY -> QUANTITY;
      case INT_OR_STRING -> INT_OR_STRING;
      case TIME -> META + "Time";
      case MICRO_TIME -> META + "MicroTime";
      case JSON -> FREE_FIELDS.getOrDefault(field, RAW);
      case STRING, BOOL, INT32, INT64, DOUBLE, BYTES -> null;
    };
  }

  /// The definition of such a type.
  static Map<String, Object> definition(String name, Dialect dialect) {
    var out = new TreeMap<String, Object>();
    out.put("description", DESCRIPTIONS.getOrDefault(name, ""));
    switch (name) {
      case QUANTITY -> either(out, dialect, "string", "number");
      case INT_OR_STRING -> {
        out.put("format", "int-or-string");
        either(out, dialect, "integer", "string");
      }
      case META + "Time", META + "MicroTime" -> {
        out.put("type", "string");
        out.put("format", "date-time");
      }
      case RAW, META + "FieldsV1", Definitions.PATCH -> out.put("type", "object");
      default -> {
        // Anything fits.
      }
    }
    return out;
  }

  /// OpenAPI v2 knows no alternatives: upstream says that they are strings.
  private static void either(Map<String, Object> out, Dialect dialect, String one, String other) {
    if (dialect == Dialect.V2) {
      out.put("type", "string");
    } else {
      out.put("oneOf", List.of(Map.of("type", one), Map.of("type", other)));
    }
  }
}
