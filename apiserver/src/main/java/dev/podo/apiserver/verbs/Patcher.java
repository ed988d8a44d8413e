package dev.podo.apiserver.verbs;

import dev.podo.apiserver.encoding.ManagedFieldsReset;
import dev.podo.apiserver.request.Notes;
import dev.podo.client.Patch;
import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Decoded;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.patch.JsonPatch;
import dev.podo.machinery.patch.MergePatch;
import dev.podo.machinery.patch.PatchException;
import dev.podo.machinery.patch.StrategicMergePatch;
import dev.podo.model.ApiObject;
import dev.podo.model.Schema;
import dev.podo.model.Struct;
import dev.podo.model.meta.v1.Status;
import java.util.ArrayList;
import java.util.List;

/// Applies a patch to a value by way of its tree.
final class Patcher {
  private static final int MAX_OPERATIONS = 10_000;

  private final String fieldValidation;
  private final Notes notes;

  Patcher(String fieldValidation, Notes notes) {
    this.fieldValidation = fieldValidation;
    this.notes = notes;
  }

  /// @throws ApiException `UnsupportedMediaType` when nothing says how lists of the kind are merged
  <T extends ApiObject> T apply(Kind<T> kind, Patch patch, T current) {
    if (patch instanceof Patch.Strategic && kind.schema().rest() != null) {
      throw ApiErrors.unsupportedMediaType(
          List.of(
              "application/json-patch+json",
              "application/merge-patch+json",
              "application/apply-patch+yaml"));
    }
    var decoded = decoded(kind.schema(), kind.gvk(), patch, current);
    return conformed(kind, decoded.value(), decoded.problems());
  }

  /// The outcome of a patch, as the kind allows it to be.
  ///
  /// @param problems that are known already
  <T extends ApiObject> T conformed(Kind<T> kind, T object, List<String> problems) {
    var conformed = kind.strategy().conform(object, strictness());
    var all = new ArrayList<>(problems);
    all.addAll(conformed.problems());
    report(kind.gvk(), all);
    return conformed.value();
  }

  <S extends Struct> S apply(Schema<S> schema, GroupVersionKind gvk, Patch patch, S current) {
    var decoded = decoded(schema, gvk, patch, current);
    report(gvk, decoded.problems());
    return decoded.value();
  }

  private <S extends Struct> Decoded<S> decoded(
      Schema<S> schema, GroupVersionKind gvk, Patch patch, S current) {
    if (patch instanceof Patch.Json(List<?> operations) && operations.size() > MAX_OPERATIONS) {
      throw ApiErrors.requestEntityTooLarge(
          "The allowed maximum operations in a JSON patch is %d, got %d"
              .formatted(MAX_OPERATIONS, operations.size()));
    }
    var tree = Json.toTree(current);
    try {
      var patched =
          switch (patch) {
            case Patch.Json(var operations) -> JsonPatch.apply(tree, operations);
            case Patch.Merge(var changes) -> MergePatch.apply(tree, changes);
            case Patch.Strategic(var changes) -> StrategicMergePatch.apply(schema, tree, changes);
            case Patch.Apply apply ->
                throw new IllegalArgumentException("a configuration is applied, not patched in");
          };
      return Json.fromTree(schema, ManagedFieldsReset.plain(patched), strictness());
    } catch (PatchException e) {
      throw refusal(e);
    } catch (DecodeException e) {
      throw ApiErrors.badRequest(
          "the patched object cannot be read as a " + gvk.kind() + ": " + e.getMessage());
    }
  }

  private Strictness strictness() {
    return switch (fieldValidation) {
      case "Ignore" -> Strictness.IGNORE;
      case "Strict" -> Strictness.STRICT;
      default -> Strictness.WARN;
    };
  }

  private void report(GroupVersionKind gvk, List<String> problems) {
    if (problems.isEmpty()) {
      return;
    }
    if (strictness() == Strictness.STRICT) {
      throw ApiErrors.badRequest(
          "%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
              .formatted(gvk.kind(), gvk.version(), gvk.kind(), String.join(", ", problems)));
    }
    notes.warn(problems);
  }

  private static ApiException refusal(PatchException e) {
    var message = e.getMessage() == null ? "the patch cannot be applied" : e.getMessage();
    if (e.kind() == PatchException.Kind.MALFORMED) {
      return ApiErrors.badRequest(message);
    }
    return new ApiException(
        Status.builder()
            .status("Failure")
            .reason("Invalid")
            .code(422)
            .message("the server rejected our request due to an error in our request: " + message)
            .build());
  }
}
