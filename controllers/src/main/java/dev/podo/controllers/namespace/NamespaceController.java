package dev.podo.controllers.namespace;

import dev.podo.controllers.engine.Announce;
import dev.podo.controllers.engine.Plan;
import dev.podo.controllers.engine.Reconciler;
import dev.podo.controllers.engine.Ref;
import dev.podo.controllers.engine.View;
import dev.podo.controllers.engine.Watches;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.apiservice.ApiServices;
import dev.podo.machinery.kinds.event.Events;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.ApiObject;
import dev.podo.model.apiregistration.v1.APIService;
import dev.podo.model.core.v1.Namespace;
import dev.podo.model.meta.v1.DeleteOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Deletes what is in a namespace that is being deleted: the Pods first, so that nothing they still
/// need goes before them (KEP-5080), then all else; and lets the namespace go once it is empty.
///
/// What is left is read live, because a cache may not show yet what was made just before.
public final class NamespaceController implements Reconciler<Namespace> {
  /// What finalizers hold back is looked at again so often, should no change be seen.
  private static final Duration RECHECK = Duration.ofSeconds(15);

  /// What other servers serve goes without anybody being told.
  private static final Duration UNWATCHED = Duration.ofSeconds(1);

  private final List<Kind<?>> kinds;

  /// @param kinds all built-in kinds, each stored one once
  public NamespaceController(List<Kind<?>> kinds) {
    this.kinds = kinds.stream().filter(Kind::namespaced).toList();
  }

  @Override
  public Watches watches(Watches.Of<Namespace> on) {
    return on.primary(Namespaces.KIND)
        .routed(ApiServices.KIND, NamespaceController::toTerminating)
        .every(Watches.Every.routed(NamespaceController::isWatched, NamespaceController::route));
  }

  /// Nobody else keeps a cache of Events; they go at once, so that nobody waits for them.
  private static boolean isWatched(Kind<?> kind) {
    return kind.namespaced() && !kind.equals(Events.KIND);
  }

  /// Whatever goes from a namespace that is being deleted may have been the last.
  private static void route(
      @Nullable ApiObject before, @Nullable ApiObject after, View view, Consumer<Ref> lookAt) {
    if (before == null || after != null) {
      return;
    }
    var namespace = view.get(Namespaces.KIND, "", before.metadata().namespace());
    if (namespace != null && Namespaces.isTerminating(namespace)) {
      lookAt.accept(Ref.of(Namespaces.KIND, namespace));
    }
  }

  /// A server that comes back, or goes for good, may be what a namespace waits for.
  private static void toTerminating(
      @Nullable APIService before, @Nullable APIService after, View view, Consumer<Ref> lookAt) {
    if (before == null) {
      return; // What is new has nothing yet that anybody waits for.
    }
    for (var namespace : view.list(Namespaces.KIND).all()) {
      if (Namespaces.isTerminating(namespace)) {
        lookAt.accept(Ref.of(Namespaces.KIND, namespace));
      }
    }
  }

  @Override
  public Plan reconcile(Namespace namespace, View view, Instant now) {
    if (namespace.metadata().deletionTimestamp() == null
        || !namespace.spec().finalizers().contains(Namespaces.FINALIZER)) {
      return Plan.nothing();
    }
    var question = new Contents(kinds, namespace.metadata().name());
    var answer = view.outcome(question);
    if (answer == null) {
      return status(namespace, Optional.empty(), view, now).and(Plan.ask(question));
    }
    var left = answer.value();
    if (left.isEmpty()) {
      return status(namespace, Optional.of(left), view, now).and(letGo(namespace));
    }
    return deletions(namespace, left)
        .and(status(namespace, Optional.of(left), view, now))
        .recheckAt(now.plus(patience(left)));
  }

  private static Duration patience(Contents.Left left) {
    return left.podsLeaveIn().orElse(left.unwatched() ? UNWATCHED : RECHECK);
  }

  private Plan deletions(Namespace namespace, Contents.Left left) {
    var plan = Plan.nothing();
    var podsOnly = left.of(Pods.KIND) != null;
    for (var those : left.kinds()) {
      // Deleting again what is on its way out would be vain.
      if (those.untouched() > 0 && (!podsOnly || those.kind().equals(Pods.KIND))) {
        plan =
            plan.and(
                those.single().isEmpty()
                    ? deleteAll(those.kind(), namespace.metadata().name())
                    : deleteEach(those.kind(), those.single()));
      }
    }
    return plan;
  }

  private static <T extends ApiObject> Plan deleteAll(Kind<T> kind, String namespace) {
    var background = DeleteOptions.builder().propagationPolicy("Background").build();
    return Plan.deleteAllIn(kind, namespace, background);
  }

  private static <T extends ApiObject> Plan deleteEach(Kind<T> kind, List<ApiObject> objects) {
    var background = DeleteOptions.builder().propagationPolicy("Background").build();
    var plan = Plan.nothing();
    for (var object : objects) {
      if (object.metadata().deletionTimestamp() == null) {
        plan = plan.and(Plan.delete(kind, kind.cast(object), background, Announce.silent()));
      }
    }
    return plan;
  }

  private static Plan letGo(Namespace namespace) {
    var others =
        namespace.spec().finalizers().stream()
            .filter(finalizer -> !finalizer.equals(Namespaces.FINALIZER))
            .toList();
    // Whatever version it has by then: the status has just been written, and being empty does not
    // pass.
    var finalized =
        namespace
            .withSpec(namespace.spec().with(b -> b.finalizers(others)))
            .withMetadata(namespace.metadata().with(b -> b.resourceVersion("")));
    return Plan.post(Namespaces.KIND, namespace, Namespaces.FINALIZE.name(), finalized);
  }

  private static Plan status(
      Namespace namespace, Optional<Contents.Left> left, View view, Instant now) {
    var status = Status.of(namespace, left, view.failure(), now);
    return Plan.status(Namespaces.KIND, namespace, namespace.withStatus(status));
  }
}
