package dev.podo.apiserver.verbs;

import dev.podo.apiserver.ownership.FieldOwnership.Applying;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.client.Patch;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.ApiObject;
import org.jspecify.annotations.Nullable;

/// PATCH of a configuration to apply (server-side apply, KEP 555): what it says holds afterwards,
/// and belongs to who applied it; an object that does not exist is made.
final class ApplyVerb {
  private static final int TRIES = 8;

  private final Backend backend;
  private final Change change;
  private final Create create;

  ApplyVerb(Backend backend) {
    this.backend = backend;
    this.change = new Change(backend);
    this.create = new Create(backend);
  }

  <T extends ApiObject> Answer answer(Call call, Kind<T> kind, Part<T> part, Patch.Apply patch)
      throws InterruptedException {
    var what = new Applying(patch.tree(), patch.force());
    var creates = part.subresource().isEmpty();
    for (var attempt = 1; ; attempt++) {
      var changed = change(call, kind, part, what, creates);
      if (changed != null) {
        return changed;
      }
      try {
        return create(call, kind, what);
      } catch (ApiException e) {
        if (!e.isAlreadyExists() || attempt == TRIES) {
          throw e;
        }
      }
    }
  }

  /// @return null when there is no such object, and it may be made
  private <T extends ApiObject> @Nullable Answer change(
      Call call, Kind<T> kind, Part<T> part, Applying what, boolean creates)
      throws InterruptedException {
    Change.OwnedProposal<T> proposal =
        current -> {
          var applied = backend.ownership().applied(call, kind, part.subresource(), current, what);
          return Identity.placed(kind, conformed(call, kind, applied), call.info());
        };
    try {
      var dryRun = call.input().writeOptions().dryRun();
      return new Answer.OfObject<>(200, kind, change.apply(call, kind, part, proposal, dryRun));
    } catch (ApiException e) {
      if (creates && e.isNotFound()) {
        return null;
      }
      throw e;
    }
  }

  private <T extends ApiObject> Answer create(Call call, Kind<T> kind, Applying what)
      throws InterruptedException {
    Create.checkAllowed(call, backend.authorizer());
    var uid = Trees.text(what.config(), "metadata", "uid");
    if (!uid.isEmpty()) {
      throw ApiErrors.conflict(
          kind.groupResource(),
          call.info().name(),
          "uid mismatch: the provided object specified uid "
              + uid
              + ", and no existing object was found");
    }
    var applied = backend.ownership().applied(call, kind, "", null, what);
    // A version asks that nothing but it be changed, which holds of what is not there: so the Java
    // Operator SDK makes what it must not overwrite.
    var made = unversioned(kind, conformed(call, kind, applied));
    var dryRun = call.input().writeOptions().dryRun();
    var stored = create.create(call, kind, new Create.Draft<>(made, true), dryRun);
    return new Answer.OfObject<>(201, kind, stored);
  }

  private static <T extends ApiObject> T unversioned(Kind<T> kind, T object) {
    return kind.withMetadata(object, object.metadata().with(m -> m.resourceVersion("")));
  }

  private static <T extends ApiObject> T conformed(Call call, Kind<T> kind, T applied) {
    var validation = call.input().writeOptions().fieldValidation();
    return new Patcher(validation, call.notes()).conformed(kind, applied);
  }
}
