package dev.podo.machinery.apply;

import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.tree.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Configurations of the widgets of the tables; the same seed gives the same ones.
final class RandomWidgets {
  private static final List<String> WORDS = List.of("a", "b", "c", "d");

  private final Random random;

  RandomWidgets(long seed) {
    random = new Random(seed);
  }

  static Shape shape() {
    try {
      var table = Path.of("src/test/resources/apply/creates-and-owns.input.yaml");
      return SchemaShapes.ofObject(Trees.get(Yaml.parse(Files.readAllBytes(table)), "schema"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param half 0 or 1: configurations of different halves have no field in common; 2: anything
  Object config(int half) {
    var spec = new LinkedHashMap<String, @Nullable Object>();
    maybe(spec, half, 0, "size", (long) random.nextInt(3));
    maybe(spec, half, 1, "name", word());
    maybe(spec, half, 0, "words", List.of(word(), word()));
    maybe(spec, half, 1, "frozen", Trees.canonical(Map.of(word(), word())));
    maybe(spec, half, 0, "ref", Trees.canonical(Map.of("kind", word())));
    maybe(spec, half, 2, "tags", words(half));
    maybe(spec, half, 2, "parts", parts(half));
    maybe(spec, half, 2, "labels", labels(half));
    maybe(spec, half, 2, "inner", inner(half));
    return Trees.asMap(
        Trees.canonical(
            Map.of(
                "apiVersion",
                "example.com/v1",
                "kind",
                "Widget",
                "metadata",
                Map.of("name", "w"),
                "spec",
                Trees.frozen(spec))));
  }

  private void maybe(
      Map<String, @Nullable Object> spec, int half, int of, String name, Object value) {
    if ((half == 2 || of == 2 || half == of) && random.nextInt(3) > 0) {
      spec.put(name, value);
    }
  }

  private String word() {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  /// Some words, in any order; of a half, only those of the half.
  private List<String> someWords(int half) {
    var words = new ArrayList<String>();
    for (var i = 0; i < WORDS.size(); i++) {
      if ((half == 2 || i % 2 == half) && random.nextBoolean()) {
        words.add(WORDS.get(i));
      }
    }
    Collections.shuffle(words, random);
    return words;
  }

  private Object words(int half) {
    var words = someWords(half);
    return words.isEmpty() ? List.of(half == 1 ? "b" : "a") : List.copyOf(words);
  }

  private Object parts(int half) {
    var parts = new ArrayList<@Nullable Object>();
    for (var name : someWords(half)) {
      var part = new LinkedHashMap<String, @Nullable Object>();
      part.put("name", name);
      if (random.nextBoolean()) {
        part.put("value", word());
      }
      if (random.nextBoolean()) {
        part.put("args", words(2));
      }
      if (random.nextBoolean()) {
        part.put("more", inner(2));
      }
      parts.add(Trees.frozen(part));
    }
    return Trees.frozen(parts);
  }

  private Object labels(int half) {
    var labels = new LinkedHashMap<String, @Nullable Object>();
    someWords(half).forEach(word -> labels.put(word, word()));
    // An empty map owned by one and emptied by another is null, which decoders take for the same.
    labels.put(half == 1 ? "b" : "a", word());
    return Trees.frozen(labels);
  }

  private Object inner(int half) {
    var inner = new LinkedHashMap<String, @Nullable Object>();
    if (half != 1) {
      inner.put("a", (long) random.nextInt(2));
    }
    if (half != 0) {
      inner.put("b", (long) random.nextInt(2));
    }
    return Trees.frozen(inner);
  }
}
