package dev.podo.store;

import dev.podo.foundation.Check;
import dev.podo.foundation.Deadline;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where the store's transactions are kept: the port behind which memory, a disk or an etcd stands.
///
/// The journal is the authority: it gives the revisions and decides about preconditions, because
/// others may write to it too. Revisions grow by one per committed transaction on journals of one
/// server; on shared ones they may have gaps.
///
/// Everything here may block. A journal that cannot do its work says so by a [JournalException] and
/// may be asked again.
public interface Journal extends AutoCloseable {
  /// As an expected revision: the key exists, at whatever revision.
  long EXISTS = -1;

  /// Decides about each transaction in order, as if alone, and makes those that are committed
  /// durable before it returns: one sync for all of them.
  ///
  /// @return one outcome per transaction
  /// @throws JournalException when nothing is known to be committed; some of it may be, and comes
  ///   by the feed if so
  List<Outcome> append(List<Transaction> group) throws InterruptedException;

  /// Whether [#append] and [#compact] wait for the disk inside native code. Then they want a thread
  /// of the operating system: a virtual one would hold on to its carrier meanwhile.
  default boolean blocksNatively() {
    return false;
  }

  /// The revision of the last committed transaction, whoever wrote it: a read that is at least as
  /// new sees every write that was acknowledged before this call.
  long revision(Deadline deadline) throws InterruptedException, TimeoutException;

  /// The oldest revision that this journal can still tell of.
  long oldestRevision();

  /// Hands over everything that existed at a revision, kind by kind in order.
  ///
  /// @throws CompactedException when the revision is older than [#oldestRevision]
  void readAll(long revision, Consumer<Entry> to);

  /// Hands over what existed of one kind at a revision, in order.
  ///
  /// @throws CompactedException when the revision is older than [#oldestRevision]
  void readKind(String kind, long revision, Consumer<Entry> to);

  /// What a key held at a revision, or null.
  ///
  /// @throws CompactedException when the revision is older than [#oldestRevision]
  @Nullable Entry read(Key key, long revision);

  /// Tells a follower everything that is committed after a revision, in order, until it is closed.
  /// What has been committed already it is told before this returns.
  ///
  /// @throws CompactedException when the revision is older than [#oldestRevision]
  Following follow(long afterRevision, Follower follower) throws InterruptedException;

  /// Clients are not told any more of what was before a revision. Remembered over restarts. How
  /// much of the history is kept beyond that, and for how long, is the journal's own budget; this
  /// is when it forgets what exceeds it.
  void compact(long revision) throws InterruptedException;

  /// The revision last given to [#compact], 0 at first.
  long compactedRevision();

  @Override
  void close();

  /// Several writes, all or nothing.
  ///
  /// @param writes at least one, each of another kind
  /// @param origin comes back with the [ChangeSet] if this journal instance commits it
  record Transaction(
      List<Precondition> preconditions, List<Write> writes, @Nullable Object origin) {
    public Transaction {
      preconditions = List.copyOf(preconditions);
      writes = List.copyOf(writes);
      Check.that(!writes.isEmpty(), "a transaction writes something");
    }
  }

  /// What must be so for a transaction to be committed.
  ///
  /// @param revision at which the key was last written; 0: it must not exist; [#EXISTS]: it must
  record Precondition(Key key, long revision) {
    public boolean holds(long actual) {
      return revision == EXISTS ? actual > 0 : actual == revision;
    }
  }

  /// @param value null to delete the key, which must exist
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way; nobody compares or changes them
  record Write(Key key, byte @Nullable [] value) {}

  /// What became of a transaction.
  sealed interface Outcome {}

  /// It is durable.
  record Committed(long revision) implements Outcome {}

  /// A precondition did not hold.
  ///
  /// @param expected as in [Precondition]
  /// @param actual 0 when the key does not exist
  /// @param revision the journal's revision when it was decided
  record Refused(Key key, long expected, long actual, long revision) implements Outcome {}

  /// A committed transaction.
  ///
  /// @param changes empty when a shared journal tells only that it has come so far
  /// @param origin see [Transaction]; null when it came from elsewhere or from before
  record ChangeSet(long revision, List<Change> changes, @Nullable Object origin) {
    public ChangeSet {
      changes = List.copyOf(changes);
    }
  }

  /// @param value null when the key was deleted
  /// @param createRevision of the value; 0 when the key was deleted
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way; nobody compares or changes them
  record Change(Key key, byte @Nullable [] value, long createRevision) {}

  /// A value that is kept.
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way; nobody compares or changes them
  record Entry(Key key, byte[] value, long createRevision, long modRevision) {}

  /// Is told what is durable.
  @FunctionalInterface
  interface Follower {
    /// The next transactions, at least one. It is called on the thread that the journal commits on,
    /// or that it hears of commits on, never by two at once: it must not block, and writers wait
    /// meanwhile.
    void committed(List<ChangeSet> sets);
  }

  /// Lasts until it is closed.
  interface Following extends AutoCloseable {
    @Override
    void close();
  }
}
