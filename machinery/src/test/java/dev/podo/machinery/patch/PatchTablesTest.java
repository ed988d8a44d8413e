package dev.podo.machinery.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The tables of patches, `src/test/resources/patch`: an object, a patch, and what comes of it or
/// why it is refused. No row changes what it is given, and none does anything else the second time
/// that the object is patched.
class PatchTablesTest {
  private static final Path TABLES = Path.of("src/test/resources/patch");

  @TestFactory
  Stream<DynamicTest> comesOutAsTheRowSays() throws IOException {
    try (var files = Files.list(TABLES)) {
      return files.sorted().toList().stream().flatMap(PatchTablesTest::rows);
    }
  }

  private static Stream<DynamicTest> rows(Path file) {
    var table = parse(file);
    return Trees.asList(Trees.get(table, "rows")).stream()
        .map(row ->
            DynamicTest.dynamicTest(
                file.getFileName() + ": " + Trees.text(row, "row"), () -> check(table, row)));
  }

  private static @Nullable Object parse(Path file) {
    try {
      return canonical(Yaml.parse(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void check(@Nullable Object table, @Nullable Object row) {
    var object = Trees.get(row, "object");
    var before = Json.show(object);
    var patch = Trees.get(row, "patch");
    var refused = Trees.text(row, "refused");
    try {
      var result = apply(table, row, object);
      assertThat(refused).as("came out as %s", Json.show(result)).isEmpty();
      assertThat(canonical(result)).isEqualTo(Trees.get(row, "result"));
      if (!(patch instanceof List<?>)) {
        assertThat(canonical(apply(table, row, result))).as("twice").isEqualTo(canonical(result));
      }
    } catch (PatchException e) {
      assertThat(code(e.kind()) + " " + e.getMessage()).isEqualTo(refused);
    }
    assertThat(Json.show(object)).isEqualTo(before);
  }

  private static int code(PatchException.Kind kind) {
    return switch (kind) {
      case MALFORMED -> 400;
      case UNPROCESSABLE -> 422;
      case FAILED -> 500;
    };
  }

  private static @Nullable Object apply(
      @Nullable Object table, @Nullable Object row, @Nullable Object object) {
    var patch = Trees.get(row, "patch");
    return switch (Trees.text(table, "type")) {
      case "strategic" -> {
        var kind = Trees.text(row, "kind");
        yield StrategicMergePatch.apply(
            schema(kind.isEmpty() ? Trees.text(table, "kind") : kind), object, patch);
      }
      case "json" -> JsonPatch.apply(object, patch);
      case "merge" -> MergePatch.apply(object, MergePatch.checked(patch));
      default -> throw new IllegalArgumentException("no type of patch: " + table);
    };
  }

  private static Schema<?> schema(String name) {
    return Catalogue.builtIn().all().stream()
        .filter(kind -> kind.kind().equals(name))
        .findFirst()
        .orElseThrow()
        .schema();
  }

  private static @Nullable Object canonical(@Nullable Object tree) {
    return Json.parse(Json.print(tree));
  }
}
