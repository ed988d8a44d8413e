package dev.podo.model.generator;

import dev.podo.model.generator.Definition.Shape;
import dev.podo.model.generator.PropertyType.ListOf;
import dev.podo.model.generator.PropertyType.MapOf;
import dev.podo.model.generator.PropertyType.Scalar;
import dev.podo.model.generator.PropertyType.StructOf;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes the source of one record with its builder and schema. All names in it are fully qualified
/// where they could meet the name of an API type.
final class RecordWriter {
  private static final Set<String> WITH = Set.of("metadata", "spec", "status");

  private static final Property.Merge ATOMIC =
      new Property.Merge("atomic", List.of(), null, List.of(), null);

  private final Definition definition;
  private final Map<String, Definition> byName;
  private final StringBuilder out = new StringBuilder(8192);

  RecordWriter(Definition definition, Map<String, Definition> byName) {
    this.definition = definition;
    this.byName = byName;
  }

  String write() {
    var name = definition.simpleName();
    line("package " + definition.javaPackage() + ";");
    line("");
    line("import dev.podo.model.Bytes;");
    line("import dev.podo.model.Emit;");
    line("import dev.podo.model.Field;");
    line("import dev.podo.model.FieldType;");
    line("import dev.podo.model.FieldType.Scalar;");
    line("import dev.podo.model.IntOrString;");
    line("import dev.podo.model.JsonTree;");
    line("import dev.podo.model.Merge;");
    line("import dev.podo.model.Presence;");
    line("import dev.podo.model.Prototype;");
    line("import dev.podo.model.Quantity;");
    line("import dev.podo.model.Schema;");
    line("import dev.podo.model.Values;");
    line("import java.time.Instant;");
    line("import java.util.List;");
    line("import java.util.Map;");
    line("import java.util.Set;");
    line("import java.util.function.UnaryOperator;");
    line("import org.jspecify.annotations.Nullable;");
    line("");
    line("/// `" + definition.name() + "`");
    line("@SuppressWarnings(\"unchecked\")");
    line("public record " + name + "(");
    line(join(",\n", p -> "    " + componentType(p) + " " + p.javaName()) + ")");
    line("    implements " + implemented() + ", Prototype<" + name + "> {");
    line("  public static final " + name + " EMPTY = " + make(p -> "null") + ";");
    schema();
    constructor();
    of();
    line("  @Override public Schema<" + name + "> schema() { return SCHEMA; }");
    get();
    line("  public static Builder builder() { return new Builder(EMPTY); }");
    line("  public Builder toBuilder() { return new Builder(this); }");
    line(
        "  public "
            + name
            + " with(UnaryOperator<Builder> change) { return change.apply(toBuilder())"
            + ".build(); }");
    withers();
    builder();
    line("}");
    return out.toString();
  }

  private String implemented() {
    return switch (definition.shape()) {
      case STRUCT -> "dev.podo.model.Struct";
      case OBJECT -> "dev.podo.model.ApiObject";
      case LIST -> {
        var items = property("items");
        var element = items.type() instanceof ListOf(var e) ? e : items.type();
        yield "dev.podo.model.ApiList<" + boxed(element) + ">";
      }
    };
  }

  private Property property(String name) {
    return definition.properties().stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void schema() {
    var name = definition.simpleName();
    line(
        "  public static final Schema<"
            + name
            + "> SCHEMA = Schema.declare("
            + quote(definition.name())
            + ", "
            + name
            + ".class, "
            + "EMPTY"
            + (definition.properties().isEmpty() ? "" : ","));
    var index = 0;
    for (var property : definition.properties()) {
      index++;
      line(
          "      "
              + field(index - 1, property)
              + (index == definition.properties().size() ? "" : ","));
    }
    line("  );");
  }

  private String field(int index, Property property) {
    var facts = property.facts();
    var presence =
        switch (facts.presence()) {
          case 'p' -> "POINTER";
          case 'l' -> "LIST";
          case 'm' -> "MAP";
          default -> "VALUE";
        };
    var emit =
        switch (facts.emit()) {
          case '!' -> "ALWAYS";
          case '0' -> "OMITZERO";
          default -> "OMITEMPTY";
        };
    return "new Field("
        + String.join(
            ", ",
            List.of(
                Integer.toString(index),
                quote(property.name()),
                Integer.toString(property.number()),
                "List.of("
                    + property.within().stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "))
                    + ")",
                fieldType(property.type()),
                "Presence." + presence,
                "Emit." + emit,
                Boolean.toString(property.required()),
                merge(property.merge()),
                property.defaultValue() == null ? "null" : quote(property.defaultValue()),
                Boolean.toString(facts.enumeration())))
        + ")";
  }

  private static String merge(Property.Merge merge) {
    if (merge.equals(Property.Merge.NONE)) {
      return "Merge.NONE";
    }
    if (merge.equals(ATOMIC)) {
      return "Merge.ATOMIC";
    }
    var listType = merge.listType().isEmpty() ? "NONE" : merge.listType().toUpperCase(Locale.ROOT);
    return "new Merge(Merge.ListType."
        + listType
        + ", List.of("
        + quotes(merge.mapKeys())
        + "), "
        + (merge.mapType() == null ? "null" : quote(merge.mapType()))
        + ", Set.of("
        + quotes(merge.patchStrategy())
        + "), "
        + (merge.patchMergeKey() == null ? "null" : quote(merge.patchMergeKey()))
        + ")";
  }

  private static String quotes(List<String> texts) {
    return texts.stream().map(RecordWriter::quote).collect(Collectors.joining(", "));
  }

  private String fieldType(PropertyType type) {
    return switch (type) {
      case Scalar scalar -> "Scalar." + scalar.name();
      case StructOf struct -> "FieldType.struct(" + boxed(struct) + ".class)";
      case ListOf(var element) -> "FieldType.list(" + fieldType(element) + ")";
      case MapOf(var value) -> "FieldType.map(" + fieldType(value) + ")";
    };
  }

  /// The type of a value that may be null.
  private String boxed(PropertyType type) {
    return switch (type) {
      case Scalar scalar -> scalar.boxed;
      case StructOf(var name) -> Objects.requireNonNull(byName.get(name), name).javaName();
      case ListOf(var element) -> "List<" + element(element) + ">";
      case MapOf(var value) -> "Map<String, " + element(value) + ">";
    };
  }

  private String element(PropertyType type) {
    return type == Scalar.JSON ? "@Nullable Object" : boxed(type);
  }

  private String componentType(Property property) {
    return isNullable(property)
        ? nullable(property.type())
        : property.type() instanceof Scalar scalar ? scalar.value : boxed(property.type());
  }

  private String nullable(PropertyType type) {
    var boxed = boxed(type);
    var point = type instanceof StructOf ? boxed.lastIndexOf('.') + 1 : 0;
    return boxed.substring(0, point) + "@Nullable " + boxed.substring(point);
  }

  private static boolean isNullable(Property property) {
    return property.isPointer()
        || (property.type() instanceof Scalar scalar && scalar.value.isEmpty());
  }

  private static boolean isPrimitive(Property property) {
    return !isNullable(property)
        && property.type() instanceof Scalar scalar
        && !scalar.value.equals(scalar.boxed);
  }

  private void constructor() {
    line("  public " + definition.simpleName() + " {");
    for (var property : definition.properties()) {
      var name = property.javaName();
      var normalized = normalized(property);
      if (!normalized.equals(name)) {
        line("    " + name + " = " + normalized + ";");
      }
    }
    line("  }");
  }

  private String normalized(Property property) {
    var name = property.javaName();
    if (property.type() == Scalar.JSON) {
      return "JsonTree.freeze(" + name + ")";
    }
    if (isPrimitive(property) || isNullable(property)) {
      return name;
    }
    if (definition.isKind() && property.name().equals("kind")) {
      return name
          + " == null || "
          + name
          + ".isEmpty() ? "
          + quote(definition.simpleName())
          + " : "
          + name;
    }
    if (definition.isKind() && property.name().equals("apiVersion")) {
      return name
          + " == null || "
          + name
          + ".isEmpty() ? "
          + quote(definition.apiVersion())
          + " : "
          + name;
    }
    return switch (property.type()) {
      case Scalar scalar -> "Values." + scalar.normalizer + "(" + name + ")";
      case StructOf struct -> name + " == null ? " + boxed(struct) + ".EMPTY : " + name;
      case ListOf(var element) -> "Values." + container(element, "list") + "(" + name + ")";
      case MapOf(var value) -> "Values." + container(value, "map") + "(" + name + ")";
    };
  }

  private static String container(PropertyType element, String container) {
    if (element == Scalar.JSON) {
      return container.equals("list") ? "jsonList" : "jsonMap";
    }
    var deep = element instanceof ListOf || element instanceof MapOf;
    return deep ? (container.equals("list") ? "deepList" : "deepMap") : container;
  }

  private void of() {
    line(
        "  @Override public "
            + definition.simpleName()
            + " ofValues(@Nullable Object[] values) { return "
            + makeIndexed()
            + "; }");
  }

  private String makeIndexed() {
    var arguments = new StringBuilder();
    var index = 0;
    for (var property : definition.properties()) {
      var value = "values[" + index + "]";
      var cast =
          property.type() == Scalar.JSON ? value : "(" + boxed(property.type()) + ") " + value;
      arguments
          .append(index == 0 ? "" : ", ")
          .append(isPrimitive(property) ? unboxed(property, cast) : cast);
      index++;
    }
    return "new " + definition.simpleName() + "(" + arguments + ")";
  }

  private static String unboxed(Property property, String value) {
    return property.type() instanceof Scalar scalar
        ? "Values." + scalar.normalizer + "(" + value + ")"
        : value;
  }

  private interface Text {
    String of(Property property);
  }

  private String join(String separator, Text text) {
    return definition.properties().stream().map(text::of).collect(Collectors.joining(separator));
  }

  private String make(Text argument) {
    return "new "
        + definition.simpleName()
        + "("
        + join(
            ", ",
            p ->
                isPrimitive(p) && argument.of(p).equals("null")
                    ? p.type() == Scalar.BOOL ? "false" : "0"
                    : argument.of(p))
        + ")";
  }

  private void get() {
    if (definition.properties().isEmpty()) {
      line(
          "  @Override public @Nullable Object get(int index) { throw new IndexOutOfBoundsException(index); }");
      return;
    }
    line("  @Override public @Nullable Object get(int index) {");
    line("    return switch (index) {");
    var index = 0;
    for (var property : definition.properties()) {
      line("      case " + index++ + " -> " + property.javaName() + ";");
    }
    line("      default -> throw new IndexOutOfBoundsException(index);");
    line("    };");
    line("  }");
  }

  private void withers() {
    var name = definition.simpleName();
    for (var property : definition.properties()) {
      var all = name.equals("ObjectMeta") || name.equals("ListMeta");
      if (all || (definition.shape() != Shape.STRUCT && WITH.contains(property.name()))) {
        var component = property.javaName();
        var method =
            "with" + component.substring(0, 1).toUpperCase(Locale.ROOT) + component.substring(1);
        var override =
            definition.shape() == Shape.OBJECT && property.name().equals("metadata")
                ? "@Override "
                : "";
        line(
            "  "
                + override
                + "public "
                + name
                + " "
                + method
                + "("
                + componentType(property)
                + " "
                + component
                + ") { return "
                + make(Property::javaName)
                + "; }");
      }
    }
  }

  private void builder() {
    line("  public static final class Builder {");
    for (var property : definition.properties()) {
      line("    private " + fieldOf(property) + " " + property.javaName() + ";");
    }
    line("    private Builder(" + definition.simpleName() + " from) {");
    for (var property : definition.properties()) {
      line("      this." + property.javaName() + " = from." + property.javaName() + ";");
    }
    line("    }");
    for (var property : definition.properties()) {
      setter(property);
    }
    line(
        "    public "
            + definition.simpleName()
            + " build() { return "
            + make(Property::javaName)
            + "; }");
    line("  }");
  }

  private String fieldOf(Property property) {
    return isPrimitive(property) ? componentType(property) : nullable(property.type());
  }

  private void setter(Property property) {
    var name = property.javaName();
    var value = isPrimitive(property) ? unboxed(property, name) : name;
    line(
        "    public Builder "
            + name
            + "("
            + nullable(property.type())
            + " "
            + name
            + ") { this."
            + name
            + " = "
            + value
            + "; return this; }");
    if (property.type() == Scalar.INT64) {
      line(
          "    public Builder "
              + name
              + "(long "
              + name
              + ") { this."
              + name
              + " = "
              + name
              + "; return this; }");
    }
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
