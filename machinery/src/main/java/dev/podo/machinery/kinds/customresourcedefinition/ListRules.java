package dev.podo.machinery.kinds.customresourcedefinition;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.model.apiextensions.v1.JSONSchemaProps;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What lists and maps must obey that say how they are merged: `x-kubernetes-list-type`,
/// `x-kubernetes-list-map-keys` and `x-kubernetes-map-type`.
final class ListRules {
  private static final String LIST_TYPE = "x-kubernetes-list-type";
  private static final String MAP_KEYS = "x-kubernetes-list-map-keys";
  private static final String MAP_TYPE = "x-kubernetes-map-type";
  private static final String IN_SET =
      "must be atomic as item of a list with x-kubernetes-list-type=set";

  private final JSONSchemaProps schema;
  private final @Nullable JSONSchemaProps items;
  private final FieldPath at;
  private final Findings findings;

  private ListRules(JSONSchemaProps schema, FieldPath at, Findings findings) {
    this.schema = schema;
    this.items = SchemaParts.read(schema.items());
    this.at = at;
    this.findings = findings;
  }

  static void check(JSONSchemaProps schema, FieldPath at, Leniency leniency, Findings findings) {
    var listType = schema.xKubernetesListType();
    if (listType == null
        && schema.xKubernetesMapType() == null
        && schema.xKubernetesListMapKeys().isEmpty()) {
      return;
    }
    var rules = new ListRules(schema, at, findings);
    rules.checkMapType();
    rules.checkListType(leniency);
    if ("map".equals(listType)) {
      rules.checkKeys();
    }
    if (!leniency.looseKeys()) {
      rules.checkElements();
    }
  }

  private void checkMapType() {
    var type = schema.xKubernetesMapType();
    if (type != null) {
      demand("object", "must be object if " + MAP_TYPE + " is specified");
      findings.oneOf(at.child(MAP_TYPE), type, List.of("atomic", "granular"));
    }
  }

  private void demand(String type, String problem) {
    if (schema.type().isEmpty()) {
      findings.required(at.child("type"), problem);
    } else if (!schema.type().equals(type)) {
      findings.invalid(at.child("type"), schema.type(), problem);
    }
  }

  private void checkListType(Leniency leniency) {
    var type = schema.xKubernetesListType();
    if (type != null) {
      demand("array", "must be array if " + LIST_TYPE + " is specified");
      if (schema.type().equals("array") && type.equals("set") && !leniency.openSets()) {
        checkSet();
      }
      findings.oneOf(at.child(LIST_TYPE), type, List.of("atomic", "set", "map"));
    }
    if (!schema.xKubernetesListMapKeys().isEmpty()) {
      var problem = "must be map if " + MAP_KEYS + " is non-empty";
      if (type == null) {
        findings.required(at.child(LIST_TYPE), problem);
      } else if (!type.equals("map")) {
        findings.invalid(at.child(LIST_TYPE), type, problem);
      }
    }
  }

  private void checkSet() {
    if (items != null && isOpenList(items)) {
      findings.invalid(at.child("items", LIST_TYPE), items.xKubernetesListType(), IN_SET);
    } else if (items != null && isOpenObject(items)) {
      findings.invalid(at.child("items", MAP_TYPE), items.xKubernetesMapType(), IN_SET);
    }
  }

  private static boolean isOpenList(JSONSchemaProps items) {
    var type = items.xKubernetesListType();
    return items.type().equals("array") && type != null && !type.equals("atomic");
  }

  private static boolean isOpenObject(JSONSchemaProps items) {
    return items.type().equals("object") && !"atomic".equals(items.xKubernetesMapType());
  }

  /// Whether it is a set whose elements are merged themselves.
  static boolean isOpenSet(JSONSchemaProps schema) {
    var items = SchemaParts.read(schema.items());
    return "set".equals(schema.xKubernetesListType())
        && items != null
        && (isOpenList(items) || isOpenObject(items));
  }

  private void checkKeys() {
    var keys = schema.xKubernetesListMapKeys();
    if (keys.isEmpty()) {
      findings.required(at.child(MAP_KEYS), "must not be empty if " + LIST_TYPE + " is map");
    }
    if (items == null) {
      findings.required(at.child("items"), "must have a schema if " + LIST_TYPE + " is map");
    } else if (!items.type().equals("object")) {
      findings.invalid(
          at.child("items", "type"),
          items.type(),
          "must be object if parent array's " + LIST_TYPE + " is map");
    } else {
      checkKeys(keys, items);
    }
  }

  private void checkKeys(List<String> keys, JSONSchemaProps items) {
    var seen = new HashSet<String>();
    for (var key : keys) {
      var property = items.properties().get(key);
      if (property == null) {
        findings.invalid(at.child(MAP_KEYS), keys, "entries must all be names of item properties");
      } else if (property.type().equals("array") || property.type().equals("object")) {
        findings.invalid(
            at.child("items", "properties").key(key).child("type"),
            property.type(),
            "must be a scalar type if parent array's " + LIST_TYPE + " is map");
      }
      if (!seen.add(key)) {
        findings.invalid(at.child(MAP_KEYS), keys, "must not contain duplicate entries");
      }
    }
  }

  /// Whether some key of a list may be missing, or some element null.
  static boolean hasLooseKeys(JSONSchemaProps schema) {
    var findings = new Findings();
    new ListRules(schema, FieldPath.empty(), findings).checkElements();
    return !findings.isEmpty();
  }

  /// Elements must be found again: they are something, and have all their keys.
  private void checkElements() {
    var type = schema.xKubernetesListType();
    if (items == null || type == null || !(type.equals("set") || type.equals("map"))) {
      return;
    }
    if (items.nullable()) {
      findings.forbidden(
          at.child("items", "nullable"), "cannot be nullable when " + LIST_TYPE + " is " + type);
    }
    if (type.equals("map")) {
      for (var key : schema.xKubernetesListMapKeys()) {
        var property = items.properties().get(key);
        if (property != null) {
          checkKey(items, key, property, at.child("items", "properties").key(key));
        }
      }
    }
  }

  private void checkKey(
      JSONSchemaProps items, String key, JSONSchemaProps property, FieldPath place) {
    var problem = "this property is in " + MAP_KEYS + ", so it ";
    if (!items.required().contains(key) && property.default_() == null) {
      findings.required(
          place.child("default"), problem + "must have a default or be a required property");
    }
    if (property.nullable()) {
      findings.forbidden(place.child("nullable"), problem + "cannot be nullable");
    }
  }
}
