package dev.podo.model.generator;

import dev.podo.model.generator.Definition.Shape;
import dev.podo.model.generator.FactTable.GroupVersion;
import dev.podo.model.generator.PropertyType.ListOf;
import dev.podo.model.generator.PropertyType.MapOf;
import dev.podo.model.generator.PropertyType.Scalar;
import dev.podo.model.generator.PropertyType.StructOf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The API types declared by hand in `declared.txt`, because the OpenAPI document does not list
/// them.
final class DeclaredTypes {
  private final ProtoSources proto;
  private final Map<String, String> definitions; // By package and name, such as meta.v1.ObjectMeta.
  private final List<Declared> declared = new ArrayList<>();

  private record Declared(GroupVersion groupVersion, String head, List<String> fields) {
    boolean isKind() {
      return name().length() < head.indexOf(' ');
    }

    String name() {
      var word = head.substring(0, head.indexOf(' '));
      return word.endsWith("^") ? word.substring(0, word.length() - 1) : word;
    }

    String definition() {
      return groupVersion.prefix() + "." + name();
    }
  }

  /// Reads the declarations.
  ///
  /// @param definitions the definitions that may be referred to besides; the declared are added
  DeclaredTypes(List<String> lines, ProtoSources proto, Map<String, String> definitions) {
    this.proto = proto;
    this.definitions = definitions;
    GroupVersion groupVersion = null;
    for (var line : lines) {
      if (line.startsWith("@")) {
        groupVersion = FactTable.groupVersion(line);
      } else if (line.startsWith("  ")) {
        declared.getLast().fields.add(line.strip());
      } else if (!line.startsWith("//")) {
        declared.add(new Declared(Objects.requireNonNull(groupVersion), line, new ArrayList<>()));
      }
    }
    for (var type : declared) {
      definitions.put(type.groupVersion.javaPackage() + "." + type.name(), type.definition());
    }
  }

  /// The declared definitions.
  List<Definition> definitions() {
    return declared.stream().map(this::definition).toList();
  }

  private Definition definition(Declared type) {
    var messages = proto.definition(type.definition());
    var shown =
        type.fields.stream().map(f -> f.substring(0, f.indexOf(' '))).collect(Collectors.toSet());
    var properties = new ArrayList<Property>();
    if (type.isKind()) {
      properties.add(typeMeta("kind", "The kind of the object."));
      properties.add(typeMeta("apiVersion", "The group and version of the kind."));
    }
    for (var field : type.fields) {
      var name = field.substring(0, field.indexOf(' '));
      var found = messages == null ? null : proto.find(messages, name, shown);
      properties.add(property(type, field.split(" ", 4), found));
    }
    return new Definition(
        type.definition(),
        "dev.podo.model." + type.groupVersion.javaPackage(),
        type.name(),
        type.isKind() ? type.groupVersion.apiVersion() : "",
        shape(properties),
        type.head.substring(type.head.indexOf(' ') + 1),
        properties);
  }

  private static Property typeMeta(String name, String description) {
    var facts = new Property.Facts('v', '?', false);
    return new Property(
        name, Scalar.STRING, 0, List.of(), facts, false, Property.Merge.NONE, null, description);
  }

  private static Shape shape(List<Property> properties) {
    var metadata =
        properties.stream()
            .filter(p -> p.name().equals("metadata"))
            .findFirst()
            .map(Property::type);
    if (metadata.isPresent() && metadata.get() instanceof StructOf(var name)) {
      if (name.endsWith(".ObjectMeta")) {
        return Shape.OBJECT;
      }
      return properties.stream().anyMatch(p -> p.name().equals("items"))
          ? Shape.LIST
          : Shape.STRUCT;
    }
    return Shape.STRUCT;
  }

  private Property property(Declared type, String[] words, ProtoSources.@Nullable Found found) {
    var required = words[2].startsWith("r");
    var flags =
        FactTable.flags(words[2].equals("-") ? "" : required ? words[2].substring(1) : words[2]);
    var valueType = type(type.groupVersion, words[1]);
    var wrapped =
        found != null && ProtoSources.isWrapped(found.field(), valueType instanceof ListOf);
    return new Property(
        words[0],
        valueType,
        found == null ? 0 : wrapped ? 1 : found.field().number(),
        found == null ? List.of() : wrapped ? found.path() : found.within(),
        Definitions.facts(valueType, flags),
        required,
        flags.merge() == null ? Property.Merge.NONE : flags.merge(),
        null,
        words[3]);
  }

  private PropertyType type(GroupVersion groupVersion, String text) {
    if (text.startsWith("[")) {
      return new ListOf(type(groupVersion, text.substring(1, text.length() - 1)));
    }
    if (text.startsWith("{")) {
      return new MapOf(type(groupVersion, text.substring(1, text.length() - 1)));
    }
    var scalar = Arrays.stream(Scalar.values()).filter(s -> s.name().equals(text)).findFirst();
    if (scalar.isPresent()) {
      return scalar.get();
    }
    var name = text.contains(".") ? text : groupVersion.javaPackage() + "." + text;
    return new StructOf(Objects.requireNonNull(definitions.get(name), name));
  }
}
