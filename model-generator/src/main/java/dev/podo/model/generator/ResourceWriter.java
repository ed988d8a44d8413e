package dev.podo.model.generator;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Writes the list of all types, and the descriptions of types and fields, one file for each
/// group-version: a line `=Name`, the type's description, then for each described field a line
/// `.name` and its description. Lines of a description start with a space.
final class ResourceWriter {
  private final Output output;

  ResourceWriter(Output output) {
    this.output = output;
  }

  void write(List<Definition> definitions) throws IOException {
    var files = new TreeMap<String, StringBuilder>();
    for (var definition : definitions) {
      var prefix =
          definition
              .name()
              .substring(0, definition.name().length() - definition.simpleName().length() - 1);
      append(files.computeIfAbsent(prefix, p -> new StringBuilder()), definition);
    }
    for (Map.Entry<String, StringBuilder> file : files.entrySet()) {
      output.write(
          "dev/podo/model/descriptions/" + file.getKey() + ".txt", file.getValue().toString());
    }
    output.write("dev/podo/model/types.txt", types(definitions));
    output.deleteOthers();
  }

  /// One line for each definition: its name, its record class, and for a kind its apiVersion.
  private static String types(List<Definition> definitions) {
    return definitions.stream()
        .map(d -> (d.name() + " " + d.javaName() + " " + d.apiVersion()).strip() + "\n")
        .sorted()
        .collect(Collectors.joining());
  }

  private static void append(StringBuilder file, Definition definition) {
    file.append('=').append(definition.simpleName()).append('\n');
    appendText(file, definition.description());
    for (var property : definition.properties()) {
      if (!property.description().isEmpty()) {
        file.append('.').append(property.name()).append('\n');
        appendText(file, property.description());
      }
    }
  }

  private static void appendText(StringBuilder file, String text) {
    if (!text.isEmpty()) {
      text.lines().forEach(line -> file.append(' ').append(line).append('\n'));
    }
  }
}
