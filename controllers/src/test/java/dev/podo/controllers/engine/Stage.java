package dev.podo.controllers.engine;

import dev.podo.client.ListOptions;
import dev.podo.client.WriteOptions;
import dev.podo.client.fake.FakeApi;
import dev.podo.client.informer.Index;
import dev.podo.client.informer.Key;
import dev.podo.client.informer.Snapshot;
import dev.podo.foundation.Environment;
import dev.podo.foundation.VirtualClock;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.DeleteOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Reconcilers on one thread, from one seed, in virtual time: each turn is a call of the test. The
/// caches move only when the test lets them, so that it can show reconcilers any mixture of old and
/// new; but what an object's last plan has written is always shown to its next turn, as the engine
/// guarantees.
public final class Stage {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int ROUNDS_MAX = 300;

  public final VirtualClock clock = new VirtualClock(START);
  public final Random random;
  public final FakeApi api;
  public final List<Note> notes = new ArrayList<>();
  private final List<Actor<?>> actors = new ArrayList<>();
  private String busy = "";

  public Stage(long seed) {
    this.random = new Random(seed);
    RandomGenerator ids = new Random(seed + 1);
    this.api = new FakeApi(new Environment(clock, ids, Thread.ofVirtual().factory()));
  }

  /// Puts a reconciler on the stage.
  public <T extends ApiObject> Actor<T> add(Reconciler<T> reconciler) {
    return add(reconciler, Kinds.NONE);
  }

  /// Puts a reconciler on the stage for which these kinds are all there are.
  public <T extends ApiObject> Actor<T> add(Reconciler<T> reconciler, Kinds kinds) {
    var actor = new Actor<>(reconciler, kinds);
    actors.add(actor);
    return actor;
  }

  public Instant now() {
    return clock.now();
  }

  public <T extends ApiObject> List<T> all(Kind<T> kind) {
    return api.list(kind, ListOptions.all()).items();
  }

  public <T extends ApiObject> T create(Kind<T> kind, T object) {
    return api.create(kind, object, WriteOptions.defaults());
  }

  public <T extends ApiObject> T update(Kind<T> kind, T object) {
    return api.update(kind, object, WriteOptions.defaults());
  }

  public <T extends ApiObject> T updateStatus(Kind<T> kind, T object) {
    return api.updateStatus(kind, object, WriteOptions.defaults());
  }

  public void delete(Kind<?> kind, String namespace, String name) {
    api.delete(kind, namespace, name, DeleteOptions.EMPTY);
  }

  public void deleteNow(Kind<?> kind, ApiObject object) {
    var options = DeleteOptions.builder().gracePeriodSeconds(0L).build();
    api.delete(kind, object.metadata().namespace(), object.metadata().name(), options);
  }

  /// Gives everything turns, with caches up to date, until nobody writes any more.
  public void settle() {
    for (int i = 0; i < ROUNDS_MAX; i++) {
      var before = notes.size();
      var wrote = false;
      for (var actor : List.copyOf(actors)) {
        actor.refreshAll();
        wrote |= actor.turnForEach();
      }
      if (!wrote && before == notes.size()) {
        return;
      }
    }
    throw new AssertionError("does not settle in " + ROUNDS_MAX + " rounds; last: " + busy);
  }

  /// Lets time pass in steps, settling after each.
  public void pass(Duration time, Duration step) {
    for (var left = time; left.isPositive(); left = left.minus(step)) {
      clock.advance(step);
      settle();
    }
  }

  /// Any reconciler, any object, with caches of any age.
  public void randomTurn() {
    var actor = actors.get(random.nextInt(actors.size()));
    actor.refreshSome();
    actor.randomTurn();
  }

  /// One reconciler with caches of its own.
  public final class Actor<T extends ApiObject> {
    private final Reconciler<T> reconciler;
    private final Watches watches;
    private final Kinds every;
    private final Map<Kind<?>, Snapshot<?>> caches = new HashMap<>();
    private final Map<Ref, Memory> memories = new HashMap<>();
    private final Map<Ref, Set<Kind<?>>> written = new HashMap<>();
    private @Nullable Plan last;

    private Actor(Reconciler<T> reconciler, Kinds kinds) {
      this.reconciler = reconciler;
      this.watches = reconciler.watches(new Watches.Of<>());
      var looks = watches.every();
      this.every = looks == null ? Kinds.NONE : looks.of(kinds);
      refreshAll();
    }

    private List<Kind<?>> primaries() {
      var out = new ArrayList<Kind<?>>(watches.primaries());
      var looks = watches.every();
      if (looks != null && looks.concern() != null) {
        out.addAll(every.all());
      }
      return out;
    }

    private List<Kind<?>> kinds() {
      var out = new ArrayList<Kind<?>>(watches.primaries());
      out.addAll(every.all());
      watches.others().stream()
          .map(Watches.Watch::kind)
          .filter(k -> !out.contains(k))
          .forEach(out::add);
      return out;
    }

    public void refreshAll() {
      kinds().forEach(this::refresh);
    }

    private void refreshSome() {
      kinds().stream().filter(kind -> random.nextInt(3) > 0).forEach(this::refresh);
    }

    private <S extends ApiObject> void refresh(Kind<S> kind) {
      var page = api.list(kind, ListOptions.all());
      var indexes = new ArrayList<Index<S>>();
      watches.indexes().stream().filter(i -> i.kind().equals(kind)).forEach(i -> add(i, indexes));
      var revision = Long.parseLong(page.resourceVersion());
      caches.put(kind, Snapshot.of(kind, revision, page.items(), indexes));
    }

    @SuppressWarnings("unchecked") // it was filed under its kind
    private <S extends ApiObject> void add(Watches.Indexed<?> indexed, List<Index<S>> to) {
      to.add((Index<S>) indexed.index());
    }

    /// A turn of one object, with caches as they are.
    ///
    /// @return the plan, already carried out; null when the object is not there
    public @Nullable Plan turn(Kind<?> kind, Key key) {
      var ref = new Ref(kind, key);
      written.getOrDefault(ref, Set.of()).forEach(this::refresh);
      @SuppressWarnings("unchecked") // primaries are kinds of T
      var object = (T) caches.get(kind).get(key);
      if (object == null) {
        memories.remove(ref);
        return null;
      }
      var memory = memories.getOrDefault(ref, Memory.NONE);
      var plan = reconciler.reconcile(object, new StageView(memory), now());
      carryOut(ref, plan);
      last = plan;
      return plan;
    }

    private void carryOut(Ref ref, Plan plan) {
      var runner = new PlanRunner(api, kind -> null, notes::add, Stage::inTurn, clock);
      try {
        var applied = runner.run(plan);
        var failure = applied.failure();
        if (!plan.keepsAnswers()) {
          memories.put(ref, new Memory(applied.outcomes(), failure));
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      var kinds = new HashSet<Kind<?>>();
      plan.actions().forEach(action -> kinds.add(kindOf(action)));
      kinds.retainAll(kinds());
      written.put(ref, kinds);
    }

    private static Kind<?> kindOf(Action action) {
      return switch (action) {
        case Action.Create<?> create -> create.kind();
        case Action.Delete<?> delete -> delete.kind();
        case Action.DeleteAll<?> all -> all.kind();
        case Action.Change<?> change -> change.kind();
        case Action.Post<?> post -> post.kind();
      };
    }

    /// Turns of all objects, and again while a plan asks something.
    ///
    /// @return whether anything was planned
    public boolean turnForEach() {
      var planned = false;
      for (var kind : primaries()) {
        for (var object : List.copyOf(all(kind))) {
          var plan = turn(kind, Key.of(object));
          for (int i = 0; i < 5 && plan != null && !plan.effects().isEmpty(); i++) {
            plan = turn(kind, Key.of(object));
          }
          if (plan != null && !plan.effects().isEmpty()) {
            throw new AssertionError("asks again and again: " + plan);
          }
          if (plan != null && !plan.steps().isEmpty()) {
            planned = true;
            busy = plan + " " + memories.get(new Ref(kind, Key.of(object)));
          }
        }
      }
      return planned;
    }

    private void randomTurn() {
      var kinds = primaries();
      var kind = kinds.get(random.nextInt(kinds.size()));
      var objects = all(kind);
      if (!objects.isEmpty()) {
        turn(kind, Key.of(objects.get(random.nextInt(objects.size()))));
      }
    }

    /// The caches as they are.
    public View view() {
      return new StageView(Memory.NONE);
    }

    /// What was planned last.
    public Plan last() {
      return last == null ? Plan.nothing() : last;
    }

    /// Why the object's last plan failed; null when it did not.
    public @Nullable ApiException failure(Kind<?> kind, Key key) {
      return memories.getOrDefault(new Ref(kind, key), Memory.NONE).failure();
    }

    private final class StageView implements View {
      private final Memory memory;

      StageView(Memory memory) {
        this.memory = memory;
      }

      @Override
      @SuppressWarnings("unchecked") // a snapshot is filed under its kind
      public <S extends ApiObject> Snapshot<S> list(Kind<S> kind) {
        var snapshot = (Snapshot<S>) caches.get(kind);
        if (snapshot == null) {
          throw new AssertionError("reads " + kind + " without watching it");
        }
        return snapshot;
      }

      @Override
      public Kinds kinds() {
        return every;
      }

      @Override
      @SuppressWarnings("unchecked") // an outcome is filed under its effect
      public <R> @Nullable Outcome<R> outcome(Effect<R> effect) {
        return (Outcome<R>) memory.outcomes().get(effect);
      }

      @Override
      public @Nullable ApiException failure() {
        return memory.failure();
      }
    }
  }

  private static boolean inTurn(List<? extends Fanout.Task> tasks, boolean slowStart) {
    var all = true;
    for (var task : tasks) {
      all &= task.run();
      if (!all && slowStart) {
        return false;
      }
    }
    return all;
  }
}
