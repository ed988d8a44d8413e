package dev.podo.machinery.structural;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.structural.ValueRules.Combined;
import dev.podo.machinery.tree.Trees;
import dev.podo.machinery.validation.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Holds values against schemas, with upstream's words (its `kube-openapi` validation). What was
/// invalid before and has not been changed is let stand.
public final class Validation {
  private static final Object ABSENT = new Object();

  private final List<FieldError> errors = new ArrayList<>();
  private int matches; // How much was looked at: of failed alternatives, the closest one is told.

  private Validation() {}

  /// What is wrong with a new value.
  public static List<FieldError> check(StructuralSchema schema, @Nullable Object value) {
    return of(schema, value, "", ABSENT).errors;
  }

  /// What is wrong with a changed value that was not wrong before.
  public static List<FieldError> checkUpdate(
      StructuralSchema schema, @Nullable Object value, @Nullable Object old) {
    return of(schema, value, "", old == null ? ABSENT : old).errors;
  }

  @SuppressWarnings("ReferenceEquality") // Absent is one value.
  private static Validation of(
      StructuralSchema schema, @Nullable Object value, String path, Object old) {
    var validation = new Validation();
    validation.value(schema, value, path, old);
    if (!validation.errors.isEmpty() && old != ABSENT && Correlation.isSame(schema, value, old)) {
      validation.errors.clear();
    }
    return validation;
  }

  private void value(StructuralSchema schema, @Nullable Object value, String path, Object old) {
    checkType(schema, value, path);
    if (value == null) {
      return;
    }
    var rules = schema.values() == null ? ValueRules.NONE : schema.values();
    if (!rules.combined().isNone()) {
      checkCombined(rules.combined(), value, path);
    }
    switch (value) {
      case String text -> checkText(rules, text, path);
      case Number number -> errors.addAll(Numbers.check(rules.bounds(), number, path));
      case List<?> list -> checkList(schema, rules, list, path, old);
      default -> {}
    }
    checkChoices(rules, value, path);
    if (value instanceof Map<?, ?> map) {
      checkObject(schema, rules, Trees.asMap(map), path, old);
    }
    matches++;
  }

  private void merge(Validation other) {
    errors.addAll(other.errors);
    matches += other.matches;
  }

  static FieldPath place(String path) {
    return path.isEmpty() ? FieldPath.empty() : FieldPath.root(path);
  }

  private void invalid(String path, @Nullable Object value, String message) {
    errors.add(FieldError.invalid(place(path), value, path + " in body " + message));
  }

  private void checkType(StructuralSchema schema, @Nullable Object value, String path) {
    var wanted = schema.intOrString() ? "integer,string" : schema.type();
    var is = typeName(value);
    if (wanted.isEmpty() || (value == null && schema.nullable())) {
      return;
    }
    var fits =
        is.equals(wanted)
            || (schema.intOrString() && (is.equals("integer") || is.equals("string")))
            || (wanted.equals("number") && is.equals("integer"))
            || (wanted.contains("integer") && value instanceof Double d && d == Math.rint(d));
    if (!fits) {
      errors.add(
          FieldError.typeInvalid(
              place(path), is, path + " in body must be of type " + wanted + ": \"" + is + "\""));
    }
  }

  private static String typeName(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> "string";
      case Boolean truth -> "boolean";
      case Long number -> "integer";
      case Double number -> "number";
      case List<?> list -> "array";
      default -> "object";
    };
  }

  private void checkCombined(Combined combined, Object value, String path) {
    if (!combined.anyOf().isEmpty()) {
      checkAny(combined.anyOf(), value, path);
    }
    if (!combined.oneOf().isEmpty()) {
      checkOne(combined.oneOf(), value, path);
    }
    if (!combined.allOf().isEmpty()) {
      checkAll(combined.allOf(), value, path);
    }
    var not = combined.not();
    if (not != null && of(not, value, path, ABSENT).errors.isEmpty()) {
      combinedError("\"" + path + "\" must not validate the schema (not)");
    }
  }

  private void combinedError(String message) {
    errors.add(FieldError.invalid(FieldPath.empty(), "", message));
  }

  private void checkAny(List<StructuralSchema> schemas, Object value, String path) {
    Validation best = null;
    for (var schema : schemas) {
      var result = of(schema, value, path, ABSENT);
      if (result.errors.isEmpty()) {
        merge(result);
        return;
      }
      best = best == null || result.matches > best.matches ? result : best;
    }
    combinedError("\"" + path + "\" must validate at least one schema (anyOf)");
    if (best != null) {
      merge(best);
    }
  }

  private void checkOne(List<StructuralSchema> schemas, Object value, String path) {
    Validation best = null;
    var valid = 0;
    for (var schema : schemas) {
      var result = of(schema, value, path, ABSENT);
      if (result.errors.isEmpty()) {
        valid++;
        best = null;
      } else if (valid == 0 && (best == null || result.matches > best.matches)) {
        best = result;
      }
    }
    if (valid == 1) {
      matches++;
      return;
    }
    combinedError(
        "\"%s\" must validate one and only one schema (oneOf). %s"
            .formatted(
                path, valid == 0 ? "Found none valid" : "Found " + valid + " valid alternatives"));
    if (best != null) {
      merge(best);
    }
  }

  private void checkAll(List<StructuralSchema> schemas, Object value, String path) {
    var valid = 0;
    for (var schema : schemas) {
      var result = of(schema, value, path, ABSENT);
      valid += result.errors.isEmpty() ? 1 : 0;
      merge(result);
    }
    if (valid != schemas.size()) {
      combinedError(
          "\"%s\" must validate all the schemas (allOf)%s"
              .formatted(path, valid == 0 ? ". None validated" : ""));
    }
  }

  private void checkText(ValueRules rules, String text, String path) {
    var min = rules.sizes().minLength();
    var max = rules.sizes().maxLength();
    var length = text.codePointCount(0, text.length());
    if (max != null && length > max) {
      errors.add(FieldError.tooLong(place(path), Math.toIntExact(max)));
    } else if (min != null && length < min) {
      invalid(path, text, "should be at least " + min + " chars long");
    } else if (!rules.pattern().isEmpty() && !rules.matcher().matcher(text).find()) {
      invalid(path, text, "should match '" + rules.pattern() + "'");
    }
    if (!Formats.fits(rules.format(), text)) {
      errors.add(
          FieldError.typeInvalid(
              place(path),
              text,
              "%s in body must be of type %s: %s"
                  .formatted(path, rules.format(), Json.show(text))));
    }
  }

  private void checkChoices(ValueRules rules, Object value, String path) {
    var choices = rules.choices();
    if (choices.isEmpty()) {
      return;
    }
    for (var choice : choices) {
      if (Trees.deepEquals(choice, value)) {
        return;
      }
    }
    var names = choices.stream().map(it -> it instanceof String s ? s : Json.show(it)).toList();
    errors.add(FieldError.notSupported(place(path), value, names));
  }

  @SuppressWarnings("ReferenceEquality") // Absent is one value.
  private void checkList(
      StructuralSchema schema, ValueRules rules, List<?> list, String path, Object old) {
    var items = schema.items();
    for (var i = 0; items != null && i < list.size(); i++) {
      var before = old == ABSENT ? null : Correlation.element(schema, list.get(i), old);
      merge(of(items, list.get(i), path + "[" + i + "]", before == null ? ABSENT : before));
    }
    var min = rules.sizes().minItems();
    var max = rules.sizes().maxItems();
    if (min != null && list.size() < min) {
      invalid(path, (long) list.size(), "should have at least " + min + " items");
    }
    if (max != null && list.size() > max) {
      errors.add(FieldError.tooMany(place(path), list.size(), Math.toIntExact(max)));
    }
  }

  private void checkObject(
      StructuralSchema schema,
      ValueRules rules,
      Map<String, @Nullable Object> map,
      String path,
      Object old) {
    var min = rules.sizes().minProperties();
    var max = rules.sizes().maxProperties();
    if (min != null && map.size() < min) {
      invalid(path, (long) map.size(), "should have at least " + min + " properties");
      return;
    }
    if (max != null && map.size() > max) {
      errors.add(FieldError.tooMany(place(path), map.size(), Math.toIntExact(max)));
      return;
    }
    for (var entry : map.entrySet()) {
      var name = entry.getKey();
      var child = schema.child(name);
      if (child != null) {
        var before = old instanceof Map<?, ?> was ? was.get(name) : null;
        var place = path.isEmpty() ? name : path + "." + name;
        merge(of(child, entry.getValue(), place, before == null ? ABSENT : before));
      }
    }
    for (var name : rules.required()) {
      if (!map.containsKey(name)) {
        errors.add(FieldError.required(place(path.isEmpty() ? name : path + "." + name), ""));
      }
    }
  }
}
