package dev.podo.controllers.engine;

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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs one reconciler: feeds its queue from the caches, and gives each object its turns.
final class Controller<T extends ApiObject> {
  private static final System.Logger LOG = System.getLogger(Controller.class.getName());
  private static final int WORKERS = 4;

  private final String name;
  private final Reconciler<T> reconciler;
  private final Watches watches;
  private final @Nullable DefinedKinds defined;
  private final WorkQueue queue;
  private final PlanRunner runner;
  private final Metrics metrics;
  private final LongAdder adds;
  private final LongAdder reconciles;
  private final Scope scope;
  private final Caches builtIn;
  private volatile Caches caches;

  Controller(String name, Reconciler<T> reconciler, Engine.Parts parts, Scope scope) {
    this.name = name;
    this.reconciler = reconciler;
    this.watches = reconciler.watches(new Watches.Of<>());
    this.metrics = parts.metrics();
    this.adds = metrics.counter("workqueue_adds_total", name);
    this.reconciles = metrics.counter("reconcile_total", name);
    this.scope = scope;
    this.queue = new WorkQueue(name, scope.environment());
    this.builtIn = builtIn(watches, parts);
    this.caches = builtIn;
    var informers = parts.informers();
    watches.indexes().forEach(indexed -> addIndex(informers, indexed));
    var every = watches.every();
    this.defined = every == null ? null : new DefinedKinds(informers, this::look, scope);
    var events = EventRecorder.start(parts.api(), name, "", scope);
    this.runner =
        new PlanRunner(
            parts.api(),
            kind -> caches.informers().get(kind),
            note -> events.event(note.regarding(), note.type(), note.reason(), note.message()),
            new ScopedFanout(scope),
            scope.environment().clock());
  }

  private static Caches builtIn(Watches watches, Engine.Parts parts) {
    var every = watches.every();
    var builtIn = every == null ? Kinds.NONE : every.of(parts.builtIn());
    var informers = new LinkedHashMap<Kind<?>, Informer<?>>();
    var of = parts.informers();
    watches.primaries().forEach(kind -> informers.put(kind, of.of(kind)));
    watches.others().forEach(watch -> informers.put(watch.kind(), of.of(watch.kind())));
    builtIn.all().forEach(kind -> informers.put(kind, of.of(kind)));
    return new Caches(builtIn, informers);
  }

  private static <S extends ApiObject> void addIndex(Informers caches, Watches.Indexed<S> indexed) {
    caches.of(indexed.kind()).addIndex(indexed.index());
  }

  void start() {
    metrics.gauge("workqueue_depth", name, queue::depth);
    scope.fork(
        "start",
        () -> {
          for (var informer : builtIn.informers().values()) {
            informer.awaitSynced(Deadline.never());
          }
          // The primaries come last: they bring everything in, so no change before is missed.
          watches.others().forEach(watch -> follow(watch, scope));
          followEvery(builtIn.every(), kind -> scope);
          watches.primaries().forEach(kind -> followPrimary(kind, watches.concern(kind), scope));
          for (int i = 0; i < WORKERS; i++) {
            scope.fork("worker " + i, this::work);
          }
          if (defined != null) {
            defined.run();
          }
        });
  }

  /// These kinds, as users have defined them, are there besides those that are built in.
  void define(List<Kind<?>> kinds) {
    var every = watches.every();
    if (defined != null && every != null) {
      defined.want(kinds.stream().filter(every.which()).toList());
    }
  }

  private void look(List<Informer<?>> all, Map<Kind<?>, Scope> come) {
    caches = builtIn.with(all);
    var kinds = Kinds.of(come.keySet());
    followEvery(kinds, kind -> Check.notNull(come.get(kind), "the scope of a kind"));
    var every = watches.every();
    if (every != null && !come.isEmpty()) {
      every.arrivals().come(kinds, new CacheView(caches, Memory.NONE), this::add);
    }
  }

  private void followEvery(Kinds kinds, Function<Kind<?>, Scope> in) {
    var every = watches.every();
    if (every == null) {
      return;
    }
    kinds.all().forEach(kind -> follow(watch(kind, every), in.apply(kind)));
    var concern = every.concern();
    if (concern != null) {
      kinds.all().forEach(kind -> followPrimary(kind, concern, in.apply(kind)));
    }
  }

  private static <S extends ApiObject> Watches.Watch<S> watch(Kind<S> kind, Watches.Every every) {
    return new Watches.Watch<>(kind, every.router()::route);
  }

  /// Whether there is nothing to do, as far as the caches tell.
  boolean isQuiet() {
    return queue.isQuiet();
  }

  private <S extends ApiObject> void followPrimary(
      Kind<S> kind, Watches.Concern<? super S> concern, Scope in) {
    subscribe(
        kind,
        changes -> {
          addPrimaries(kind, changes, concern);
          queue.cachesMoved();
        },
        in);
  }

  private <S extends ApiObject> void addPrimaries(
      Kind<S> kind, Changes<S> changes, Watches.Concern<? super S> concern) {
    var view = new CacheView(caches, Memory.NONE);
    for (Key key : changes.keys()) {
      var after = changes.after().get(key);
      if (after == null) {
        queue.addKnown(new Ref(kind, key)); // What is gone is nobody's concern, but may be queued.
      } else if (concern.isRaisedBy(changes.before().get(key), after, view)) {
        add(new Ref(kind, key));
      }
    }
  }

  private <S extends ApiObject> void follow(Watches.Watch<S> watch, Scope in) {
    var router = watch.router();
    subscribe(
        watch.kind(),
        changes -> {
          // What was there at the start is looked at through the primary objects.
          if (router != null && changes.before().revision() > 0) {
            route(router, changes);
          }
          queue.cachesMoved();
        },
        in);
  }

  private <S extends ApiObject> void subscribe(Kind<S> kind, ChangeListener<S> listener, Scope in) {
    var informer = Check.notNull(informer(kind), "the cache of a watched kind");
    in.onClose(informer.listen(listener));
  }

  @SuppressWarnings("unchecked") // an informer is filed under its kind
  private <S extends ApiObject> @Nullable Informer<S> informer(Kind<S> kind) {
    return (Informer<S>) caches.informers().get(kind);
  }

  private <S extends ApiObject> void route(Router<S> router, Changes<S> changes) {
    var view = new CacheView(caches, Memory.NONE);
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
      var view = new CacheView(caches, turn.memory());
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
    var informer = caches.informers().get(ref.kind());
    return informer == null ? null : (T) informer.snapshot().get(ref.key());
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
