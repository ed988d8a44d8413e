package dev.podo.apiserver.verbs;

import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.storage.Stored;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;

/// PUT: of an object, or of a part of it.
public final class Update {
  private final Backend backend;
  private final Change change;
  private final Create create;

  public Update(Backend backend) {
    this.backend = backend;
    this.change = new Change(backend);
    this.create = new Create(backend);
  }

  public <T extends ApiObject> Answer answer(Call call, Kind<T> kind) throws InterruptedException {
    var dryRun = call.input().writeOptions().dryRun();
    var object = Identity.named(kind, body(call, kind), call.info());
    if (kind.strategy().createsOnUpdate() && isAbsent(call, kind)) {
      Create.checkAllowed(call, backend.authorizer());
      Identity.checkUid(kind, object.metadata(), "", call.info().name());
      // Of what is not there any version is the right one.
      var made = kind.withMetadata(object, object.metadata().with(m -> m.resourceVersion("")));
      return new Answer.OfObject<>(201, kind, create.create(call, kind, made, dryRun));
    }
    return new Answer.OfObject<>(200, kind, update(call, kind, Part.main(kind), object, dryRun));
  }

  <T extends ApiObject> Answer part(Call call, Kind<T> kind, Part<T> part)
      throws InterruptedException {
    var dryRun = call.input().writeOptions().dryRun();
    var object = Identity.named(kind, body(call, kind), call.info());
    return new Answer.OfObject<>(200, kind, update(call, kind, part, object, dryRun));
  }

  private static <T extends ApiObject> T body(Call call, Kind<T> kind) {
    var sent = call.input().object(kind, call.notes());
    return OwnerReferences.eachOnce(kind, sent, false, call.notes());
  }

  private <T extends ApiObject> Stored update(
      Call call, Kind<T> kind, Part<T> part, T object, boolean dryRun) throws InterruptedException {
    return change.apply(
        call,
        kind,
        part,
        current -> {
          Identity.checkUid(
              kind, object.metadata(), current.metadata().uid(), current.metadata().name());
          return object;
        },
        dryRun);
  }

  private boolean isAbsent(Call call, Kind<?> kind) throws InterruptedException {
    var key = ObjectStore.key(kind, call.info().namespace(), call.info().name());
    return backend.store().latest(call.deadline()).get(key) == null;
  }
}
