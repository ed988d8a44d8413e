package dev.podo.apiserver.verbs;

import dev.podo.apiserver.admission.AdmissionRequest;
import dev.podo.apiserver.admission.AdmissionRequest.Operation;
import dev.podo.apiserver.admission.AdmissionRequest.Place;
import dev.podo.apiserver.ownership.FieldOwnership;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.storage.Stored;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.GroupKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.validation.FieldError;
import dev.podo.model.ApiObject;
import dev.podo.store.Commit;
import dev.podo.store.ConflictException;
import dev.podo.store.Image;
import dev.podo.store.Key;
import dev.podo.store.Versioned;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads an object, lets somebody propose a change, and commits it if the object is still as it
/// was; else all is done again. What every update, patch and subresource has in common.
final class Change {
  private static final int TRIES = 32;

  private final Backend backend;

  Change(Backend backend) {
    this.backend = backend;
  }

  /// What shall become of an object.
  @FunctionalInterface
  interface Proposal<T> {
    /// @param current as it is; null when there is none, which a proposal may refuse
    T of(T current);

    /// Whether the proposal has its managed fields right already; else they follow from what it
    /// changes.
    default boolean tellsOwners() {
      return false;
    }
  }

  /// A proposal that sees to its managed fields itself.
  @FunctionalInterface
  interface OwnedProposal<T> extends Proposal<T> {
    @Override
    default boolean tellsOwners() {
      return true;
    }
  }

  /// Changes an object.
  ///
  /// @throws dev.podo.machinery.errors.ApiException `NotFound`; `Conflict` when the proposal is for
  ///   another version; `Invalid`
  <T extends ApiObject> Stored apply(
      Call call, Kind<T> kind, Part<T> part, Proposal<T> proposal, boolean dryRun)
      throws InterruptedException {
    var info = call.info();
    var key = ObjectStore.key(kind, info.namespace(), info.name());
    for (var attempt = 1; ; attempt++) {
      var image = attempt == 1 ? backend.store().image() : backend.store().latest(call.deadline());
      var current = image.get(key);
      if (current == null) {
        image = backend.store().latest(call.deadline());
        current = image.get(key);
      }
      if (current == null) {
        throw ApiErrors.notFound(kind.groupResource(), info.name());
      }
      var old = current.value().as(kind);
      var proposed = proposal.of(old);
      if (isStale(kind, proposed, current)) {
        // What this process knows may be behind; only the latest version may refuse.
        if (attempt == 1 && backend.store().latest(call.deadline()).revision() > image.revision()) {
          continue;
        }
        throw ApiErrors.staleVersion(kind.groupResource(), info.name());
      }
      var owned = proposal.tellsOwners();
      var now =
          FieldOwnership.withoutIdleTimes(
              kind, admitted(call, kind, part, new Pair<>(proposed, old, owned)), old);
      if (dryRun) {
        return new Stored(kind.toStorage(now));
      }
      if (now.equals(old)) {
        return current.value();
      }
      var written = commit(call, kind, now, new Before<>(key, old, current, image, owned));
      if (written != null) {
        return written;
      }
      if (attempt == TRIES) {
        throw ApiErrors.staleVersion(kind.groupResource(), info.name());
      }
    }
  }

  /// @param tellsOwners whether whoever writes says who owns what, and so must not lose it
  private record Before<T>(
      Key key, T old, Versioned<Stored> current, Image<Stored> image, boolean tellsOwners) {}

  private static <T extends ApiObject> boolean isStale(
      Kind<T> kind, T proposed, Versioned<Stored> current) {
    var asked = proposed.metadata().resourceVersion();
    if (asked.isEmpty() || asked.equals("0")) {
      if (!kind.strategy().allowsUnconditionalUpdate()) {
        // Upstream names the resource here and not the kind.
        throw ApiErrors.invalid(
            new GroupKind(kind.group(), kind.plural()),
            proposed.metadata().name(),
            List.of(
                FieldError.invalid(
                    FieldPath.root("metadata", "resourceVersion"),
                    0L,
                    "must be specified for an update")));
      }
      return false;
    }
    return !asked.equals(Long.toString(current.modRevision()));
  }

  /// @param tellsOwners whether the managed fields of the proposed object are right already
  private record Pair<T>(T proposed, T old, boolean tellsOwners) {}

  private <T extends ApiObject> T admitted(Call call, Kind<T> kind, Part<T> part, Pair<T> pair)
      throws InterruptedException {
    var proposed = pair.proposed();
    var old = pair.old();
    var strategy = kind.strategy();
    var kept = Identity.kept(proposed.metadata(), old.metadata());
    var prepared = strategy.defaults(part.prepare(kind.withMetadata(proposed, kept), old));
    var now =
        pair.tellsOwners()
            ? prepared
            : backend.ownership().changed(call, kind, part.subresource(), prepared, old);
    var place = new Place(call.info().namespace(), call.info().name(), part.subresource());
    var request = new AdmissionRequest<>(Operation.UPDATE, kind, place, now, old, call);
    now = strategy.defaults(backend.admissions().mutate(request, now));
    now = OwnerReferences.eachOnce(kind, now, true, call.notes());
    var errors = part.validate(now, old, call.notes()::warn);
    if (!errors.isEmpty()) {
      throw ApiErrors.invalid(kind.groupKind(), old.metadata().name(), errors);
    }
    backend.admissions().validate(request.withObject(now));
    call.notes().warn(part.warnings(now, old));
    return now;
  }

  /// @return null when somebody else was faster
  private <T extends ApiObject> @Nullable Stored commit(
      Call call, Kind<T> kind, T now, Before<T> before) throws InterruptedException {
    try {
      return tryCommit(call, kind, now, before);
    } catch (ApiException e) {
      if (before.tellsOwners()) {
        throw e;
      }
      return tryCommit(call, kind, FieldOwnership.spared(kind, now, e), before);
    }
  }

  private <T extends ApiObject> @Nullable Stored tryCommit(
      Call call, Kind<T> kind, T now, Before<T> before) throws InterruptedException {
    var key = before.key();
    var revision = before.current().modRevision();
    if (Finalization.endsWith(now, before.old())) {
      var allocation = backend.allocator().allocate(kind, before.old(), null, before.image());
      var commit = Commit.<Stored>builder().delete(key).expect(key, revision);
      allocation.addTo(commit);
      return tryCommit(call, key, commit);
    }
    var allocation = backend.allocator().allocate(kind, before.old(), now, before.image());
    var object = allocation.object() == null ? now : allocation.object();
    if (object.equals(before.old())) {
      return before.current().value();
    }
    var commit =
        Commit.<Stored>builder().put(key, new Stored(kind.toStorage(object))).expect(key, revision);
    allocation.addTo(commit);
    return tryCommit(call, key, commit);
  }

  private @Nullable Stored tryCommit(Call call, Key key, Commit.Builder<Stored> commit)
      throws InterruptedException {
    try {
      return backend.store().commit(commit.build(), call.deadline()).value(key);
    } catch (ConflictException e) {
      return null;
    }
  }
}
