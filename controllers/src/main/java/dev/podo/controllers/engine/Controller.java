package dev.podo.controllers.engine;

import dev.podo.client.Api;
import dev.podo.client.CallInterruptedException;
import dev.podo.client.events.EventRecorder;
import dev.podo.client.informer.ChangeListener;
import dev.podo.client.informer.Changes;
import dev.podo.client.informer.Informer;
import dev.podo.client.informer.Informers;
import dev.podo.client.informer.Key;
import dev.podo.foundation.Check;
import dev.podo.foundation.Check.InvariantViolation;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Runs one reconciler: feeds its queue from the caches, and gives each object its turns.
final class Controller<T extends ApiObject> {
  private static final System.Logger LOG = System.getLogger(Controller.class.getName());
  private static final int WORKERS = 4;

  private final String name;
  private final Reconciler<T> reconciler;
  private final Watches watches;
  private final Map<Kind<?>, Informer<?>> informers = new LinkedHashMap<>();
  private final WorkQueue queue;
  private final PlanRunner runner;
  private final Metrics metrics;
  private final LongAdder adds;
  private final LongAdder reconciles;
  private final Scope scope;

  Controller(
      String name,
      Reconciler<T> reconciler,
      Api api,
      Informers caches,
      Metrics metrics,
      Scope scope) {
    this.name = name;
    this.reconciler = reconciler;
    this.watches = reconciler.watches(new Watches.Of<>());
    this.metrics = metrics;
    this.adds = metrics.counter("workqueue_adds_total", name);
    this.reconciles = metrics.counter("reconcile_total", name);
    this.scope = scope;
    this.queue = new WorkQueue(name, scope.environment());
    watches.primaries().forEach(kind -> informers.put(kind, caches.of(kind)));
    watches.others().forEach(watch -> informers.put(watch.kind(), caches.of(watch.kind())));
    watches.indexes().forEach(indexed -> addIndex(caches, indexed));
    var events = EventRecorder.start(api, name, "", scope);
    var clock = scope.environment().clock();
    this.runner =
        new PlanRunner(
            api,
            informers,
            note -> events.event(note.regarding(), note.type(), note.reason(), note.message()),
            new ScopedFanout(scope),
            clock);
  }

  private static <S extends ApiObject> void addIndex(Informers caches, Watches.Indexed<S> indexed) {
    caches.of(indexed.kind()).addIndex(indexed.index());
  }

  void start() {
    metrics.gauge("workqueue_depth", name, queue::depth);
    scope.fork(
        "start",
        () -> {
          for (var informer : informers.values()) {
            informer.awaitSynced(Deadline.never());
          }
          // The primaries come last: they bring everything in, so no change before is missed.
          watches.others().forEach(this::follow);
          watches.primaries().forEach(kind -> followPrimary(kind));
          for (int i = 0; i < WORKERS; i++) {
            scope.fork("worker " + i, this::work);
          }
        });
  }

  /// Whether there is nothing to do, as far as the caches tell.
  boolean isQuiet() {
    return queue.isQuiet();
  }

  private <S extends ApiObject> void followPrimary(Kind<S> kind) {
    var concern = watches.concern(kind);
    subscribe(
        kind,
        changes -> {
          addPrimaries(kind, changes, concern);
          queue.cachesMoved();
        });
  }

  private <S extends ApiObject> void addPrimaries(
      Kind<S> kind, Changes<S> changes, Watches.Concern<? super S> concern) {
    var view = new CacheView(informers, Memory.NONE);
    for (Key key : changes.keys()) {
      var after = changes.after().get(key);
      if (after == null) {
        queue.addKnown(new Ref(kind, key)); // What is gone is nobody's concern, but may be queued.
      } else if (concern.isRaisedBy(changes.before().get(key), after, view)) {
        add(new Ref(kind, key));
      }
    }
  }

  private <S extends ApiObject> void follow(Watches.Watch<S> watch) {
    var router = watch.router();
    subscribe(
        watch.kind(),
        changes -> {
          // What was there at the start is looked at through the primary objects.
          if (router != null && changes.before().revision() > 0) {
            route(router, changes);
          }
          queue.cachesMoved();
        });
  }

  private <S extends ApiObject> void subscribe(Kind<S> kind, ChangeListener<S> listener) {
    scope.onClose(informer(kind).listen(listener));
  }

  @SuppressWarnings("unchecked") // an informer is filed under its kind
  private <S extends ApiObject> Informer<S> informer(Kind<S> kind) {
    return (Informer<S>) Check.notNull(informers.get(kind), "the cache of a watched kind");
  }

  private <S extends ApiObject> void route(Router<S> router, Changes<S> changes) {
    var view = new CacheView(informers, Memory.NONE);
    for (Key key : changes.keys()) {
      router.route(changes.before().get(key), changes.after().get(key), view, this::add);
    }
  }

  private void add(Ref ref) {
    adds.increment();
    queue.add(ref);
  }

  private void work() throws InterruptedException {
    while (true) {
      var turn = queue.take();
      queue.done(turn.ref(), take(turn));
    }
  }

  private WorkQueue.Result take(WorkQueue.Turn turn) throws InterruptedException {
    var object = find(turn.ref());
    if (object == null) {
      return WorkQueue.Result.DONE;
    }
    reconciles.increment();
    try {
      var view = new CacheView(informers, turn.memory());
      var plan = reconciler.reconcile(object, view, now());
      return result(turn, plan, runner.run(plan));
    } catch (InvariantViolation weAreWrong) {
      throw weAreWrong;
    } catch (ApiException e) {
      throw new InvariantViolation(name + ": a reconcile reads no API: " + e);
    } catch (CallInterruptedException e) {
      throw e;
    } catch (RuntimeException e) {
      // One object that nobody foresaw must not keep the others from being looked at.
      LOG.log(System.Logger.Level.ERROR, name + " could not reconcile " + turn.ref(), e);
      var failure = ApiErrors.internal(String.valueOf(e.getMessage()), e);
      return failed(new PlanRunner.Applied(List.of(), failure, Map.of(), 0), failure);
    }
  }

  @SuppressWarnings("unchecked") // primaries are kinds of T
  private @Nullable T find(Ref ref) {
    return (T) informer(ref.kind()).snapshot().get(ref.key());
  }

  private WorkQueue.Result result(WorkQueue.Turn turn, Plan plan, PlanRunner.Applied applied) {
    metrics.count("reconcile_writes_total", name, applied.writes());
    var failure = applied.failure();
    if (failure != null) {
      log(turn.ref(), failure);
      return failed(applied, failure);
    }
    var answered = !applied.outcomes().isEmpty();
    return new WorkQueue.Result(
        applied.awaited(),
        false,
        answered,
        untilRecheck(plan.recheckAt()),
        plan.keepsAnswers() ? turn.memory() : new Memory(applied.outcomes(), null));
  }

  private WorkQueue.Result failed(PlanRunner.Applied applied, ApiException failure) {
    metrics.count("workqueue_retries_total", name, 1);
    // Nothing new is let into a namespace that is going: trying again is vain until that changes.
    var vain = isVain(failure);
    var memory = vain ? Memory.NONE : new Memory(Map.of(), failure);
    return new WorkQueue.Result(applied.awaited(), !vain, false, null, memory);
  }

  private static boolean isVain(ApiException failure) {
    return failure.hasCause("NamespaceTerminating");
  }

  private void log(Ref ref, ApiException failure) {
    var isUsual = failure.isConflict() || failure.isNotFound() || isVain(failure);
    var level = isUsual ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
    LOG.log(level, "{0}: {1} was not settled: {2}", name, ref, failure.getMessage());
  }

  private @Nullable Duration untilRecheck(@Nullable Instant at) {
    if (at == null) {
      return null;
    }
    var left = Duration.between(now(), at);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private Instant now() {
    return scope.environment().clock().now();
  }
}
