package dev.podo.machinery.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.machinery.tree.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The tables of server-side apply, `src/test/resources/apply/tables`. A row is one write:
///
/// - `live` and `managers`: the object and its managed fields ([OwnerText]); no `live`, no object
/// - `by`, and `apply` (a configuration; `force`) or `update` (the whole object; `given`: the
///   managed fields that it brings along), through a `subresource`
/// - `object` and `after`: the object and its managed fields then; left out, they are as before
/// - `refused`: the code and text of the error; how a configuration that does not fit begins
///   (`failed to create typed patch object (...)`) is left out
///
/// Metadata are there of themselves. A table is about a built-in `kind`, about a custom resource
/// with these properties (`schema`), or about one with several `versions`, whose fields are named
/// anew between them (`renames`); a row names its version with `version`. Writes happen at second
/// 9, earlier ones at second 1 unless it is said.
///
/// Every write is done twice: the second time nothing may change. Every row of a built-in kind is
/// played with the custom resource of the same shape too.
class ApplyTablesTest {
  private static final Path TABLES = Path.of("src/test/resources/apply/tables");
  private static final String GROUP = "example.com/";

  @TestFactory
  Stream<DynamicTest> comesOutAsTheRowSays() throws IOException {
    try (var files = Files.list(TABLES)) {
      return files.sorted().toList().stream().flatMap(ApplyTablesTest::rows);
    }
  }

  private static Stream<DynamicTest> rows(Path file) {
    var table = parse(file);
    return Trees.asList(Trees.get(table, "rows")).stream()
        .map(row ->
            DynamicTest.dynamicTest(
                file.getFileName() + ": " + Trees.text(row, "row"),
                () -> check(table, Trees.asMap(row))));
  }

  private static Object parse(Path file) {
    try {
      return Trees.asMap(Json.parse(Json.print(Yaml.parse(Files.readAllBytes(file)))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void check(Object table, Object row) {
    var name = kind(table, row);
    if (name.isEmpty()) {
      custom(table, row).check();
    } else {
      var kind = kind(name);
      var shape = RecordShapes.of(kind.schema());
      var record =
          new ApplyRow(row, kind.gvk(), Versions.only(kind.apiVersion(), shape), kind.schema());
      record.check();
      var twin =
          new ApplyRow(
              row,
              kind.gvk(),
              Versions.only(kind.apiVersion(), Twins.shape(kind.schema())),
              kind.schema());
      assertThat(twin.play(record.live(), record.managers(), 9))
          .as("the custom resource of the same shape")
          .isEqualTo(record.play(record.live(), record.managers(), 9));
    }
  }

  private static String kind(Object table, Object row) {
    var own = Trees.text(row, "kind");
    return own.isEmpty() ? Trees.text(table, "kind") : own;
  }

  static Kind<?> kind(String name) {
    return Catalogue.builtIn().all().stream()
        .filter(kind -> kind.kind().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static ApplyRow custom(Object table, Object row) {
    var version = Trees.text(row, "version");
    var gvk = GroupVersionKind.of(GROUP + (version.isEmpty() ? "v1" : version), "Widget");
    if (Trees.get(table, "versions") instanceof Map<?, ?> versions) {
      return new ApplyRow(row, gvk, renaming(versions, Trees.get(table, "renames")), null);
    }
    var only = Versions.only(gvk.apiVersion(), shape(Trees.get(table, "schema")));
    return new ApplyRow(row, gvk, only, null);
  }

  private static Shape shape(@Nullable Object properties) {
    return SchemaShapes.ofObject(
        Trees.asMap(
            Json.parse("{\"type\":\"object\",\"properties\":" + Json.show(properties) + "}")));
  }

  /// @param renames by version: what a field of the first version is called there
  private static Versions renaming(Map<?, ?> versions, @Nullable Object renames) {
    var shapes = new TreeMap<String, Shape>();
    versions.forEach((version, schema) -> shapes.put(GROUP + version, shape(schema)));
    return new Versions() {
      @Override
      public @Nullable Shape shape(String apiVersion) {
        return shapes.get(apiVersion);
      }

      @Override
      public Object convert(Object object, String apiVersion) {
        var from = version(Trees.text(object, "apiVersion"));
        var converted = new TreeMap<String, @Nullable Object>();
        Trees.asMap(object)
            .forEach((name, value) ->
                converted.put(renamed(original(name, from), version(apiVersion)), value));
        converted.put("apiVersion", apiVersion);
        return Trees.frozen(converted);
      }

      private String original(String name, String version) {
        if (Trees.get(renames, version) instanceof Map<?, ?> there) {
          for (var entry : there.entrySet()) {
            if (entry.getValue().equals(name)) {
              return (String) entry.getKey();
            }
          }
        }
        return name;
      }

      private String renamed(String name, String version) {
        var there = Trees.text(renames, version, name);
        return there.isEmpty() ? name : there;
      }
    };
  }

  private static String version(String apiVersion) {
    return apiVersion.substring(apiVersion.indexOf('/') + 1);
  }
}
