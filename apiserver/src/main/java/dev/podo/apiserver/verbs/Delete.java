package dev.podo.apiserver.verbs;

import dev.podo.apiserver.admission.AdmissionRequest;
import dev.podo.apiserver.admission.AdmissionRequest.Operation;
import dev.podo.apiserver.admission.AdmissionRequest.Place;
import dev.podo.apiserver.definitions.Deleting;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.storage.Stored;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.model.ApiObject;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.core.v1.Namespace;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.store.Commit;
import dev.podo.store.ConflictException;
import dev.podo.store.Image;
import dev.podo.store.Key;
import dev.podo.store.Versioned;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// DELETE of one object: at once, or, while its grace period runs or somebody still holds it back,
/// by marking it.
public final class Delete {
  private static final int TRIES = 32;

  private final Backend backend;

  public Delete(Backend backend) {
    this.backend = backend;
  }

  public <T extends ApiObject> Answer answer(Call call, Kind<T> kind) throws InterruptedException {
    var options = call.input().deleteOptions();
    return Deletions.answer(call, kind, options, delete(call, kind, call.info().name(), options));
  }

  /// What a deletion has led to.
  sealed interface Outcome<T extends ApiObject> {}

  /// The object is still there.
  record Left<T extends ApiObject>(Stored stored) implements Outcome<T> {}

  record Gone<T extends ApiObject>(Stored last) implements Outcome<T> {}

  <T extends ApiObject> Outcome<T> delete(
      Call call, Kind<T> kind, String name, DeleteOptions options) throws InterruptedException {
    var key = ObjectStore.key(kind, call.info().namespace(), name);
    for (var attempt = 1; ; attempt++) {
      var image = backend.store().latest(call.deadline());
      var current = image.get(key);
      if (current == null) {
        throw ApiErrors.notFound(kind.groupResource(), name);
      }
      var outcome = attempt(call, kind, new Target(key, current, image), options);
      if (outcome != null) {
        return outcome;
      }
      if (attempt == TRIES) {
        throw ApiErrors.staleVersion(kind.groupResource(), name);
      }
    }
  }

  private record Target(Key key, Versioned<Stored> current, Image<Stored> image) {}

  /// @return null when the object was changed meanwhile
  private <T extends ApiObject> @Nullable Outcome<T> attempt(
      Call call, Kind<T> kind, Target target, DeleteOptions options) throws InterruptedException {
    var old = target.current().value().as(kind);
    Deletions.checkPreconditions(kind, old.metadata(), options);
    var place =
        new Place(call.info().namespace(), old.metadata().name(), call.info().subresource());
    backend
        .admissions()
        .validate(new AdmissionRequest<>(Operation.DELETE, kind, place, null, old, call));
    var dryRun = !options.dryRun().isEmpty();
    var marked = marked(kind, old, options);
    var grace = marked.metadata().deletionGracePeriodSeconds();
    if (!Finalization.isHeldBack(marked) && (grace == null || grace == 0)) {
      return dryRun ? new Gone<>(target.current().value()) : remove(call, kind, old, target);
    }
    if (marked.equals(old)) {
      return new Left<>(target.current().value());
    }
    if (dryRun) {
      return new Left<>(new Stored(kind.toStorage(marked)));
    }
    return mark(call, kind, marked, target);
  }

  private <T extends ApiObject> @Nullable Outcome<T> remove(
      Call call, Kind<T> kind, T old, Target target) throws InterruptedException {
    var allocation = backend.allocator().allocate(kind, old, null, target.image());
    var commit =
        Commit.<Stored>builder()
            .delete(target.key())
            .expect(target.key(), target.current().modRevision());
    allocation.addTo(commit);
    try {
      return new Gone<>(
          backend.store().commit(commit.build(), call.deadline()).value(target.key()));
    } catch (ConflictException e) {
      return null;
    }
  }

  private <T extends ApiObject> @Nullable Outcome<T> mark(
      Call call, Kind<T> kind, T marked, Target target) throws InterruptedException {
    var commit =
        Commit.update(
            target.key(), new Stored(kind.toStorage(marked)), target.current().modRevision());
    try {
      return new Left<>(backend.store().commit(commit, call.deadline()).value(target.key()));
    } catch (ConflictException e) {
      return null;
    }
  }

  /// The object as it is once its deletion is under way. What is deleted at once looks so, too: no
  /// grace period and nothing that holds it back.
  private <T extends ApiObject> T marked(Kind<T> kind, T old, DeleteOptions options) {
    var metadata = old.metadata();
    var finalizers = finalizers(metadata.finalizers(), options);
    var changed = metadata.with(m -> m.finalizers(finalizers));
    var grace = kind.strategy().gracePeriod(old, options.gracePeriodSeconds());
    var now = backend.environment().clock().now().truncatedTo(ChronoUnit.SECONDS);
    var already = metadata.deletionTimestamp();
    var timed =
        already == null
            ? begun(changed, now, kind.equals(Namespaces.KIND) ? null : grace)
            : sooner(changed, already, grace, options.gracePeriodSeconds() != null);
    var marked = kind.withMetadata(old, timed);
    return switch (marked) {
      case Namespace namespace ->
          kind.cast(
              namespace.withStatus(namespace.status().with(s -> s.phase(Namespaces.TERMINATING))));
      case CustomResourceDefinition definition when already == null ->
          kind.cast(Deleting.begun(definition, now));
      default -> marked;
    };
  }

  /// @param grace in seconds; null for a Namespace, which goes when its content has gone
  private static ObjectMeta begun(ObjectMeta metadata, Instant now, @Nullable Long grace) {
    return metadata.with(m ->
        m.deletionTimestamp(now.plusSeconds(grace == null ? 0 : grace))
            .deletionGracePeriodSeconds(grace)
            .generation(metadata.generation() > 0 ? metadata.generation() + 1 : 0));
  }

  /// A grace period that runs can be made shorter, never longer.
  private static ObjectMeta sooner(
      ObjectMeta metadata, Instant already, long grace, boolean asked) {
    var running = metadata.deletionGracePeriodSeconds();
    if (running == null || !asked || grace >= running) {
      return metadata;
    }
    return metadata.with(m ->
        m.deletionTimestamp(already.minusSeconds(running - grace))
            .deletionGracePeriodSeconds(grace));
  }

  private static List<String> finalizers(List<String> present, DeleteOptions options) {
    var policy = options.propagationPolicy();
    var orphans = options.orphanDependents();
    if (policy == null && orphans == null) {
      return present;
    }
    var finalizers = new ArrayList<>(present);
    finalizers.removeIf(f -> f.equals(Finalization.ORPHAN) || f.equals(Finalization.FOREGROUND));
    if ("Orphan".equals(policy) || Boolean.TRUE.equals(orphans)) {
      finalizers.add(Finalization.ORPHAN);
    } else if ("Foreground".equals(policy)) {
      finalizers.add(Finalization.FOREGROUND);
    }
    return finalizers;
  }
}
