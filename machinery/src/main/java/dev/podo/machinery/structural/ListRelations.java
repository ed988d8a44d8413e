package dev.podo.machinery.structural;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.tree.Trees;
import dev.podo.machinery.validation.FieldError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What lists of type `set` and `map` promise: no two elements alike.
public final class ListRelations {
  private static final String NO_OBJECT = "must be an object for an array of list-type map";

  private final List<FieldError> errors = new ArrayList<>();

  private ListRelations() {}

  /// The elements that are there twice.
  public static List<FieldError> check(StructuralSchema schema, @Nullable Object value) {
    var relations = new ListRelations();
    relations.check(schema, value, FieldPath.empty());
    return relations.errors;
  }

  private void check(@Nullable StructuralSchema schema, @Nullable Object value, FieldPath at) {
    if (schema == null) {
      return;
    }
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, part) -> {
        var name = (String) key;
        var property = schema.properties().get(name);
        if (property != null) {
          check(property, part, at.child(name));
        } else {
          check(schema.additionalProperties(), part, at.key(name));
        }
      });
    } else if (value instanceof List<?> list) {
      checkElements(schema, list, at);
      for (var i = 0; i < list.size(); i++) {
        check(schema.items(), list.get(i), at.index(i));
      }
    }
  }

  private void checkElements(StructuralSchema schema, List<?> list, FieldPath at) {
    if (schema.listType().isEmpty() || schema.listType().equals("atomic")) {
      return;
    }
    for (var i = 0; schema.isMapList() && i < list.size(); i++) {
      if (list.get(i) != null && !(list.get(i) instanceof Map)) {
        errors.add(FieldError.invalid(at.index(i), list.get(i), NO_OBJECT));
        return;
      }
    }
    var seen = new HashMap<@Nullable Object, Integer>();
    for (var i = 0; i < list.size(); i++) {
      var element = list.get(i);
      var key = schema.isMapList() ? Correlation.keys(schema, element) : element;
      if (seen.merge(key, 1, Integer::sum) == 2) { // Whatever comes more often is told once.
        var value = key instanceof List<?> keys && schema.isMapList() ? shown(schema, keys) : key;
        errors.add(FieldError.duplicate(at.index(i), value));
      }
    }
  }

  private static Object shown(StructuralSchema schema, List<?> keys) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    for (var i = 0; i < keys.size(); i++) {
      if (keys.get(i) != null) {
        map.put(schema.listMapKeys().get(i), keys.get(i));
      }
    }
    return Trees.frozen(map);
  }
}
