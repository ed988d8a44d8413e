package dev.podo.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds schemas by name and by kind among all generated records; only the record class that is
/// asked for is loaded.
public final class Schemas {
  private final SortedMap<String, String> classes = new TreeMap<>();
  private final Map<String, String> kinds = new HashMap<>();

  private Schemas() {
    var resource = Objects.requireNonNull(Schemas.class.getResourceAsStream("types.txt"));
    try (var in = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
      in.lines().forEach(this::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Holder {
    static final Schemas ALL = new Schemas();
  }

  private void add(String line) {
    var words = line.split(" ");
    classes.put(words[0], words[1]);
    if (words.length > 2) {
      var kind = words[0].substring(words[0].lastIndexOf('.') + 1);
      kinds.put(words[2] + "/" + kind, words[0]);
    }
  }

  /// The names of all schemas.
  public static SortedSet<String> names() {
    return new TreeSet<>(Holder.ALL.classes.keySet());
  }

  /// The schema of this name, such as `io.k8s.api.core.v1.Pod`; null if there is none.
  public static @Nullable Schema<?> named(String name) {
    var type = Holder.ALL.classes.get(name);
    if (type == null) {
      return null;
    }
    try {
      return Schema.of(Class.forName(type).asSubclass(Struct.class));
    } catch (ClassNotFoundException e) {
      throw new LinkageError(type, e);
    }
  }

  /// The schema of a kind, such as `apps/v1` `Deployment`; null if there is none. The kinds of
  /// `meta.v1` that every group shares are found under `v1`.
  public static @Nullable Schema<?> ofKind(String apiVersion, String kind) {
    var name = Holder.ALL.kinds.get(apiVersion + "/" + kind);
    return name == null ? null : named(name);
  }
}
