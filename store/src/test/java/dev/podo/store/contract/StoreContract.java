package dev.podo.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.foundation.Signal;
import dev.podo.store.Commit;
import dev.podo.store.CompactedException;
import dev.podo.store.ConflictException;
import dev.podo.store.Cursor;
import dev.podo.store.Event;
import dev.podo.store.Image;
import dev.podo.store.Journal;
import dev.podo.store.Key;
import dev.podo.store.Range;
import dev.podo.store.Store;
import dev.podo.store.StoreConfig;
import dev.podo.store.TextCodec;
import dev.podo.store.TextCodec.Text;
import dev.podo.store.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the store does on every journal.
public abstract class StoreContract {
  private static final List<String> KINDS = List.of("nodes", "pods", "quotas");

  private static final StoreConfig SMALL =
      StoreConfig.DEFAULT.withEventsPerKind(64).withReplayOnOpen(20);

  protected final Environment environment = Environment.system();
  private CountingJournal journal;
  private Scope scope;
  private Store<Text> store;

  /// Opens the journal of this test, with what an earlier one left.
  protected abstract Journal openJournal() throws Exception;

  private void open(StoreConfig config) throws Exception {
    scope = Scope.root("store", environment);
    journal = new CountingJournal(openJournal());
    store = Store.open(journal, new TextCodec(), config, scope, soon());
  }

  @AfterEach
  void close() {
    if (scope != null) {
      scope.close();
    }
  }

  private Deadline soon() {
    return Deadline.after(environment.clock(), Duration.ofSeconds(30));
  }

  private interface Work {
    void run(int worker) throws InterruptedException, TimeoutException;
  }

  private void inParallel(int workers, Work work) throws Exception {
    var done = new AtomicInteger();
    var changed = new Signal(environment.clock());
    for (int w = 0; w < workers; w++) {
      int worker = w;
      scope.fork(
          "worker-" + w,
          () -> {
            work.run(worker);
            done.incrementAndGet();
            changed.raise();
          });
    }
    assertThat(changed.awaitUntil(() -> done.get() == workers, soon())).isTrue();
  }

  @Test
  void writersShareSyncs() throws Exception {
    open(StoreConfig.DEFAULT);
    int writers = 64;
    int each = 20;
    inParallel(
        writers,
        writer -> {
          for (int i = 0; i < each; i++) {
            var key = new Key("pods", "w" + writer, "p" + i);
            var result = store.commit(Commit.create(key, Text.of("v")), soon());
            assertThat(store.image().get(key).modRevision()).isEqualTo(result.revision());
          }
        });
    var image = store.image();
    assertThat(image.revision()).isEqualTo(1_280);
    assertThat(image.count("pods")).isEqualTo(1_280);
    assertThat(journal.appends()).isLessThan(640);
    assertThat(store.watch("pods", 0).poll()).isNotNull();
  }

  @Test
  void oneOfManyWinsUnderTheSamePrecondition() throws Exception {
    open(StoreConfig.DEFAULT);
    var key = new Key("quotas", "shop", "q");
    var start = store.commit(Commit.create(key, Text.of("0")), soon()).revision();
    var won = new AtomicInteger();
    var lost = new AtomicInteger();
    inParallel(
        16,
        writer -> {
          try {
            store.commit(Commit.update(key, Text.of("1"), start), soon());
            won.incrementAndGet();
          } catch (ConflictException e) {
            assertThat(e.actual()).isEqualTo(start + 1);
            lost.incrementAndGet();
          }
        });
    assertThat(won).hasValue(1);
    assertThat(lost).hasValue(15);
    assertThat(store.latest(soon()).revision()).isEqualTo(start + 1);
  }

  @Test
  void everyWatcherSeesEveryChangeOnceInOrderWhileManyWrite() throws Exception {
    open(StoreConfig.DEFAULT);
    int writes = 600;
    inParallel(
        8,
        worker -> {
          if (worker < 3) {
            for (int i = 0; i < writes / 3; i++) {
              var key = new Key("pods", "w" + worker, "p" + i % 10);
              store.commit(Commit.<Text>builder().put(key, Text.of("v" + i)).build(), soon());
            }
            return;
          }
          var available = new Signal(environment.clock());
          var told = new AtomicInteger();
          var handled = new AtomicInteger();
          try (var cursor = store.watch("pods", 0)) {
            cursor.onAvailable(() -> {
              told.incrementAndGet();
              available.raise();
            });
            long seen = 0;
            while (seen < writes) {
              handled.set(told.get());
              for (var event = cursor.poll(); event != null; event = cursor.poll()) {
                assertThat(event.revision()).isEqualTo(++seen);
                var now = store.image().get(event.key());
                assertThat(now.modRevision()).isGreaterThanOrEqualTo(seen);
              }
              if (seen < writes) {
                assertThat(available.awaitUntil(() -> told.get() > handled.get(), soon())).isTrue();
              }
            }
            assertThat(cursor.progress()).isEqualTo(writes);
          }
        });
  }

  @Test
  void watchesFromARevisionThatHasNotComeYet() throws Exception {
    open(StoreConfig.DEFAULT.withEventsPerKind(4));
    var told = new AtomicInteger();
    try (var cursor = store.watch("pods", 20);
        var hurried = store.watch("pods", 20)) {
      cursor.onAvailable(told::incrementAndGet);
      for (int i = 1; i <= 20; i++) {
        store.commit(Commit.create(new Key("pods", "a", "p" + i), Text.of("v")), soon());
        // What has left the window meanwhile is not missed, whether it was passed over or not.
        cursor.requirePlace();
        assertThat(hurried.poll()).isNull();
        assertThat(cursor.progress()).isEqualTo(20);
      }
      store.compact(20);
      cursor.requirePlace();
      store.commit(Commit.create(new Key("quotas", "a", "q"), Text.of("v")), soon());
      for (int i = 22; i <= 24; i++) {
        store.commit(Commit.create(new Key("pods", "a", "p" + i), Text.of("v")), soon());
      }
      assertThat(told).hasPositiveValue();
      for (var each : List.of(cursor, hurried)) {
        for (long revision = 22; revision <= 24; revision++) {
          assertThat(each.poll()).extracting(Event::revision).isEqualTo(revision);
        }
        assertThat(each.poll()).isNull();
        assertThat(each.progress()).isEqualTo(24);
      }
      for (int i = 25; i <= 29; i++) {
        store.commit(Commit.create(new Key("pods", "a", "p" + i), Text.of("v")), soon());
      }
      assertThatThrownBy(cursor::requirePlace).isInstanceOf(CompactedException.class);
      assertThatThrownBy(hurried::poll).isInstanceOf(CompactedException.class);
    }
  }

  /// Commits, images, watches, paged lists, compaction and restarts against a model.
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void agreesWithTheModel(long seed) throws Exception {
    new Run(seed).run();
  }

  private final class Run {
    private final Random random;
    private final List<SortedMap<Key, Text>> states = new ArrayList<>(List.of(new TreeMap<>()));
    private final List<Event<Text>> events = new ArrayList<>();
    private final Map<Cursor<Text>, Watched> cursors = new LinkedHashMap<>();
    private final Map<Long, Image<Text>> held = new LinkedHashMap<>();
    private long replayedFrom;

    private static final class Watched {
      final String kind;
      long seen;

      Watched(String kind, long seen) {
        this.kind = kind;
        this.seen = seen;
      }
    }

    Run(long seed) {
      random = new Random(seed);
    }

    void run() throws Exception {
      open(SMALL);
      for (int step = 0; step < 400; step++) {
        switch (random.nextInt(20)) {
          case 0 -> watch();
          case 1, 2, 3 -> drainSome();
          case 4 -> compact();
          case 5 -> held.put(store.image().revision(), store.image());
          case 6, 7 -> readPast();
          case 8 -> page();
          case 9 -> restartSeldom();
          default -> commit();
        }
        assertThat(contents(store.image())).isEqualTo(states.get(states.size() - 1));
      }
      for (var cursor : List.copyOf(cursors.keySet())) {
        drain(cursor, Integer.MAX_VALUE);
      }
      held.forEach((at, image) -> assertThat(contents(image)).isEqualTo(states.get(at.intValue())));
    }

    private long revision() {
      return states.size() - 1L;
    }

    private void commit() throws Exception {
      var next = new TreeMap<>(states.get(states.size() - 1));
      var builder = Commit.<Text>builder();
      var made = new ArrayList<Event<Text>>();
      long revision = revision() + 1;
      int from = random.nextInt(KINDS.size());
      for (var kind : KINDS.subList(from, from + 1 + random.nextInt(KINDS.size() - from))) {
        var key = randomKey(kind);
        var before = next.get(key);
        builder.expect(key, before == null ? 0 : before.revision());
        if (before != null && random.nextInt(3) == 0) {
          builder.delete(key);
          next.remove(key);
          var last = new Text(before.text(), revision);
          made.add(new Event<>(Event.Type.DELETED, key, last, before, revision));
        } else {
          var value = new Text("v" + random.nextInt(1000), revision);
          builder.put(key, Text.of(value.text()));
          next.put(key, value);
          var type = before == null ? Event.Type.ADDED : Event.Type.MODIFIED;
          made.add(new Event<>(type, key, value, before, revision));
        }
      }
      if (random.nextInt(8) == 0) {
        builder.expect(new Key("nodes", "nowhere", "n"), 1);
        var hopeless = builder.build();
        assertThatThrownBy(() -> store.commit(hopeless, soon()))
            .isInstanceOf(ConflictException.class);
        return;
      }
      var result = store.commit(builder.build(), soon());
      assertThat(result.revision()).isEqualTo(revision);
      assertThat(result.events()).isEqualTo(made);
      states.add(next);
      events.addAll(made);
    }

    private Key randomKey(String kind) {
      return new Key(kind, "ns" + random.nextInt(3), "n" + random.nextInt(8));
    }

    private void watch() {
      var kind = KINDS.get(random.nextInt(KINDS.size()));
      long oldest = store.compactedRevision();
      long ahead = random.nextInt(4) == 0 ? 1 + random.nextInt(40) : 0;
      long after =
          ahead > 0 ? revision() + ahead : oldest + random.nextLong(revision() - oldest + 1);
      try {
        cursors.put(store.watch(kind, after), new Watched(kind, after));
      } catch (CompactedException e) {
        assertThat(after < replayedFrom || missed(kind, after) > 0).isTrue();
      }
    }

    private long missed(String kind, long after) {
      return events.stream()
          .filter(e -> e.key().kind().equals(kind) && e.revision() > after)
          .count();
    }

    private void drainSome() {
      for (var cursor : List.copyOf(cursors.keySet())) {
        if (random.nextBoolean()) {
          drain(cursor, random.nextInt(20));
        }
      }
    }

    private void drain(Cursor<Text> cursor, int most) {
      var watched = cursors.get(cursor);
      for (int i = 0; i < most; i++) {
        Event<Text> event;
        try {
          event = cursor.poll();
        } catch (CompactedException tooSlow) {
          assertThat(missed(watched.kind, watched.seen)).isGreaterThan(0);
          cursor.close();
          cursors.remove(cursor);
          return;
        }
        var expected =
            events.stream()
                .filter(e -> e.key().kind().equals(watched.kind) && e.revision() > watched.seen)
                .findFirst();
        assertThat(event).isEqualTo(expected.orElse(null));
        if (event == null) {
          assertThat(cursor.progress()).isEqualTo(Math.max(watched.seen, revision()));
          return;
        }
        watched.seen = event.revision();
        assertThat(cursor.progress()).isGreaterThanOrEqualTo(watched.seen);
      }
    }

    private void compact() throws Exception {
      if (random.nextInt(4) == 0) {
        long oldest = store.compactedRevision();
        store.compact(oldest + random.nextLong(revision() - oldest + 1));
      }
    }

    private void readPast() {
      long oldest = store.compactedRevision();
      long at = oldest + random.nextLong(revision() - oldest + 1);
      assertThat(contents(store.imageAt(at))).as("at %s", at).isEqualTo(states.get((int) at));
      if (oldest > 0) {
        assertThatThrownBy(() -> store.imageAt(oldest - 1)).isInstanceOf(CompactedException.class);
      }
    }

    private void page() throws Exception {
      long at = revision();
      var kind = KINDS.get(random.nextInt(KINDS.size()));
      var range = Range.of(kind).limit(1 + random.nextInt(6));
      if (random.nextBoolean()) {
        range = range.in("ns1");
      }
      var whole = store.image().list(new Range(kind, range.namespace(), null, Integer.MAX_VALUE));
      var pages = new ArrayList<Versioned<Text>>();
      while (true) {
        var image = store.imageAt(at);
        var page = image.list(range);
        pages.addAll(page);
        assertThat(image.count(range)).isEqualTo(whole.size() - pages.size() + page.size());
        if (page.size() == image.count(range)) {
          break;
        }
        var last = page.get(page.size() - 1).key();
        range = range.after(last.namespace(), last.name());
        commit();
      }
      assertThat(pages).isEqualTo(whole);
    }

    private void restartSeldom() throws Exception {
      if (random.nextInt(4) == 0) {
        cursors.clear();
        close();
        open(SMALL);
        assertThat(store.image().revision()).isEqualTo(revision());
        replayedFrom = Math.max(store.compactedRevision(), revision() - 20);
      }
    }

    private SortedMap<Key, Text> contents(Image<Text> image) {
      var out = new TreeMap<Key, Text>();
      for (var kind : image.kinds()) {
        for (var versioned : image.list(kind)) {
          assertThat(versioned.value().revision()).isEqualTo(versioned.modRevision());
          out.put(versioned.key(), versioned.value());
        }
      }
      return out;
    }
  }
}
