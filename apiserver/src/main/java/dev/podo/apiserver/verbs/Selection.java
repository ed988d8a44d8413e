package dev.podo.apiserver.verbs;

import dev.podo.apiserver.storage.Stored;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.model.selector.FieldPredicate;
import dev.podo.model.selector.LabelPredicate;
import org.jspecify.annotations.Nullable;

/// Which objects of a kind a list or a watch is about.
///
/// @param name when the selector names just one object
public record Selection<T extends ApiObject>(
    Kind<T> kind,
    String namespace,
    LabelPredicate labels,
    FieldPredicate fields,
    @Nullable String name) {

  /// @throws dev.podo.machinery.errors.ApiException `BadRequest` when the kind has no such field to
  ///   select by
  static <T extends ApiObject> Selection<T> of(
      Kind<T> kind, String namespace, LabelPredicate labels, FieldPredicate fields) {
    for (var requirement : fields.requirements()) {
      if (!kind.selectableFields().containsKey(requirement.field())) {
        throw ApiErrors.badRequest("field label not supported: " + requirement.field());
      }
    }
    return new Selection<>(
        kind,
        kind.namespaced() ? namespace : "",
        labels,
        fields,
        fields.exactValue("metadata.name"));
  }

  /// Only the object that the URL names, if it names one.
  ///
  /// @throws dev.podo.machinery.errors.ApiException `BadRequest` when fields are selected that do
  ///   not name it too
  Selection<T> named(String urlName) {
    if (urlName.isEmpty()) {
      return this;
    }
    if (!fields.isEverything() && !urlName.equals(name)) {
      throw ApiErrors.badRequest("fieldSelector metadata.name doesn't match requested name");
    }
    return new Selection<>(kind, namespace, labels, fields, urlName);
  }

  boolean isEverything() {
    return labels.isEverything() && fields.isEverything();
  }

  /// Whether an object of the right namespace is selected.
  boolean matches(Stored stored) {
    if (name != null && !name.equals(stored.object().metadata().name())) {
      return false;
    }
    if (!labels.matches(stored.object().metadata().labels())) {
      return false;
    }
    if (fields.isEverything()) {
      return true;
    }
    var object = stored.as(kind);
    return fields.matches(field -> {
      var value = kind.selectableFields().get(field);
      return value == null ? "" : value.apply(object);
    });
  }
}
