package dev.podo.apiserver.verbs;

import dev.podo.apiserver.admission.AdmissionRequest;
import dev.podo.apiserver.admission.AdmissionRequest.Operation;
import dev.podo.apiserver.admission.AdmissionRequest.Place;
import dev.podo.apiserver.ownership.FieldOwnership;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.storage.Allocations;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.storage.Stored;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.model.ApiObject;
import dev.podo.store.Commit;
import dev.podo.store.ConflictException;

/// POST: prepare, default, mutate-admit, default again, validate, validate-admit, commit.
public final class Create {
  private static final int TRIES = 16;

  private final Backend backend;

  public Create(Backend backend) {
    this.backend = backend;
  }

  public <T extends ApiObject> Answer answer(Call call, Kind<T> kind) throws InterruptedException {
    var dryRun = call.input().writeOptions().dryRun();
    var object = call.input().object(kind, call.notes());
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
      switch (commit(call, kind, now, new Mode(dryRun, placed.metadata().name().isEmpty()))) {
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
    var prepared =
        strategy.defaults(strategy.prepareForCreate(kind.withMetadata(placed, metadata)));
    var now = draft.tellsOwners() ? prepared : backend.ownership().created(call, kind, prepared);
    var place = new Place(metadata.namespace(), metadata.name(), "");
    var request = new AdmissionRequest<>(Operation.CREATE, kind, place, now, null, call);
    now = strategy.defaults(backend.admissions().mutate(request, now));
    var errors = strategy.validate(now);
    if (!errors.isEmpty()) {
      throw ApiErrors.invalid(kind.groupKind(), metadata.name(), errors);
    }
    backend.admissions().validate(request.withObject(now));
    return now;
  }

  private sealed interface Outcome {}

  private record Committed(Stored stored) implements Outcome {}

  private record Mode(boolean dryRun, boolean generatedName) {}

  private record Lost(ApiException error, boolean isWorthRetrying) implements Outcome {}

  private <T extends ApiObject> Outcome commit(Call call, Kind<T> kind, T admitted, Mode mode)
      throws InterruptedException {
    try {
      return tryCommit(call, kind, admitted, mode);
    } catch (ApiException e) {
      return tryCommit(call, kind, FieldOwnership.spared(kind, admitted, e), mode);
    }
  }

  private <T extends ApiObject> Outcome tryCommit(Call call, Kind<T> kind, T admitted, Mode mode)
      throws InterruptedException {
    var metadata = admitted.metadata();
    var key = ObjectStore.key(kind, metadata.namespace(), metadata.name());
    var image = backend.store().image();
    if (image.get(key) != null) {
      return taken(kind, admitted, mode.generatedName());
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
          ? taken(kind, admitted, mode.generatedName())
          : new Lost(
              ApiErrors.notFound(Namespaces.KIND.groupResource(), metadata.namespace()), false);
    }
  }

  private static <T extends ApiObject> Lost taken(Kind<T> kind, T object, boolean isGenerated) {
    var metadata = object.metadata();
    return new Lost(
        isGenerated
            ? ApiErrors.generatedNameExists(kind.groupResource(), metadata.name())
            : ApiErrors.alreadyExists(kind.groupResource(), metadata.name()),
        isGenerated);
  }
}
