package dev.podo.controllers.garbagecollector;

import dev.podo.client.informer.Key;
import dev.podo.controllers.engine.Effect;
import dev.podo.controllers.engine.Live;
import dev.podo.controllers.engine.View;
import dev.podo.foundation.Check;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
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
  /// @param questions must be answered first, all together
  record Verdict(
      List<OwnerReference> staying,
      List<OwnerReference> waiting,
      List<OwnerReference> gone,
      List<Effect<?>> questions) {}

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
    var verdict =
        new Verdict(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (var reference : object.metadata().ownerReferences()) {
      var kind = view.kinds().find(reference.apiVersion(), reference.kind());
      // Of a kind that is not known here, or that cannot own this object, nothing can be told.
      if (kind == null || (kind.namespaced() && object.metadata().namespace().isEmpty())) {
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
