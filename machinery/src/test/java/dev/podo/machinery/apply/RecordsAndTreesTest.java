package dev.podo.machinery.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.Struct;
import dev.podo.model.apps.v1.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A record, its tree, and a custom resource whose schema says the same: all are merged alike.
class RecordsAndTreesTest {
  private static final Path OBJECTS = Path.of("src/test/resources/kinds/defaults");

  @Test
  void compareAlike() throws IOException {
    var random = new Random(11);
    var shape = RecordShapes.of(Deployment.SCHEMA);
    var custom = Twins.shape(Deployment.SCHEMA);
    var base = deployment();
    for (var i = 0; i < 400; i++) {
      var old = Trees.to(Deployment.SCHEMA, mutated(base, random));
      var now = Trees.to(Deployment.SCHEMA, mutated(base, random));
      var ofRecords = Comparison.of(shape, old, now);
      var oldTree = Trees.of(old);
      var newTree = Trees.of(now);
      assertThat(Comparison.of(shape, oldTree, newTree)).isEqualTo(ofRecords);
      assertThat(Comparison.of(custom, oldTree, newTree)).isEqualTo(ofRecords);
      assertThat(Extraction.fields(shape, newTree)).isEqualTo(Extraction.fields(shape, now));
      assertThat(Extraction.fields(custom, newTree)).isEqualTo(Extraction.fields(shape, now));
      assertThat(Merger.merge(custom, oldTree, newTree))
          .isEqualTo(Merger.merge(shape, oldTree, newTree));
    }
  }

  @Test
  void everyKindIsMergedAsItsOwnSchemaSays() {
    for (var kind : Catalogue.builtIn().all()) {
      var empty = Trees.to(kind.schema(), Map.of());
      var shape = RecordShapes.of(kind.schema());
      assertThat(Comparison.of(shape, empty, empty).isSame()).isTrue();
      assertThat(TypeCheck.problem(shape, Trees.of((Struct) empty))).isNull();
    }
  }

  @Test
  void knowsTheTypesThatAreOneField() throws IOException {
    var oracle = System.getenv("PODO_ORACLE");
    assumeTrue(oracle != null && !oracle.isEmpty(), "oracle");
    var document = Json.parse(Files.readAllBytes(Path.of(oracle, "swagger-v1.36.0.json")));
    Trees.asMap(Trees.get(document, "definitions"))
        .forEach((name, definition) -> {
          if (!name.contains("alpha") && !name.contains("beta")) {
            assertThat(AtomicTypes.contains(name))
                .as(name)
                .isEqualTo(Trees.text(definition, "x-kubernetes-map-type").equals("atomic"));
          }
        });
  }

  private static Map<String, @Nullable Object> deployment() throws IOException {
    try (var files = Files.list(OBJECTS)) {
      var file =
          files
              .filter(it -> it.getFileName().toString().matches("deployment.*expected.yaml"))
              .sorted()
              .findFirst()
              .orElseThrow();
      return Trees.asMap(Yaml.parse(Files.readAllBytes(file)));
    }
  }

  /// The object with some of its parts gone, doubled in another form, or changed.
  private static Object mutated(Object tree, Random random) {
    return switch (tree) {
      case Map<?, ?> map -> {
        var copy = new LinkedHashMap<String, @Nullable Object>();
        for (var entry : Trees.asMap(map).entrySet()) {
          var isKey = entry.getKey().equals("name") || entry.getKey().equals("key");
          if (isKey || random.nextInt(8) > 0) {
            var value = entry.getValue();
            copy.put(entry.getKey(), value == null || isKey ? value : mutated(value, random));
          }
        }
        yield Trees.frozen(copy);
      }
      case List<?> list -> {
        var copy = new ArrayList<@Nullable Object>();
        for (var element : list) {
          if (element != null && random.nextInt(6) > 0) {
            copy.add(element instanceof String ? element : mutated(element, random));
          }
        }
        yield Trees.frozen(copy);
      }
      case Long number when random.nextInt(4) == 0 -> number + 1;
      default -> tree;
    };
  }
}
