package dev.podo.model.generator;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One field of an API type.
record Property(
    String name,
    PropertyType type,
    int number,
    List<Integer> within,
    Facts facts,
    boolean required,
    Merge merge,
    @Nullable String defaultValue,
    String description) {

  private static final Set<String> RESERVED =
      Set.of(
          "abstract",
          "assert",
          "boolean",
          "break",
          "byte",
          "case",
          "catch",
          "char",
          "class",
          "const",
          "continue",
          "default",
          "do",
          "double",
          "else",
          "enum",
          "extends",
          "final",
          "finally",
          "float",
          "for",
          "goto",
          "if",
          "implements",
          "import",
          "instanceof",
          "int",
          "interface",
          "long",
          "native",
          "new",
          "package",
          "private",
          "protected",
          "public",
          "return",
          "short",
          "static",
          "strictfp",
          "super",
          "switch",
          "synchronized",
          "this",
          "throw",
          "throws",
          "transient",
          "try",
          "void",
          "volatile",
          "while",
          "true",
          "false",
          "null",
          "clone",
          "finalize",
          "getClass",
          "hashCode",
          "notify",
          "notifyAll",
          "toString",
          "wait",
          "schema",
          "get",
          "with",
          "build");

  /// How upstream holds and shows the field.
  record Facts(char presence, char emit, boolean enumeration) {}

  /// What `+listType` and its like say.
  record Merge(
      String listType,
      List<String> mapKeys,
      @Nullable String mapType,
      List<String> patchStrategy,
      @Nullable String patchMergeKey) {
    static final Merge NONE = new Merge("", List.of(), null, List.of(), null);
  }

  /// The name of the record component: the JSON name, with a trailing underscore where Java or the
  /// record itself needs the name.
  String javaName() {
    var parts = name.replace("$", "").split("-");
    var camel = new StringBuilder(parts[0]);
    for (var i = 1; i < parts.length; i++) {
      camel.append(parts[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(parts[i].substring(1));
    }
    if (name.startsWith("$schema")) {
      return "dollarSchema";
    }
    var java = camel.toString();
    return RESERVED.contains(java) ? java + "_" : java;
  }

  Property withDescription(String changed) {
    return new Property(name, type, number, within, facts, required, merge, defaultValue, changed);
  }

  boolean isPointer() {
    return facts.presence == 'p';
  }

  boolean isStructValue() {
    return type instanceof PropertyType.StructOf && !isPointer();
  }
}
