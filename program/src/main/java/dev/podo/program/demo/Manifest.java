package dev.podo.program.demo;

import dev.podo.client.Api;
import dev.podo.client.Patch;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.ApiObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Objects from YAML documents, put into a cluster one after the other. Immutable.
final class Manifest {
  private static final WriteOptions WRITE =
      WriteOptions.as("podo-demo").withFieldValidation("Strict");

  private final List<Entry<?>> entries;

  private Manifest(List<Entry<?>> entries) {
    this.entries = List.copyOf(entries);
  }

  private record Entry<T extends ApiObject>(
      Kind<T> kind, Map<String, @Nullable Object> tree, T object) {
    static <T extends ApiObject> Entry<T> of(Kind<T> kind, Map<String, @Nullable Object> tree) {
      var decoded = Json.fromTree(kind.schema(), tree, Strictness.STRICT);
      if (!decoded.problems().isEmpty()) {
        throw new IllegalArgumentException(kind + ": " + decoded.problems());
      }
      return new Entry<>(kind, tree, decoded.value());
    }

    /// Creates the object; of one that is there, what the manifest says is made so, and the rest
    /// stays.
    void apply(Api api) {
      try {
        api.create(kind, object, WRITE);
      } catch (ApiException e) {
        if (!e.isAlreadyExists()) {
          throw e;
        }
        var metadata = object.metadata();
        api.patch(
            kind, metadata.namespace(), metadata.name(), new Patch.Strategic(tree), "", WRITE);
      }
    }

    @Override
    public String toString() {
      var metadata = object.metadata();
      return metadata.namespace().isEmpty()
          ? kind.kind() + " " + metadata.name()
          : kind.kind() + " " + metadata.namespace() + "/" + metadata.name();
    }
  }

  /// @throws IllegalArgumentException when a document is of no known kind, or says what its kind
  ///   does not know
  static Manifest parse(String yaml) {
    var entries = new ArrayList<Entry<?>>();
    for (var document : Yaml.parseAll(yaml.getBytes(StandardCharsets.UTF_8))) {
      var tree = Trees.asMap(document);
      var gvk = GroupVersionKind.of(Trees.text(tree, "apiVersion"), Trees.text(tree, "kind"));
      var kind = Catalogue.builtIn().byGvk(gvk);
      if (kind == null) {
        throw new IllegalArgumentException("no such kind: " + gvk);
      }
      entries.add(Entry.of(kind, tree));
    }
    return new Manifest(entries);
  }

  /// Reads a resource of this package, its placeholders replaced.
  static Manifest resource(String name, Map<String, String> placeholders) {
    try (var in = Manifest.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no such resource: " + name);
      }
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (var placeholder : placeholders.entrySet()) {
        text = text.replace(placeholder.getKey(), placeholder.getValue());
      }
      return parse(text);
    } catch (IOException e) {
      throw new IllegalArgumentException("the resource " + name + " cannot be read", e);
    }
  }

  void apply(Api api) {
    entries.forEach(entry -> entry.apply(api));
  }

  /// Each as `Kind namespace/name`, in the order of the documents.
  List<String> names() {
    return entries.stream().map(Entry::toString).toList();
  }
}
