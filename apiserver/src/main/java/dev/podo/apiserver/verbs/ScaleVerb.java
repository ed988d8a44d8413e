package dev.podo.apiserver.verbs;

import dev.podo.apiserver.ownership.FieldOwnership.Applying;
import dev.podo.apiserver.ownership.ScaleOwnership;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.storage.Stored;
import dev.podo.client.Patch;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.GroupKind;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.ScaleMapping;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.ApiObject;
import dev.podo.model.autoscaling.v1.Scale;
import java.util.List;
import java.util.function.UnaryOperator;

/// The `scale` subresource: the number of replicas, in one shape for all kinds that have one.
public final class ScaleVerb {
  private static final GroupVersionKind SCALE = new GroupVersionKind("autoscaling", "v1", "Scale");

  private final Get get;
  private final Change change;
  private final ScaleOwnership ownership;

  public ScaleVerb(Backend backend) {
    this.get = new Get(backend);
    this.change = new Change(backend);
    this.ownership = new ScaleOwnership(backend.ownership());
  }

  public <T extends ApiObject> Answer get(Call call, Kind<T> kind) throws InterruptedException {
    return answer(kind, get.get(call, kind));
  }

  public <T extends ApiObject> Answer update(Call call, Kind<T> kind) throws InterruptedException {
    var scale = call.input().body(Scale.SCHEMA, SCALE, call.notes());
    return change(call, kind, replaced(call, kind, current -> scale));
  }

  public <T extends ApiObject> Answer patch(Call call, Kind<T> kind) throws InterruptedException {
    var given = call.input().patch(call.notes());
    if (given.patch() instanceof Patch.Apply(var config, var force)) {
      var what = new Applying(config, force);
      return change(
          call, kind, (object, scale) -> ownership.applied(call, kind, object, scale, what));
    }
    var patcher = new Patcher(call.input().writeOptions().fieldValidation(), call.notes());
    return change(
        call, kind, replaced(call, kind, current -> patcher.apply(Scale.SCHEMA, given, current)));
  }

  private <T extends ApiObject> Wanted<T> replaced(
      Call call, Kind<T> kind, UnaryOperator<Scale> wanted) {
    return (object, scale) ->
        ownership.changed(
            call, kind, object, new ScaleOwnership.Change(scale, wanted.apply(scale)));
  }

  /// What an object's scale shall be, and who owns the object's fields then.
  @FunctionalInterface
  private interface Wanted<T> {
    ScaleOwnership.Scaled of(T object, Scale scale);
  }

  private <T extends ApiObject> Answer change(Call call, Kind<T> kind, Wanted<T> wanted)
      throws InterruptedException {
    var mapping = mapping(kind);
    Change.OwnedProposal<T> proposal =
        current -> {
          var scaled = wanted.of(current, mapping.read(current));
          var scale = scaled.scale();
          check(scale, call.info().name());
          var version = scale.metadata().resourceVersion();
          var object = mapping.write(current, scale);
          var metadata =
              object
                  .metadata()
                  .with(m ->
                      m.managedFields(scaled.ofObject())
                          .resourceVersion(
                              version.isEmpty() ? current.metadata().resourceVersion() : version));
          return kind.withMetadata(object, metadata);
        };
    var dryRun = call.input().writeOptions().dryRun();
    return answer(kind, change.apply(call, kind, Part.main(kind), proposal, dryRun));
  }

  private static void check(Scale scale, String name) {
    var named = scale.metadata().name();
    if (!named.isEmpty() && !named.equals(name)) {
      throw ApiErrors.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(named, name));
    }
    if (scale.spec().replicas() < 0) {
      throw ApiErrors.invalid(
          new GroupKind(SCALE.group(), SCALE.kind()),
          name,
          List.of(
              FieldError.invalid(
                  FieldPath.root("spec", "replicas"),
                  scale.spec().replicas(),
                  "must be greater than or equal to 0")));
    }
  }

  private static <T extends ApiObject> Answer answer(Kind<T> kind, Stored stored) {
    var mapping = mapping(kind);
    var object = stored.as(kind);
    var lack = mapping.lack().apply(object);
    if (!lack.isEmpty()) {
      throw ApiErrors.internal(lack);
    }
    return new Answer.OfValue(200, mapping.read(object));
  }

  private static <T extends ApiObject> ScaleMapping<T> mapping(Kind<T> kind) {
    var mapping = kind.scale();
    if (mapping == null) {
      throw ApiErrors.notFoundPath();
    }
    return mapping;
  }
}
