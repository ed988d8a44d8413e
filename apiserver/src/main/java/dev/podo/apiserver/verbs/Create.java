package dev.podo.apiserver.verbs;

import dev.podo.apiserver.admission.AdmissionRequest;
import dev.podo.apiserver.admission.AdmissionRequest.Operation;
import dev.podo.apiserver.admission.AdmissionRequest.Place;
import dev.podo.apiserver.authz.Authorizer;
import dev.podo.apiserver.ownership.FieldOwnership;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.request.RequestInfo;
import dev.podo.apiserver.storage.Allocations;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.storage.Stored;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.errors.Attempt;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.model.ApiObject;
import dev.podo.store.Commit;
import dev.podo.store.ConflictException;
import dev.podo.store.Key;
import org.jspecify.annotations.Nullable;

/// POST: prepare, default, mutate-admit, default again, validate, validate-admit, commit.
public final class Create {
  private static final int TRIES = 16;

  private final Backend backend;

  public Create(Backend backend) {
    this.backend = backend;
  }

  public <T extends ApiObject> Answer answer(Call call, Kind<T> kind) throws InterruptedException {
    var dryRun = call.input().writeOptions().dryRun();
    var sent = call.input().object(kind, call.notes());
    var object = OwnerReferences.eachOnce(kind, sent, false, call.notes());
    return new Answer.OfObject<>(201, kind, create(call, kind, object, dryRun));
  }

  <T extends ApiObject> Stored create(Call call, Kind<T> kind, T object, boolean dryRun)
      throws InterruptedException {
    return create(call, kind, new Draft<>(object, false), dryRun);
  }

  /// @param tellsOwners whether the managed fields are right already
  record Draft<T extends ApiObject>(T object, boolean tellsOwners) {}

  <T extends ApiObject> Stored create(Call call, Kind<T> kind, Draft<T> draft, boolean dryRun)
      throws InterruptedException {
    var placed = Identity.placed(kind, draft.object(), call.info());
    for (var attempt = 1; ; attempt++) {
      var now = admitted(call, kind, new Draft<>(placed, draft.tellsOwners()));
      call.notes().warn(kind.strategy().warnings(now));
      switch (commit(
          call,
          kind,
          now,
          new Mode(dryRun, placed.metadata().name().isEmpty(), draft.tellsOwners()))) {
        case Committed(var stored) -> {
          return stored;
        }
        case Lost(var error, var isWorthRetrying) -> {
          if (!isWorthRetrying || attempt == TRIES) {
            throw error;
          }
        }
      }
    }
  }

  private <T extends ApiObject> T admitted(Call call, Kind<T> kind, Draft<T> draft)
      throws InterruptedException {
    var strategy = kind.strategy();
    var placed = draft.object();
    var metadata = Identity.created(placed.metadata(), backend.environment());
    var sent = strategy.defaults(kind.withMetadata(placed, metadata));
    // What the kind itself makes of a new object, its writer does not own.
    var owned = draft.tellsOwners() ? sent : backend.ownership().created(call, kind, sent);
    var prepared = strategy.defaults(strategy.prepareForCreate(owned));
    var now = FieldOwnership.withEntries(kind, prepared, owned.metadata().managedFields());
    var place = new Place(metadata.namespace(), metadata.name(), "");
    var request = new AdmissionRequest<>(Operation.CREATE, kind, place, now, null, call);
    now = strategy.defaults(backend.admissions().mutate(request, now));
    now = OwnerReferences.eachOnce(kind, now, true, call.notes());
    var errors = strategy.validate(now);
    if (!errors.isEmpty()) {
      throw ApiErrors.invalid(kind.groupKind(), metadata.name(), errors);
    }
    backend.admissions().validate(request.withObject(now));
    return now;
  }

  private sealed interface Outcome {}

  private record Committed(Stored stored) implements Outcome {}

  private record Mode(boolean dryRun, boolean generatedName, boolean tellsOwners) {}

  private record Lost(ApiException error, boolean isWorthRetrying) implements Outcome {}

  private <T extends ApiObject> Outcome commit(Call call, Kind<T> kind, T admitted, Mode mode)
      throws InterruptedException {
    try {
      return tryCommit(call, kind, admitted, mode);
    } catch (ApiException e) {
      if (mode.tellsOwners()) {
        throw e;
      }
      return tryCommit(call, kind, FieldOwnership.spared(kind, admitted, e), mode);
    }
  }

  private <T extends ApiObject> Outcome tryCommit(Call call, Kind<T> kind, T admitted, Mode mode)
      throws InterruptedException {
    var metadata = admitted.metadata();
    var key = ObjectStore.key(kind, metadata.namespace(), metadata.name());
    var image = backend.store().image();
    var present = image.get(key);
    if (present != null) {
      return taken(kind, admitted, mode.generatedName(), present.value());
    }
    var allocation = backend.allocator().allocate(kind, null, admitted, image);
    var object = allocation.object() == null ? admitted : allocation.object();
    var stored = new Stored(kind.toStorage(object));
    if (mode.dryRun()) {
      return new Committed(stored);
    }
    var commit = Commit.<Stored>builder().put(key, stored).expectAbsent(key);
    if (kind.namespaced()) {
      commit.expectPresent(ObjectStore.key(Namespaces.KIND, "", metadata.namespace()));
    }
    allocation.addTo(commit);
    try {
      return new Committed(backend.store().commit(commit.build(), call.deadline()).value(key));
    } catch (ConflictException e) {
      if (Allocations.isOne(e.key().kind())) {
        return new Lost(ApiErrors.serverTimeout(kind.groupResource(), "create", 1), true);
      }
      return e.key().equals(key)
          ? taken(kind, admitted, mode.generatedName(), present(key, call))
          : new Lost(
              ApiErrors.notFound(Namespaces.KIND.groupResource(), metadata.namespace()), false);
    }
  }

  private @Nullable Stored present(Key key, Call call) throws InterruptedException {
    var present = backend.store().latest(call.deadline()).get(key);
    return present == null ? null : present.value();
  }

  private static <T extends ApiObject> Lost taken(
      Kind<T> kind, T object, boolean isGenerated, @Nullable Stored present) {
    var metadata = object.metadata();
    var error =
        metadata.generateName().isEmpty()
            ? ApiErrors.alreadyExists(kind.groupResource(), metadata.name())
            : ApiErrors.generatedNameExists(kind.groupResource(), metadata.name());
    var isGoing = present != null && present.object().metadata().deletionTimestamp() != null;
    return new Lost(
        isGoing
            ? new ApiException(
                error
                    .status()
                    .with(s -> s.message("object is being deleted: " + error.status().message())))
            : error,
        isGenerated);
  }

  /// Who may update or patch may not therefore create.
  static void checkAllowed(Call call, Authorizer authorizer) {
    var info = call.info();
    var wanted =
        RequestInfo.of(
            "create",
            new RequestInfo.Target(
                info.group(),
                info.version(),
                info.namespace(),
                info.resource(),
                info.name(),
                "",
                ""));
    if (!authorizer.allows(call.user(), wanted)) {
      throw ApiErrors.forbidden(
          new Attempt(
              call.user().name(),
              "create",
              info.groupResource(),
              "",
              info.namespace(),
              info.name()),
          "");
    }
  }
}
