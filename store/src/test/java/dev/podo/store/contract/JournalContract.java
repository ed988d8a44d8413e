package dev.podo.store.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.store.CompactedException;
import dev.podo.store.Journal;
import dev.podo.store.Journal.Change;
import dev.podo.store.Journal.ChangeSet;
import dev.podo.store.Journal.Committed;
import dev.podo.store.Journal.Precondition;
import dev.podo.store.Journal.Refused;
import dev.podo.store.Journal.Transaction;
import dev.podo.store.Journal.Write;
import dev.podo.store.JournalException;
import dev.podo.store.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every journal must do.
public abstract class JournalContract {
  private static final Key A = new Key("pods", "shop", "a");
  private static final Key B = new Key("pods", "shop", "b");
  private static final Key Q = new Key("quotas", "shop", "q");

  protected final Environment environment = Environment.system();
  private Journal journal;

  /// Opens the journal of this test, with what an earlier one left.
  protected abstract Journal open() throws Exception;

  @BeforeEach
  void openFirst() throws Exception {
    journal = open();
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private void reopen() throws Exception {
    journal.close();
    journal = open();
  }

  private Deadline soon() {
    return Deadline.after(environment.clock(), Duration.ofSeconds(20));
  }

  private static Transaction tx(List<Precondition> preconditions, Write... writes) {
    return new Transaction(preconditions, List.of(writes), null);
  }

  private static Write put(Key key, String value) {
    return new Write(key, value.getBytes(UTF_8));
  }

  private static Write delete(Key key) {
    return new Write(key, null);
  }

  private Journal.Outcome append(Write... writes) throws Exception {
    return journal.append(List.of(tx(List.of(), writes))).get(0);
  }

  private long revision() throws Exception {
    return journal.revision(soon());
  }

  private List<String> all(long at) {
    var out = new ArrayList<String>();
    journal.readAll(at, entry -> out.add(JournalModel.text(entry)));
    return out;
  }

  @Test
  void isEmptyAtFirst() throws Exception {
    assertThat(revision()).isZero();
    assertThat(journal.oldestRevision()).isZero();
    assertThat(journal.compactedRevision()).isZero();
    assertThat(all(0)).isEmpty();
  }

  @Test
  void countsRevisionsOverAllKinds() throws Exception {
    assertThat(append(put(A, "1"))).isEqualTo(new Committed(1));
    assertThat(append(put(Q, "2"))).isEqualTo(new Committed(2));
    assertThat(append(put(A, "3"), put(Q, "3"))).isEqualTo(new Committed(3));
    assertThat(revision()).isEqualTo(3);
    assertThat(all(3)).containsExactly("pods shop/a=3 1 3", "quotas shop/q=3 2 3");
  }

  @Test
  void refusesWhenAPreconditionDoesNotHoldAndWritesNothing() throws Exception {
    append(put(A, "1"));
    append(put(A, "2"));
    var outcomes =
        journal.append(
            List.of(
                tx(List.of(new Precondition(A, 1)), put(A, "x"), put(Q, "x")),
                tx(List.of(new Precondition(A, 2), new Precondition(B, 7)), put(Q, "x")),
                tx(List.of(new Precondition(A, 0)), put(Q, "x")),
                tx(List.of(new Precondition(B, Journal.EXISTS)), put(Q, "x"))));
    assertThat(outcomes)
        .containsExactly(
            new Refused(A, 1, 2, 2),
            new Refused(B, 7, 0, 2),
            new Refused(A, 0, 2, 2),
            new Refused(B, Journal.EXISTS, 0, 2));
    assertThat(revision()).isEqualTo(2);
    assertThat(all(2)).containsExactly("pods shop/a=2 1 2");
  }

  @Test
  void commitsUnderPreconditionsOnSeveralKeys() throws Exception {
    append(put(A, "1"), put(Q, "1"));
    var take =
        tx(
            List.of(
                new Precondition(A, 1),
                new Precondition(Q, Journal.EXISTS),
                new Precondition(B, 0)),
            put(B, "2"));
    assertThat(journal.append(List.of(take))).containsExactly(new Committed(2));
  }

  @Test
  void decidesInOrderWithinAGroup() throws Exception {
    var outcomes =
        journal.append(
            List.of(
                tx(List.of(new Precondition(A, 0)), put(A, "1")),
                tx(List.of(new Precondition(A, 0)), put(A, "2")),
                tx(List.of(new Precondition(A, 1)), delete(A)),
                tx(List.of(), delete(A)),
                tx(List.of(new Precondition(A, 0)), put(A, "3"))));
    assertThat(outcomes)
        .containsExactly(
            new Committed(1),
            new Refused(A, 0, 1, 1),
            new Committed(2),
            new Refused(A, Journal.EXISTS, 0, 2),
            new Committed(3));
    assertThat(all(3)).containsExactly("pods shop/a=3 3 3");
    assertThat(all(2)).isEmpty();
  }

  @Test
  void tellsFollowersInOrderAndGivesTheOriginBack() throws Exception {
    append(put(A, "1"));
    append(put(A, "2"));
    var origin = new Object();
    var told = new ConcurrentLinkedQueue<ChangeSet>();
    journal.follow(1, told::addAll);
    journal.append(List.of(new Transaction(List.of(), List.of(delete(A)), origin)));
    var sets = await(told, 2);
    assertThat(sets).extracting(ChangeSet::revision).containsExactly(2L, 3L);
    Change update = sets.get(0).changes().get(0);
    assertThat(update.key()).isEqualTo(A);
    assertThat(update.value()).asString(UTF_8).isEqualTo("2");
    assertThat(update.createRevision()).isEqualTo(1);
    Change deletion = sets.get(1).changes().get(0);
    assertThat(deletion.value()).isNull();
    assertThat(deletion.createRevision()).isZero();
    assertThat(sets.get(1).origin()).isSameAs(origin);
  }

  /// A shared journal may tell later than it commits.
  private static List<ChangeSet> await(Queue<ChangeSet> told, long size) {
    while (told.size() < size) {
      Thread.onSpinWait();
    }
    return List.copyOf(told);
  }

  @Test
  void tellsEachFollowerWhatItMissedAndThenWhatComes() throws Exception {
    var group = new ArrayList<Transaction>();
    for (int i = 0; i < 3_000; i++) {
      group.add(tx(List.of(), put(A, "v" + i)));
    }
    journal.append(group);
    var early = new ConcurrentLinkedQueue<ChangeSet>();
    var late = new ConcurrentLinkedQueue<ChangeSet>();
    journal.follow(0, early::addAll);
    journal.follow(2_999, late::addAll);
    append(put(A, "last"));
    assertThat(await(early, 3_001)).extracting(ChangeSet::revision).isSorted().hasSize(3_001);
    assertThat(await(late, 2)).extracting(ChangeSet::revision).containsExactly(3_000L, 3_001L);
  }

  @Test
  void tellsNothingOnceClosed() throws Exception {
    var told = new ConcurrentLinkedQueue<ChangeSet>();
    var witness = new ConcurrentLinkedQueue<ChangeSet>();
    journal.follow(0, told::addAll).close();
    journal.follow(0, witness::addAll);
    append(put(A, "1"));
    assertThat(await(witness, 1)).hasSize(1);
    assertThat(told).isEmpty();
  }

  @Test
  void readsAsItWas() throws Exception {
    append(put(A, "1"));
    append(put(B, "2"), put(Q, "2"));
    append(put(A, "3"));
    append(delete(B));
    append(put(B, "5"));

    assertThat(all(0)).isEmpty();
    assertThat(all(1)).containsExactly("pods shop/a=1 1 1");
    assertThat(all(2))
        .containsExactly("pods shop/a=1 1 1", "pods shop/b=2 2 2", "quotas shop/q=2 2 2");
    assertThat(all(4)).containsExactly("pods shop/a=3 1 3", "quotas shop/q=2 2 2");
    assertThat(all(5))
        .containsExactly("pods shop/a=3 1 3", "pods shop/b=5 5 5", "quotas shop/q=2 2 2");
    assertThat(journal.read(B, 3)).extracting(JournalModel::text).isEqualTo("pods shop/b=2 2 2");
    assertThat(journal.read(B, 4)).isNull();
    assertThat(journal.read(B, 1)).isNull();
    var pods = new ArrayList<String>();
    journal.readKind("pods", 3, entry -> pods.add(JournalModel.text(entry)));
    assertThat(pods).containsExactly("pods shop/a=3 1 3", "pods shop/b=2 2 2");
  }

  @Test
  void ordersKeysAndKeepsKindsApart() throws Exception {
    var keys =
        List.of(
            new Key("pods", "", "cluster"),
            new Key("pods", "a", "z"),
            new Key("pods", "a-b", "a"),
            new Key("pods", "a.b", "a"),
            new Key("pods", "ab", "a"),
            new Key("pods.metrics", "a", "a"),
            new Key("pods/x", "a", "a"),
            new Key("podsets", "a", "ü"));
    for (int i = keys.size() - 1; i >= 0; i--) {
      append(put(keys.get(i), ""));
    }
    var all = new ArrayList<Key>();
    journal.readAll(8, entry -> all.add(entry.key()));
    assertThat(all).containsExactlyElementsOf(keys);
    var pods = new ArrayList<Key>();
    journal.readKind("pods", 8, entry -> pods.add(entry.key()));
    assertThat(pods).containsExactlyElementsOf(keys.subList(0, 5));
  }

  @Test
  void keepsAnyBytes() throws Exception {
    var bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    journal.append(List.of(tx(List.of(), new Write(A, bytes), put(Q, ""))));
    reopen();
    assertThat(journal.read(A, 1).value()).isEqualTo(bytes);
    assertThat(journal.read(Q, 1).value()).isEmpty();
  }

  @Test
  void goesOnAfterARestart() throws Exception {
    append(put(A, "1"));
    append(put(B, "2"));
    append(delete(A));
    reopen();
    assertThat(revision()).isEqualTo(3);
    assertThat(all(3)).containsExactly("pods shop/b=2 2 2");
    assertThat(all(2)).containsExactly("pods shop/a=1 1 1", "pods shop/b=2 2 2");
    var told = new ConcurrentLinkedQueue<ChangeSet>();
    journal.follow(0, told::addAll);
    var sets = await(told, 3);
    assertThat(sets).extracting(ChangeSet::revision).containsExactly(1L, 2L, 3L);
    assertThat(sets).extracting(ChangeSet::origin).containsOnlyNulls();
    assertThat(append(put(A, "4"))).isEqualTo(new Committed(4));
  }

  @Test
  void remembersWhatIsCompacted() throws Exception {
    for (int i = 0; i < 5; i++) {
      append(put(A, "v" + i));
    }
    journal.compact(4);
    journal.compact(2);
    assertThat(journal.compactedRevision()).isEqualTo(4);
    assertThat(journal.oldestRevision()).isLessThanOrEqualTo(4);
    assertThat(all(4)).containsExactly("pods shop/a=v3 1 4");
    reopen();
    assertThat(journal.compactedRevision()).isEqualTo(4);
    assertThat(revision()).isEqualTo(5);
  }

  @Test
  void saysWhatIsTooOld() throws Exception {
    append(put(A, "1"));
    append(put(A, "2"));
    journal.compact(2);
    if (journal.oldestRevision() == 2) {
      assertThatThrownBy(() -> all(1)).isInstanceOf(CompactedException.class);
      assertThatThrownBy(() -> journal.read(A, 1)).isInstanceOf(CompactedException.class);
      assertThatThrownBy(() -> journal.follow(1, sets -> {}))
          .isInstanceOf(CompactedException.class);
    }
    assertThat(all(2)).containsExactly("pods shop/a=2 1 2");
  }

  @Test
  void refusesWhenClosed() {
    journal.close();
    assertThatThrownBy(() -> append(put(A, "1"))).isInstanceOf(JournalException.class);
    assertThatThrownBy(this::revision).isInstanceOf(JournalException.class);
  }

  /// Groups, refusals, restarts, compaction, reads of the past: everything against a model that
  /// keeps every state there ever was.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithTheModel(long seed) throws Exception {
    var random = new Random(seed);
    var model = new JournalModel();
    for (int step = 0; step < 150; step++) {
      switch (random.nextInt(12)) {
        case 0 -> reopen();
        case 1 -> journal.compact(random.nextLong(model.revision() + 1));
        case 2, 3, 4 -> compare(model, random);
        default -> {
          var group = model.randomGroup(random);
          assertThat(journal.append(group)).isEqualTo(model.append(group));
        }
      }
    }
    compare(model, random);
    compareLog(model);
  }

  private void compare(JournalModel model, Random random) throws Exception {
    assertThat(revision()).isEqualTo(model.revision());
    long oldest = journal.oldestRevision();
    for (int i = 0; i < 3; i++) {
      long at = oldest + random.nextLong(model.revision() - oldest + 1);
      assertThat(all(at)).as("at %s", at).isEqualTo(model.all(at));
      var key = model.randomKey(random);
      var entry = journal.read(key, at);
      assertThat(entry == null ? null : JournalModel.text(entry))
          .as("%s at %s", key, at)
          .isEqualTo(model.read(key, at));
    }
  }

  private void compareLog(JournalModel model) throws Exception {
    long oldest = journal.oldestRevision();
    var told = new ConcurrentLinkedQueue<ChangeSet>();
    journal.follow(oldest, told::addAll);
    var seen = await(told, model.revision() - oldest).stream().map(JournalModel::text).toList();
    assertThat(seen).isEqualTo(model.log(oldest));
  }
}
