package dev.podo.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Mailbox;
import dev.podo.foundation.Scope;
import dev.podo.foundation.VirtualClock;
import dev.podo.store.TextCodec.Text;
import dev.podo.store.contract.ForwardingJournal;
import dev.podo.store.memory.Faults;
import dev.podo.store.memory.MemoryDisk;
import dev.podo.store.memory.MemoryJournal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the store promises to its users, on a journal in memory.
class StoreTest {
  private static final Key WEB = new Key("pods", "shop", "web");
  private static final Key API = new Key("pods", "shop", "api");
  private static final Key QUOTA = new Key("quotas", "shop", "all");

  private final Environment environment = Environment.system();
  private final AtomicBoolean full = new AtomicBoolean();
  private final MemoryDisk disk = new MemoryDisk();
  private Scope scope;
  private Store<Text> store;

  @BeforeEach
  void open() throws Exception {
    open(StoreConfig.DEFAULT);
  }

  private void open(StoreConfig config) throws Exception {
    scope = Scope.root("test", environment);
    var faults =
        new Faults() {
          @Override
          public void beforeWrite(long bytes) {
            if (full.get()) {
              throw new JournalException("no space left");
            }
          }
        };
    var journal = new MemoryJournal(disk, faults);
    store = Store.open(journal, new TextCodec(), config, scope, soon());
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private Deadline soon() {
    return Deadline.after(environment.clock(), Duration.ofSeconds(20));
  }

  private long create(Key key, String text) throws Exception {
    return store.commit(Commit.create(key, Text.of(text)), soon()).revision();
  }

  private long put(Key key, String text) throws Exception {
    return store.commit(Commit.<Text>builder().put(key, Text.of(text)).build(), soon()).revision();
  }

  @Test
  void returnsWhatItWroteStampedWithTheRevision() throws Exception {
    var result = store.commit(Commit.create(WEB, Text.of("one")), soon());

    assertThat(result.revision()).isEqualTo(1);
    assertThat(result.value(WEB)).isEqualTo(new Text("one", 1));
    assertThat(store.image().get(WEB)).isEqualTo(new Versioned<>(WEB, new Text("one", 1), 1, 1));
    assertThat(store.image().get(WEB).value()).isSameAs(result.value(WEB));
  }

  @Test
  void keepsTheCreateRevisionUntilTheObjectIsDeleted() throws Exception {
    create(WEB, "one");
    put(WEB, "two");
    assertThat(store.image().get(WEB).createRevision()).isEqualTo(1);
    store.commit(Commit.delete(WEB, 2), soon());
    create(WEB, "again");
    assertThat(store.image().get(WEB).createRevision()).isEqualTo(4);
  }

  @Test
  void refusesToCreateWhatExistsAndShowsIt() throws Exception {
    create(WEB, "one");
    var conflict =
        catchThrowableOfType(
            ConflictException.class, () -> store.commit(Commit.create(WEB, Text.of("x")), soon()));
    assertThat(conflict.key()).isEqualTo(WEB);
    assertThat(conflict.expected()).isZero();
    assertThat(conflict.actual()).isEqualTo(1);
    assertThat(conflict.<Text>current().value()).isEqualTo(new Text("one", 1));
    assertThat(conflict).hasMessage("pods shop/web exists already, since revision 1");
  }

  @Test
  void refusesAStaleUpdate() throws Exception {
    create(WEB, "one");
    put(WEB, "two");
    var conflict =
        catchThrowableOfType(
            ConflictException.class,
            () -> store.commit(Commit.update(WEB, Text.of("x"), 1), soon()));
    assertThat(conflict.actual()).isEqualTo(2);
    assertThat(conflict).hasMessage("pods shop/web is at revision 2, expected it at 1");
  }

  @Test
  void refusesToDeleteWhatIsNotThere() {
    var conflict =
        catchThrowableOfType(
            ConflictException.class,
            () -> store.commit(Commit.<Text>builder().delete(WEB).build(), soon()));
    assertThat(conflict.expected()).isEqualTo(Journal.EXISTS);
    assertThat(conflict.current()).isNull();
    assertThat(conflict).hasMessage("pods shop/web is not there");
  }

  @Test
  void writesAllOrNothingUnderConditionsOnSeveralKeys() throws Exception {
    create(QUOTA, "0 of 1");
    var take =
        Commit.<Text>builder()
            .put(WEB, Text.of("one"))
            .put(QUOTA, Text.of("1 of 1"))
            .expectAbsent(WEB)
            .expectAbsent(API)
            .expect(QUOTA, 1)
            .build();
    var taken = store.commit(take, soon());
    assertThat(taken.revision()).isEqualTo(2);
    assertThat(taken.events()).extracting(Event::revision).containsExactly(2L, 2L);

    assertThatThrownBy(() -> store.commit(take, soon())).isInstanceOf(ConflictException.class);
    assertThat(store.image().revision()).isEqualTo(2);
  }

  @Test
  void refusesTwoWritesOfAKindInOneCommit() {
    assertThatThrownBy(
            () -> Commit.<Text>builder().put(WEB, Text.of("1")).put(API, Text.of("2")).build())
        .hasMessageContaining("two of a kind");
  }

  @Test
  void watchesFromAnyKeptRevision() throws Exception {
    create(WEB, "one");
    create(QUOTA, "q");
    put(WEB, "two");
    store.commit(Commit.delete(WEB, 3), soon());

    try (var cursor = store.watch("pods", 0)) {
      assertThat(all(cursor))
          .containsExactly(
              new Event<>(Event.Type.ADDED, WEB, new Text("one", 1), null, 1),
              new Event<>(Event.Type.MODIFIED, WEB, new Text("two", 3), new Text("one", 1), 3),
              new Event<>(Event.Type.DELETED, WEB, new Text("two", 4), new Text("two", 3), 4));
    }
    try (var cursor = store.watch("pods", 3)) {
      assertThat(all(cursor)).extracting(Event::revision).containsExactly(4L);
    }
  }

  @Test
  void tellsACursorOnceThatThereIsSomething() throws Exception {
    var told = new AtomicInteger();
    try (var cursor = store.watch("pods", 0)) {
      cursor.onAvailable(told::incrementAndGet);
      assertThat(cursor.poll()).isNull();
      create(WEB, "one");
      create(API, "one");
      store.awaitRevision(2, soon());
      // The store tells after it answers the writer: a further commit waits for the telling.
      create(QUOTA, "q");
      assertThat(told).hasValue(1);
      assertThat(all(cursor)).hasSize(2);
      put(WEB, "two");
      create(new Key("quotas", "shop", "other"), "q");
      assertThat(told).hasValue(2);
    }
  }

  @Test
  void progressesWithOtherKinds() throws Exception {
    create(WEB, "one");
    try (var cursor = store.watch("pods", 0)) {
      assertThat(cursor.progress()).isZero();
      assertThat(cursor.poll()).isNotNull();
      create(QUOTA, "q");
      assertThat(cursor.progress()).isEqualTo(2);
      create(API, "one");
      assertThat(cursor.progress()).isEqualTo(2);
    }
  }

  @Test
  void saysTooOldToACursorThatFellOutOfTheWindow() throws Exception {
    close();
    open(StoreConfig.DEFAULT.withEventsPerKind(20));
    var slow = store.watch("pods", 0);
    var keeping = store.watch("pods", 0);
    for (int i = 1; i <= 21; i++) {
      put(WEB, "v" + i);
      assertThat(keeping.poll().revision()).isEqualTo(i);
    }
    assertThatThrownBy(slow::poll).isInstanceOf(CompactedException.class);
    assertThatThrownBy(() -> store.watch("pods", 0)).isInstanceOf(CompactedException.class);
    assertThat(all(store.watch("pods", 1))).hasSize(20);
    assertThat(store.watch("quotas", 0).poll()).isNull();
  }

  @Test
  void keepsNoMoreBytesOfEventsThanItsBoundAndAlwaysTheLastOne() throws Exception {
    close();
    open(StoreConfig.DEFAULT.withEventBytesPerKind(100));
    for (int i = 1; i <= 10; i++) {
      put(WEB, "x".repeat(30));
    }
    assertThatThrownBy(() -> store.watch("pods", 6)).isInstanceOf(CompactedException.class);
    assertThat(all(store.watch("pods", 7))).hasSize(3);
    put(API, "x".repeat(1_000));
    assertThatThrownBy(() -> store.watch("pods", 9)).isInstanceOf(CompactedException.class);
    assertThat(all(store.watch("pods", 10))).hasSize(1);
  }

  /// Watchers are told after the answer to who wrote; when the next write is answered they have
  /// been.
  private void settle() throws Exception {
    put(new Key("others", "shop", "any"), "x");
  }

  @Test
  void wakesACursorThatDoesNotReadOnceItsPlaceHasGone() throws Exception {
    close();
    open(StoreConfig.DEFAULT.withEventsPerKind(16));
    var woken = new AtomicInteger();
    var slow = store.watch("pods", 0);
    slow.onAvailable(woken::incrementAndGet);
    for (int i = 0; i < 16; i++) {
      put(WEB, "v" + i);
    }
    slow.requirePlace();
    assertThat(woken).as("told once that there is something").hasValue(1);
    put(WEB, "one too many");
    settle();
    assertThatThrownBy(slow::requirePlace).isInstanceOf(CompactedException.class);
    assertThat(woken).hasValue(2);
    assertThat(store.watchers("pods")).isEqualTo(1);
    slow.close();
    assertThat(store.watchers("pods")).isZero();
    put(WEB, "after");
    settle();
    assertThat(woken).hasValue(2);
  }

  @Test
  void wakesACursorWhosePlaceCompactionTakes() throws Exception {
    var woken = new AtomicInteger();
    var slow = store.watch("pods", 0);
    var waiting = store.watch("quotas", 0);
    slow.onAvailable(woken::incrementAndGet);
    waiting.onAvailable(() -> woken.addAndGet(100));
    put(WEB, "one");
    put(WEB, "two");
    settle();
    store.compact(1);
    assertThatThrownBy(slow::requirePlace).isInstanceOf(CompactedException.class);
    waiting.requirePlace();
    assertThat(woken).hasValue(2);
  }

  @Test
  void pagesThroughOneRevisionWhileOthersWrite() throws Exception {
    for (int i = 10; i < 40; i++) {
      create(new Key("pods", "shop", "p" + i), "v");
    }
    long at = store.image().revision();
    var seen = new ArrayList<String>();
    var range = Range.of("pods").in("shop").limit(7);
    while (true) {
      var image = store.imageAt(at);
      var page = image.list(range);
      page.forEach(pod -> seen.add(pod.key().name()));
      if (page.size() == image.count(range)) {
        break;
      }
      put(new Key("pods", "shop", "p" + (10 + seen.size()) + "x"), "new");
      put(new Key("pods", "shop", "p" + (10 + seen.size())), "changed");
      store.commit(Commit.<Text>builder().delete(new Key("pods", "shop", "p39")).build(), soon());
      create(new Key("pods", "shop", "p39"), "again");
      range = range.after("shop", page.get(page.size() - 1).key().name());
    }
    assertThat(seen).hasSize(30).isSorted();
    assertThat(store.imageAt(at).list("pods")).extracting(v -> v.value().text()).containsOnly("v");
  }

  @Test
  void readsThePastFromTheJournalWhenTheWindowIsTooSmall() throws Exception {
    close();
    open(StoreConfig.DEFAULT.withEventsPerKind(2));
    create(WEB, "one");
    create(API, "one");
    for (int i = 0; i < 5; i++) {
      put(WEB, "more");
    }
    assertThat(store.imageAt(2).list("pods")).extracting(v -> v.value().text()).containsOnly("one");
    assertThat(store.imageAt(1).count("pods")).isEqualTo(1);
    assertThat(store.imageAt(0).kinds()).isEmpty();
    assertThat(store.imageAt(1).kinds()).containsExactly("pods");
    assertThat(store.read(WEB, 1).value()).isEqualTo(new Text("one", 1));
  }

  @Test
  void compactionEndsOldRevisions() throws Exception {
    create(WEB, "one");
    put(WEB, "two");
    put(WEB, "three");
    var idle = store.watch("quotas", 0);
    store.compact(2);
    assertThat(store.compactedRevision()).isEqualTo(2);
    assertThatThrownBy(() -> store.imageAt(1))
        .isInstanceOf(CompactedException.class)
        .hasMessage("revision 1 is too old: the oldest that is kept is 2");
    assertThatThrownBy(() -> store.watch("pods", 1)).isInstanceOf(CompactedException.class);
    assertThat(store.imageAt(2).get(WEB).value().text()).isEqualTo("two");
    assertThat(all(store.watch("pods", 2))).hasSize(1);
    assertThat(idle.poll()).as("a cursor that missed nothing").isNull();
    assertThatThrownBy(() -> store.compact(9)).isInstanceOf(FutureRevisionException.class);
  }

  @Test
  void staysReadableOnAFullDiskAndRecovers() throws Exception {
    create(WEB, "one");
    full.set(true);
    assertThatThrownBy(() -> put(WEB, "two"))
        .isInstanceOf(JournalException.class)
        .hasMessage("no space left");
    assertThat(store.latest(soon()).get(WEB).value().text()).isEqualTo("one");
    full.set(false);
    assertThat(put(WEB, "three")).isEqualTo(2);
  }

  @Test
  void goesOnWhereItWasAfterARestart() throws Exception {
    create(WEB, "one");
    put(WEB, "two");
    create(QUOTA, "q");
    close();
    open();
    assertThat(store.image().revision()).isEqualTo(3);
    assertThat(store.image().get(WEB)).isEqualTo(new Versioned<>(WEB, new Text("two", 2), 1, 2));
    assertThat(all(store.watch("pods", 1))).extracting(Event::revision).containsExactly(2L);
    assertThat(put(WEB, "three")).isEqualTo(4);
  }

  @Test
  void compactsByTheClockWhatWasSupersededLongAgo() throws Exception {
    var clock = new VirtualClock(Instant.EPOCH);
    var in = new Environment(clock, environment.random(), environment.threads());
    var compactions = new Mailbox<Long>(environment.clock(), 10);
    var memory = new MemoryJournal();
    memory.append(
        List.of(
            new Journal.Transaction(
                List.of(), List.of(new Journal.Write(QUOTA, new byte[0])), null)));
    var journal =
        new ForwardingJournal(memory) {
          @Override
          public void compact(long revision) throws InterruptedException {
            super.compact(revision);
            compactions.put(revision, soon());
          }
        };
    try (var other = Scope.root("virtual", in)) {
      var aged = Store.open(journal, new TextCodec(), StoreConfig.DEFAULT, other, Deadline.never());
      for (int i = 0; i < 3; i++) {
        aged.commit(Commit.<Text>builder().put(WEB, Text.of("v" + i)).build(), Deadline.never());
        var deadline = soon();
        while (clock.nextTimer().isEmpty()) {
          // Compaction goes to sleep on its own thread.
          assertThat(deadline.hasPassed(environment.clock())).as("nobody sleeps").isFalse();
          Thread.onSpinWait();
        }
        clock.advance(Duration.ofMinutes(5));
        assertThat(compactions.take(soon())).isEqualTo(i + 1L);
      }
      assertThat(aged.compactedRevision()).isEqualTo(3);
      assertThat(clock.nextTimer()).as("idle: nothing ticks").isEmpty();
    }
  }

  @Test
  void givesUpWaitingForARevisionAtTheDeadline() {
    var now = Deadline.after(environment.clock(), Duration.ZERO);
    assertThatThrownBy(() -> store.awaitRevision(1, now)).isInstanceOf(TimeoutException.class);
  }

  @Test
  void refusesWritesOnceClosed() {
    close();
    assertThatThrownBy(() -> create(WEB, "late")).hasMessage("the store is closed");
  }

  private static List<Event<Text>> all(Cursor<Text> cursor) {
    var out = new ArrayList<Event<Text>>();
    for (var event = cursor.poll(); event != null; event = cursor.poll()) {
      out.add(event);
    }
    return out;
  }
}
