package dev.podo.machinery.apply;

import dev.podo.machinery.tree.Trees;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Structural schemas of all that lists and maps can be, one in the other, and configurations that
/// fit them. The same seed gives the same ones.
final class RandomSchemas {
  private static final List<String> WORDS = List.of("a", "b", "c");
  private static final int DEPTH = 3;

  private final Random random;

  RandomSchemas(Random random) {
    this.random = random;
  }

  /// The properties of an object.
  Map<String, @Nullable Object> properties() {
    return properties(DEPTH, 4);
  }

  private Map<String, @Nullable Object> properties(int depth, int count) {
    var made = new TreeMap<String, @Nullable Object>();
    for (var i = 0; i < count; i++) {
      made.put("p" + i, property(depth));
    }
    return made;
  }

  private Map<String, @Nullable Object> property(int depth) {
    return switch (random.nextInt(depth == 0 ? 7 : 13)) {
      case 0 -> typed("string");
      case 1 -> typed("integer");
      case 2 -> typed("boolean");
      case 3 -> with(new TreeMap<>(), "x-kubernetes-int-or-string", true);
      case 4 -> list("atomic", typed("string"));
      case 5 -> list("set", typed(random.nextBoolean() ? "string" : "integer"));
      case 6 -> map(typed("string"), random.nextBoolean());
      case 7 -> with(struct(depth), "x-kubernetes-map-type", "atomic");
      case 8 -> map(struct(depth), false);
      case 9 -> with(typed("object"), "x-kubernetes-preserve-unknown-fields", true);
      case 10 -> keyed(depth, 1 + random.nextInt(2));
      default -> random.nextBoolean() ? struct(depth) : keyed(depth, 1);
    };
  }

  private Map<String, @Nullable Object> struct(int depth) {
    return with(typed("object"), "properties", properties(depth - 1, 3));
  }

  private Map<String, @Nullable Object> keyed(int depth, int keys) {
    var element = struct(depth);
    var properties = new TreeMap<>(Trees.asMap(element.get("properties")));
    var names = List.of("k0", "k1").subList(0, keys);
    properties.put("k0", typed("string"));
    if (keys == 2) {
      properties.put("k1", with(typed("string"), "default", "a"));
    }
    element.put("properties", properties);
    var list = list("map", element);
    list.put("x-kubernetes-list-map-keys", names);
    return list;
  }

  private static Map<String, @Nullable Object> map(Object entry, boolean atomic) {
    var map = with(typed("object"), "additionalProperties", entry);
    return atomic ? with(map, "x-kubernetes-map-type", "atomic") : map;
  }

  private static Map<String, @Nullable Object> list(String type, Object element) {
    return with(with(typed("array"), "items", element), "x-kubernetes-list-type", type);
  }

  private static Map<String, @Nullable Object> typed(String type) {
    return with(new TreeMap<>(), "type", type);
  }

  private static Map<String, @Nullable Object> with(
      Map<String, @Nullable Object> map, String name, Object value) {
    map.put(name, value);
    return map;
  }

  /// Some of the properties, with values.
  Map<String, @Nullable Object> config(@Nullable Object properties) {
    var made = new LinkedHashMap<String, @Nullable Object>();
    if (properties instanceof Map<?, ?>) {
      Trees.asMap(properties)
          .forEach((name, schema) -> {
            if (random.nextInt(5) < 3) {
              made.put(name, value(schema));
            }
          });
    }
    return Trees.frozen(made);
  }

  private Object value(@Nullable Object schema) {
    if (Trees.get(schema, "x-kubernetes-int-or-string") != null) {
      return random.nextBoolean() ? (Object) 1L : "1";
    }
    return switch (Trees.text(schema, "type")) {
      case "string" -> word();
      case "integer" -> (long) random.nextInt(3);
      case "boolean" -> random.nextBoolean();
      case "array" -> listValue(schema);
      default -> object(schema);
    };
  }

  private Object object(@Nullable Object schema) {
    if (Trees.get(schema, "x-kubernetes-preserve-unknown-fields") != null) {
      return anything(2);
    }
    var entry = Trees.get(schema, "additionalProperties");
    if (entry == null) {
      return config(Trees.get(schema, "properties"));
    }
    var made = new LinkedHashMap<String, @Nullable Object>();
    some().forEach(word -> made.put(word, value(entry)));
    return Trees.frozen(made);
  }

  private Object anything(int depth) {
    var made = new LinkedHashMap<String, @Nullable Object>();
    for (var word : some()) {
      made.put(
          word,
          switch (random.nextInt(depth == 0 ? 2 : 3)) {
            case 0 -> word();
            case 1 -> List.of(word());
            default -> anything(depth - 1);
          });
    }
    return Trees.frozen(made);
  }

  private Object listValue(@Nullable Object schema) {
    var items = Trees.get(schema, "items");
    var made = new ArrayList<@Nullable Object>();
    switch (Trees.text(schema, "x-kubernetes-list-type")) {
      case "set" -> {
        for (var word : some()) {
          made.add(
              Trees.text(items, "type").equals("string") ? word : (Object) (long) word.charAt(0));
        }
      }
      case "map" -> {
        for (var word : some()) {
          made.add(element(items, word));
        }
      }
      default -> some().forEach(word -> made.add(word()));
    }
    return Trees.frozen(made);
  }

  private Object element(@Nullable Object items, String key) {
    var properties = new TreeMap<>(Trees.asMap(Trees.get(items, "properties")));
    var second = properties.remove("k1") != null && random.nextBoolean();
    properties.remove("k0");
    var made = new LinkedHashMap<>(config(properties));
    made.put("k0", key);
    if (second) {
      made.put("k1", "a");
    }
    return Trees.frozen(made);
  }

  private String word() {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  /// Some words, each once, in any order.
  private List<String> some() {
    var words = new ArrayList<>(WORDS);
    Collections.shuffle(words, random);
    return words.subList(0, random.nextInt(words.size() + 1));
  }
}
