package dev.podo.apiserver.verbs;

import dev.podo.apiserver.encoding.HttpInput;
import dev.podo.apiserver.encoding.ManagedFieldsReset;
import dev.podo.apiserver.request.Input.GivenPatch;
import dev.podo.apiserver.request.Notes;
import dev.podo.client.Patch;
import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Decoded;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.GroupKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.patch.JsonPatch;
import dev.podo.machinery.patch.MergePatch;
import dev.podo.machinery.patch.PatchException;
import dev.podo.machinery.patch.StrategicMergePatch;
import dev.podo.machinery.validation.FieldError;
import dev.podo.machinery.validation.GoValues;
import dev.podo.model.ApiObject;
import dev.podo.model.Schema;
import dev.podo.model.Struct;
import dev.podo.model.meta.v1.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
  <T extends ApiObject> T apply(Kind<T> kind, GivenPatch given, T current) {
    var patch = given.patch();
    if (patch instanceof Patch.Strategic && kind.schema().rest() != null) {
      throw ApiErrors.unsupportedMediaType(
          List.of(
              "application/json-patch+json",
              "application/merge-patch+json",
              "application/apply-patch+yaml"));
    }
    var patched = patched(kind.schema(), patch, current);
    var decoded = decoded(kind.schema(), patch, patched);
    var conformed = kind.strategy().conform(decoded.value(), strictness());
    var problems = new ArrayList<>(given.problems());
    problems.addAll(decoded.problems());
    problems.addAll(conformed.problems());
    report(problems, strict -> unreadable(patch, patched, strict));
    return conformed.value();
  }

  /// An applied object, as the kind allows it to be.
  <T extends ApiObject> T conformed(Kind<T> kind, T object) {
    var conformed = kind.strategy().conform(object, strictness());
    report(conformed.problems(), strict -> HttpInput.cannotBeHandled(kind.gvk(), strict));
    return conformed.value();
  }

  <S extends Struct> S apply(Schema<S> schema, GivenPatch given, S current) {
    var patch = given.patch();
    var patched = patched(schema, patch, current);
    var decoded = decoded(schema, patch, patched);
    var problems = new ArrayList<>(given.problems());
    problems.addAll(decoded.problems());
    report(problems, strict -> unreadable(patch, patched, strict));
    return decoded.value();
  }

  private static @Nullable Object patched(Schema<?> schema, Patch patch, Struct current) {
    if (patch instanceof Patch.Json(List<?> operations) && operations.size() > MAX_OPERATIONS) {
      throw ApiErrors.requestEntityTooLarge(
          "The allowed maximum operations in a JSON patch is %d, got %d"
              .formatted(MAX_OPERATIONS, operations.size()));
    }
    var tree = Json.toTree(current);
    try {
      return switch (patch) {
        case Patch.Json(var operations) -> JsonPatch.apply(tree, operations);
        case Patch.Merge(var changes) -> MergePatch.apply(tree, MergePatch.checked(changes));
        case Patch.Strategic(var changes) -> StrategicMergePatch.apply(schema, tree, changes);
        case Patch.Apply apply ->
            throw new IllegalArgumentException("a configuration is applied, not patched in");
      };
    } catch (PatchException e) {
      throw refusal(e);
    }
  }

  private <S extends Struct> Decoded<S> decoded(
      Schema<S> schema, Patch patch, @Nullable Object patched) {
    try {
      return Json.fromTree(schema, ManagedFieldsReset.plain(patched), strictness());
    } catch (DecodeException e) {
      throw unreadable(patch, patched, String.valueOf(e.getMessage()));
    }
  }

  /// Upstream blames the field `patch` of nothing in particular, and shows what came of the patch,
  /// of strategic ones the patch itself as Go prints it.
  private static ApiException unreadable(Patch patch, @Nullable Object patched, String why) {
    var text =
        patch instanceof Patch.Strategic(var changes)
            ? GoValues.show(changes)
            : new String(Json.print(patched), StandardCharsets.UTF_8);
    var error = FieldError.invalid(FieldPath.root("patch"), text, why);
    return ApiErrors.invalid(new GroupKind("", ""), "", List.of(error));
  }

  private Strictness strictness() {
    return switch (fieldValidation) {
      case "Ignore" -> Strictness.IGNORE;
      case "Strict" -> Strictness.STRICT;
      default -> Strictness.WARN;
    };
  }

  /// Refuses what the client wants to be refused, and warns of the rest.
  private void report(List<String> problems, Function<String, ApiException> refused) {
    if (!problems.isEmpty() && strictness() == Strictness.STRICT) {
      throw refused.apply("strict decoding error: " + String.join(", ", problems));
    }
    notes.warn(problems);
  }

  private static ApiException refusal(PatchException e) {
    var message = e.getMessage() == null ? "the patch cannot be applied" : e.getMessage();
    return switch (e.kind()) {
      case MALFORMED -> ApiErrors.badRequest(message);
      case UNPROCESSABLE ->
          new ApiException(
              Status.builder()
                  .status("Failure")
                  .reason("Invalid")
                  .code(422)
                  .message(
                      "the server rejected our request due to an error in our request: " + message)
                  .build());
      case FAILED ->
          new ApiException(Status.builder().status("Failure").code(500).message(message).build());
    };
  }
}
