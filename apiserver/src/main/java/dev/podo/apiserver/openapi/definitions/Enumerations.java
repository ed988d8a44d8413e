package dev.podo.apiserver.openapi.definitions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// The strings that a field may hold where these are a fixed set, as `kubectl explain` shows them.
/// `enumerations.txt` has them.
final class Enumerations {
  private static final Map<String, List<String>> ALL = read();

  private Enumerations() {}

  /// The values of a field in their order; none if nothing is known.
  ///
  /// @param type the name of the schema
  static List<String> of(String type, String field) {
    var group = type.lastIndexOf('.', type.lastIndexOf('.', type.lastIndexOf('.') - 1) - 1);
    return ALL.getOrDefault(type.substring(group + 1) + "." + field, List.of());
  }

  /// Of how many fields something is known.
  static int count() {
    return ALL.size();
  }

  private static Map<String, List<String>> read() {
    var out = new TreeMap<String, List<String>>();
    var resource = Enumerations.class.getResourceAsStream("enumerations.txt");
    try (var in =
        new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(resource), StandardCharsets.UTF_8))) {
      in.lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> {
            var bar = line.indexOf(" | ");
            var values = List.of(line.substring(0, bar).split(",", -1));
            for (var field : line.substring(bar + 3).split(" ")) {
              out.put(field, values);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out;
  }
}
