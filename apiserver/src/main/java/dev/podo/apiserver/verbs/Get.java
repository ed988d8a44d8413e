package dev.podo.apiserver.verbs;

import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.storage.Stored;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;

/// GET of one object: as it is now, or, when the client says that it knows a version, no older.
public final class Get {
  private final Backend backend;

  public Get(Backend backend) {
    this.backend = backend;
  }

  public <T extends ApiObject> Answer answer(Call call, Kind<T> kind) throws InterruptedException {
    return new Answer.OfObject<>(200, kind, get(call, kind));
  }

  <T extends ApiObject> Stored get(Call call, Kind<T> kind) throws InterruptedException {
    var info = call.info();
    var version = ResourceVersions.parse(call.input().parameter("resourceVersion"));
    var store = backend.store();
    var image =
        switch (version) {
          case ResourceVersions.Unset unset -> store.latest(call.deadline());
          case ResourceVersions.Any any -> store.image();
          case ResourceVersions.At(var revision) ->
              store.atLeast(revision, ResourceVersions.patience(backend.environment(), call));
        };
    var found = image.get(ObjectStore.key(kind, info.namespace(), info.name()));
    if (found == null) {
      throw ApiErrors.notFound(kind.groupResource(), info.name());
    }
    return found.value();
  }
}
