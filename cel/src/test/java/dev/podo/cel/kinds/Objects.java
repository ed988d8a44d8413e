package dev.podo.cel.kinds;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.machinery.tree.Trees;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.ApiObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Objects of built-in kinds, tried on their kinds' rules.
final class Objects {
  private Objects() {}

  /// What is wrong with a new object, one error each.
  static List<String> problems(String yaml) {
    return problems(kind(yaml), yaml);
  }

  /// What is wrong with an object that becomes another.
  static List<String> problems(String old, String now) {
    return update(kind(old), old, now);
  }

  private static <T extends ApiObject> List<String> problems(Kind<T> kind, String yaml) {
    return shown(kind.strategy().validate(created(kind, yaml)));
  }

  private static <T extends ApiObject> List<String> update(Kind<T> kind, String old, String now) {
    var before = created(kind, old);
    var prepared = kind.strategy().prepareForUpdate(created(kind, now), before);
    return shown(kind.strategy().validateUpdate(kind.strategy().defaults(prepared), before));
  }

  private static List<String> shown(List<FieldError> errors) {
    return errors.stream()
        .map(FieldError::toString)
        .filter(error -> !error.startsWith("metadata.resourceVersion"))
        .toList();
  }

  private static <T extends ApiObject> T created(Kind<T> kind, String yaml) {
    var object = Json.fromTree(kind.schema(), tree(yaml), Strictness.STRICT);
    if (!object.problems().isEmpty()) {
      throw new IllegalArgumentException(object.problems().toString());
    }
    var strategy = kind.strategy();
    return strategy.defaults(strategy.prepareForCreate(object.value()));
  }

  private static Kind<?> kind(String yaml) {
    var tree = tree(yaml);
    var gvk = GroupVersionKind.of(Trees.text(tree, "apiVersion"), Trees.text(tree, "kind"));
    var kind = Catalogue.builtIn().byGvk(gvk);
    if (kind == null) {
      throw new IllegalArgumentException("unknown kind: " + gvk);
    }
    return kind;
  }

  private static Map<String, @Nullable Object> tree(String yaml) {
    return Trees.asMap(Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8)));
  }
}
