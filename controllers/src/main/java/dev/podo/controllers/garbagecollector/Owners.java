package dev.podo.controllers.garbagecollector;

import dev.podo.client.informer.Key;
import dev.podo.controllers.engine.Effect;
import dev.podo.controllers.engine.Live;
import dev.podo.controllers.engine.View;
import dev.podo.foundation.Check;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.apiservice.ApiServices;
import dev.podo.model.ApiObject;
import dev.podo.model.apiregistration.v1.APIService;
import dev.podo.model.meta.v1.OwnerReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the owners that references name, and tells what has become of them.
final class Owners {
  private Owners() {}

  /// What has become of an object's owners.
  ///
  /// @param staying are there, or cannot be told
  /// @param waiting are being deleted and wait for the object to go first
  /// @param gone are not there any more
  /// @param far of them or the others, are kept by other servers: nobody says when they change
  /// @param questions must be answered first, all together
  record Verdict(
      List<OwnerReference> staying,
      List<OwnerReference> waiting,
      List<OwnerReference> gone,
      List<OwnerReference> far,
      List<Effect<?>> questions) {
    static Verdict open() {
      return new Verdict(
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>());
    }
  }

  static Kind<?> kindOf(ApiObject object, View view) {
    var kind = view.kinds().find(object.apiVersion(), object.kind());
    return Check.notNull(kind, "the kind of " + object.kind() + " " + object.metadata().name());
  }

  /// The owner as the caches know it; null if they do not.
  static @Nullable Dependent cached(OwnerReference reference, ApiObject dependent, View view) {
    var kind = view.kinds().find(reference.apiVersion(), reference.kind());
    if (kind == null) {
      return null;
    }
    var owner = view.list(kind).get(key(kind, reference, dependent));
    return owner != null && owner.metadata().uid().equals(reference.uid())
        ? new Dependent(kind, owner)
        : null;
  }

  static Verdict judge(ApiObject object, View view) {
    var verdict = Verdict.open();
    for (var reference : object.metadata().ownerReferences()) {
      var kind = view.kinds().find(reference.apiVersion(), reference.kind());
      if (kind == null) {
        judgeFar(reference, object, view, verdict);
        continue;
      }
      // Of a kind that cannot own this object nothing can be told.
      if (kind.namespaced() && object.metadata().namespace().isEmpty()) {
        verdict.staying().add(reference);
        continue;
      }
      var cached = cached(reference, object, view);
      if (cached != null) {
        place(reference, Optional.of(cached.object()), verdict);
      } else {
        ask(kind, key(kind, reference, object), reference, view, verdict);
      }
    }
    if (verdict.questions().stream().allMatch(question -> view.outcome(question) != null)) {
      verdict.questions().clear();
    }
    return verdict;
  }

  /// Of a kind that neither this server nor one behind it serves nothing can be told.
  private static void judgeFar(
      OwnerReference reference, ApiObject object, View view, Verdict verdict) {
    var service = service(reference, view);
    if (service == null || !ApiServices.isRemote(service)) {
      verdict.staying().add(reference);
      return;
    }
    verdict.far().add(reference);
    var question =
        new FarOwner(
            ApiServices.groupVersion(service),
            reference.kind(),
            object.metadata().namespace(),
            reference.name());
    var answer = view.outcome(question);
    verdict.questions().add(question);
    if (answer != null && answer.value().told()) {
      place(reference, answer.value().owner(), verdict);
    } else if (answer != null) {
      verdict.staying().add(reference);
    }
  }

  private static @Nullable APIService service(OwnerReference reference, View view) {
    var known = ApiServices.KIND;
    if (view.kinds().find(known.apiVersion(), known.kind()) == null) {
      return null;
    }
    try {
      var version = GroupVersion.parse(reference.apiVersion());
      return view.list(known).get(new Key("", ApiServices.name(version)));
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  private static <T extends ApiObject> void ask(
      Kind<T> kind, Key key, OwnerReference reference, View view, Verdict verdict) {
    var question = new Live<>(kind, key);
    var answer = view.outcome(question);
    verdict.questions().add(question);
    if (answer != null) {
      place(reference, answer.value(), verdict);
    }
  }

  private static void place(
      OwnerReference reference, Optional<? extends ApiObject> owner, Verdict verdict) {
    if (owner.isEmpty() || !owner.get().metadata().uid().equals(reference.uid())) {
      verdict.gone().add(reference);
    } else if (GarbageCollector.waits(owner.get())) {
      verdict.waiting().add(reference);
    } else {
      verdict.staying().add(reference);
    }
  }

  private static Key key(Kind<?> kind, OwnerReference reference, ApiObject dependent) {
    return new Key(kind.namespaced() ? dependent.metadata().namespace() : "", reference.name());
  }
}
