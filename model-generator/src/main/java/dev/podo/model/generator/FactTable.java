package dev.podo.model.generator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The committed table of what neither the client's classes nor its protobuf sources know: which
/// definitions there are, and for each field presence, emit rule, enumeration and (where there are
/// no protobuf sources) protobuf number, merge facts and default. `facts.txt` explains its
/// notation.
final class FactTable {
  private static final Pattern FLAGS =
      Pattern.compile(
          "(?<presence>[pv])?(?<emit>[!0])?(?<enum>\\*)?(?<micro>u)?(?:@(?<struct>\\w+))?"
              + "(?:#(?<number>\\d+))?(?:\\{(?<merge>[^}]*)})?(?:=(?<default>.*))?");

  /// One group-version: the prefix of its definitions, their package, and what `apiVersion` holds.
  record GroupVersion(String prefix, String javaPackage, String apiVersion) {}

  /// One line of the table.
  record Entry(
      GroupVersion groupVersion, String simpleName, boolean kind, Map<String, Flags> fields) {
    String definition() {
      return groupVersion.prefix + "." + simpleName;
    }

    Flags flags(String field) {
      return fields.getOrDefault(field, Flags.NONE);
    }
  }

  /// What the table says of a field beyond what is usual for its type; 0, null or empty where it
  /// says nothing.
  record Flags(
      char presence,
      char emit,
      boolean enumeration,
      boolean microTime,
      @Nullable String struct,
      int number,
      Property.@Nullable Merge merge,
      @Nullable String defaultValue) {
    static final Flags NONE = new Flags(' ', ' ', false, false, null, 0, null, null);
  }

  private final List<Entry> entries = new ArrayList<>();

  FactTable(List<String> lines) {
    GroupVersion groupVersion = null;
    for (var line : lines) {
      if (line.isBlank() || line.startsWith("//")) {
        continue;
      }
      var words = line.split(" ");
      if (words[0].equals("@")) {
        groupVersion = groupVersion(line);
      } else {
        entries.add(entry(Objects.requireNonNull(groupVersion), words));
      }
    }
  }

  /// Reads a line `@ prefix package group version`.
  static GroupVersion groupVersion(String line) {
    var words = line.split(" ");
    var group = words[3].equals("-") ? "" : words[3] + "/";
    return new GroupVersion(words[1], words[2], group + words[4]);
  }

  List<Entry> entries() {
    return entries;
  }

  private static Entry entry(GroupVersion groupVersion, String[] words) {
    var fields = new LinkedHashMap<String, Flags>();
    for (var i = 1; i < words.length; i++) {
      var colon = words[i].indexOf(':');
      fields.put(words[i].substring(0, colon), flags(words[i].substring(colon + 1)));
    }
    var kind = words[0].endsWith("^");
    var name = kind ? words[0].substring(0, words[0].length() - 1) : words[0];
    return new Entry(groupVersion, name, kind, fields);
  }

  /// Reads the flags of a field.
  static Flags flags(String text) {
    var flags = FLAGS.matcher(text);
    if (!flags.matches()) {
      throw new IllegalArgumentException("not flags of a field: " + text);
    }
    var number = flags.group("number");
    return new Flags(
        first(flags.group("presence")),
        first(flags.group("emit")),
        flags.group("enum") != null,
        flags.group("micro") != null,
        flags.group("struct"),
        number == null ? 0 : Integer.parseInt(number),
        flags.group("merge") == null ? null : merge(flags.group("merge")),
        flags.group("default"));
  }

  private static char first(@Nullable String text) {
    return text == null ? ' ' : text.charAt(0);
  }

  private static Property.Merge merge(String text) {
    var listType = "";
    var mapKeys = List.<String>of();
    String mapType = null;
    var strategy = List.<String>of();
    String mergeKey = null;
    for (var part : text.split(",")) {
      var value = part.substring(part.indexOf(':') + 1);
      switch (part.length() > 1 && part.charAt(1) == ':' ? part.charAt(0) : ' ') {
        case 'k' -> mapKeys = List.of(value.split("\\+"));
        case 'm' -> mapType = value;
        case 's' -> strategy = List.of(value.split("\\+"));
        case 'p' -> mergeKey = value;
        default -> listType = value;
      }
    }
    return new Property.Merge(listType, mapKeys, mapType, strategy, mergeKey);
  }
}
