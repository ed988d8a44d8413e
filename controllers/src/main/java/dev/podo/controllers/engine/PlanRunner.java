package dev.podo.controllers.engine;

import dev.podo.client.Api;
import dev.podo.client.ListOptions;
import dev.podo.client.SubresourceCall;
import dev.podo.client.WriteOptions;
import dev.podo.client.informer.Informer;
import dev.podo.client.informer.Key;
import dev.podo.foundation.Clock;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Carries out plans.
final class PlanRunner {
  private static final WriteOptions OPTIONS = WriteOptions.as("kube-controller-manager");

  private final Api api;
  private final Function<Kind<?>, @Nullable Informer<?>> informers;
  private final Consumer<Note> events;
  private final Fanout fanout;
  private final Clock clock;

  /// @param informers null for kinds that nobody reads
  PlanRunner(
      Api api,
      Function<Kind<?>, @Nullable Informer<?>> informers,
      Consumer<Note> events,
      Fanout fanout,
      Clock clock) {
    this.api = api;
    this.informers = informers;
    this.events = events;
    this.fanout = fanout;
    this.clock = clock;
  }

  /// What became of a plan.
  ///
  /// @param awaited what the caches must show of it
  /// @param failure the first refusal; null when there was none
  record Applied(
      List<Awaited> awaited,
      @Nullable ApiException failure,
      Map<Effect<?>, Outcome<?>> outcomes,
      int writes) {}

  Applied run(Plan plan) throws InterruptedException {
    var progress = new Progress();
    for (var step : plan.steps()) {
      if (progress.failure() == null || step.always()) {
        var tasks = step.actions().stream().map(a -> task(a, progress)).toList();
        fanout.run(tasks, step.slowStart());
      }
    }
    var outcomes = new LinkedHashMap<Effect<?>, Outcome<?>>();
    if (progress.failure() == null) {
      plan.notes().forEach(this::record);
      plan.effects().forEach(effect -> ask(effect, outcomes, progress));
    }
    return new Applied(
        List.copyOf(progress.awaited), progress.failure(), outcomes, progress.writes);
  }

  private <R> void ask(Effect<R> effect, Map<Effect<?>, Outcome<?>> outcomes, Progress progress) {
    try {
      outcomes.put(effect, new Outcome<>(effect.perform(api), clock.now()));
    } catch (ApiException e) {
      progress.failed(e);
    }
  }

  private Fanout.Task task(Action action, Progress progress) {
    return () -> {
      try {
        progress.written(perform(action));
        return true;
      } catch (ApiException e) {
        progress.failed(e);
        return false;
      }
    };
  }

  private @Nullable Awaited perform(Action action) {
    return switch (action) {
      case Action.Create<?> create -> create(create);
      case Action.Change<?> change -> change(change);
      case Action.Delete<?> delete -> delete(delete);
      case Action.DeleteAll<?> all -> deleteAll(all);
      case Action.Post<?> post -> post(post);
    };
  }

  private <T extends ApiObject> @Nullable Awaited create(Action.Create<T> action) {
    try {
      var created = api.create(action.kind(), action.object(), OPTIONS);
      record(action.announce().done().apply(created));
      return reached(action.kind(), created);
    } catch (ApiException e) {
      record(action.announce().failed().apply(e));
      throw e;
    }
  }

  private <T extends ApiObject> @Nullable Awaited change(Action.Change<T> action) {
    var key = Key.of(action.object());
    try {
      var changed =
          api.patch(
              action.kind(),
              key.namespace(),
              key.name(),
              action.patch(),
              action.subresource(),
              OPTIONS);
      record(action.announce().done().apply(changed));
      return reached(action.kind(), changed);
    } catch (ApiException e) {
      record(action.announce().failed().apply(e));
      throw e;
    }
  }

  private <T extends ApiObject> @Nullable Awaited delete(Action.Delete<T> action) {
    var kind = action.kind();
    var key = Key.of(action.object());
    try {
      var left = api.delete(kind, key.namespace(), key.name(), action.options());
      record(action.announce().done().apply(action.object()));
      return left == null ? gone(kind, action.object()) : reached(kind, left);
    } catch (ApiException e) {
      if (e.isNotFound()) {
        return gone(kind, action.object());
      }
      record(action.announce().failed().apply(e));
      throw e;
    }
  }

  private <T extends ApiObject> @Nullable Awaited deleteAll(Action.DeleteAll<T> action) {
    api.deleteCollection(action.kind(), ListOptions.in(action.namespace()), action.options());
    return null;
  }

  private <T extends ApiObject> @Nullable Awaited post(Action.Post<T> action) {
    var key = Key.of(action.object());
    api.createSubresource(
        action.kind(),
        key.namespace(),
        key.name(),
        new SubresourceCall<>(action.subresource(), action.body(), action.body().schema()),
        OPTIONS);
    return null;
  }

  private @Nullable Awaited reached(Kind<?> kind, ApiObject written) {
    var informer = informers.apply(kind);
    var version = written.metadata().resourceVersion();
    return informer == null || version.isEmpty()
        ? null
        : new Awaited.Reached(informer, Long.parseLong(version));
  }

  private @Nullable Awaited gone(Kind<?> kind, ApiObject deleted) {
    var informer = informers.apply(kind);
    return informer == null
        ? null
        : new Awaited.Gone(informer, Key.of(deleted), deleted.metadata().uid());
  }

  private void record(@Nullable Note note) {
    if (note != null) {
      events.accept(note);
    }
  }

  /// What has been done so far; actions side by side report here.
  private static final class Progress {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Awaited> awaited = new ArrayList<>();
    private @Nullable ApiException failure;
    private int writes;

    void written(@Nullable Awaited toAwait) {
      lock.lock();
      try {
        writes++;
        if (toAwait != null) {
          awaited.add(toAwait);
        }
      } finally {
        lock.unlock();
      }
    }

    void failed(ApiException e) {
      lock.lock();
      try {
        failure = failure == null ? e : failure;
      } finally {
        lock.unlock();
      }
    }

    @Nullable ApiException failure() {
      lock.lock();
      try {
        return failure;
      } finally {
        lock.unlock();
      }
    }
  }
}
