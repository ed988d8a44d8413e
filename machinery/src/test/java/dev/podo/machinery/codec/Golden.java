package dev.podo.machinery.codec;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.podo.model.Schema;
import dev.podo.model.Struct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One golden object of the oracle: upstream's own encodings of an object with every field set. The
/// oracle is found through the environment variable `PODO_ORACLE`; without it the tests that need
/// it are reported as skipped on the assumption `oracle`.
final class Golden {
  final String name;
  final byte[] json;
  final byte[] protobuf;
  final @Nullable Schema<?> schema;

  private Golden(String name, byte[] json, byte[] protobuf) {
    this.name = name;
    this.json = json;
    this.protobuf = protobuf;
    this.schema = schemaOf(name);
  }

  static List<Golden> all() {
    var oracle = System.getenv("PODO_ORACLE");
    assumeTrue(oracle != null && !oracle.isEmpty(), "oracle");
    var folder = Path.of(oracle, "api-testdata-v1.36");
    var found = new ArrayList<Golden>();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(it -> it.toString().endsWith(".json")).sorted().toList()) {
        var name = file.getFileName().toString().replaceFirst("\\.json$", "");
        var json = compact(Files.readString(file)).getBytes(StandardCharsets.UTF_8);
        var protobuf = Files.readAllBytes(folder.resolve(name + ".pb"));
        found.add(new Golden(name, json, protobuf));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /// Those whose kind is in the model.
  static List<Golden> known() {
    return all().stream().filter(golden -> golden.schema != null).toList();
  }

  private static @Nullable Schema<?> schemaOf(String name) {
    var parts = name.split("\\.", -1);
    var kind = parts[parts.length - 1];
    var version = parts[parts.length - 2];
    var group = name.startsWith("internal.apiserver.") ? "apiserverinternal" : parts[0];
    var schema = find("dev.podo.model." + group + "." + version + "." + kind);
    return schema == null ? find("dev.podo.model.meta." + version + "." + kind) : schema;
  }

  private static @Nullable Schema<?> find(String className) {
    try {
      return Schema.of(Class.forName(className).asSubclass(Struct.class));
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  /// The same JSON without white space between tokens.
  private static String compact(String json) {
    var compact = new StringBuilder(json.length());
    var quoted = false;
    for (var i = 0; i < json.length(); i++) {
      var c = json.charAt(i);
      if (quoted && c == '\\') {
        compact.append(c).append(json.charAt(++i));
        continue;
      }
      quoted = quoted ^ (c == '"');
      if (quoted || !Character.isWhitespace(c)) {
        compact.append(c);
      }
    }
    return compact.toString();
  }

  @Override
  public String toString() {
    return name;
  }
}
