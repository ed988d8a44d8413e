package dev.podo.e2e.conformance;

import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.machinery.tree.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A kind, and how to write objects of it that are valid.
///
/// @param text with NUMBER and NAMESPACE in it
record Sample(Kind<?> kind, String text) {
  /// One of each kind in `conformance/objects.yaml`.
  static List<Sample> all() {
    var out = new ArrayList<Sample>();
    for (var text : resource("objects.yaml").split("(?m)^---$")) {
      var tree = parse(text);
      Catalogue.builtIn().all().stream()
          .filter(kind -> kind.apiVersion().equals(Trees.text(tree, "apiVersion")))
          .filter(kind -> kind.kind().equals(Trees.text(tree, "kind")))
          .forEach(kind -> out.add(new Sample(kind, text)));
    }
    return out;
  }

  private static String resource(String name) {
    try (var in = Sample.class.getResourceAsStream("/conformance/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> parse(String text) {
    return Trees.asMap(Yaml.parse(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// As kubectl names it: `deployments.apps`.
  @Override
  public String toString() {
    var resource = kind.groupResource().toString();
    return kind.storageKind().equals(kind) ? resource : resource + " " + kind.version();
  }

  Map<String, Object> object(String namespace, int number) {
    var tree =
        parse(text.replace("NUMBER", Integer.toString(number)).replace("NAMESPACE", namespace));
    return kind.hasStatus() ? Trees.without(tree, "status") : tree;
  }

  String name(int number) {
    return Trees.text(object("", number), "metadata", "name");
  }

  /// A merge patch of its status.
  Map<String, Object> statusPatch() {
    var status = Trees.get(parse(text), "status");
    return status == null ? Map.of() : Map.of("status", status);
  }

  /// Where its group's version is served.
  String root() {
    return kind.group().isEmpty() ? "/api/v1" : "/apis/" + kind.apiVersion();
  }

  /// All objects of its kind.
  String everywhere() {
    return root() + "/" + kind.plural();
  }

  /// Those of a namespace, where it has namespaces.
  String collection(String namespace) {
    return kind.namespaced()
        ? root() + "/namespaces/" + namespace + "/" + kind.plural()
        : everywhere();
  }
}
