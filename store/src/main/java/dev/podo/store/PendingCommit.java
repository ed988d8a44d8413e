package dev.podo.store;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/// A commit on its way: encoded, queued, then part of a group, then answered when the journal tells
/// of it.
final class PendingCommit<V> {
  private final Commit<V> commit;
  private final Journal.Transaction transaction;
  private final int bytes;
  private final Promise<Answer<V>> answer;
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.QUEUED);

  private enum Stage {
    QUEUED,
    TAKEN,
    ABANDONED
  }

  /// How a commit ends, failure aside.
  sealed interface Answer<V> {}

  record Done<V>(CommitResult<V> result) implements Answer<V> {}

  record Refused<V>(Journal.Refused refusal) implements Answer<V> {}

  PendingCommit(Commit<V> commit, Codec<V> codec, Clock clock) {
    this.commit = commit;
    this.answer = new Promise<>(clock);
    var preconditions = new ArrayList<Journal.Precondition>();
    commit.expected().forEach((key, at) -> preconditions.add(new Journal.Precondition(key, at)));
    var writes = new ArrayList<Journal.Write>();
    int sum = 0;
    for (var write : commit.writes()) {
      var value = write.value();
      var encoded = value == null ? null : codec.encode(value);
      sum += encoded == null ? 0 : encoded.length;
      writes.add(new Journal.Write(write.key(), encoded));
    }
    this.bytes = sum;
    this.transaction = new Journal.Transaction(preconditions, writes, this);
  }

  Journal.Transaction transaction() {
    return transaction;
  }

  List<Commit.Write<V>> writes() {
    return commit.writes();
  }

  /// The size of its values.
  int bytes() {
    return bytes;
  }

  /// @return false when the writer has given up already
  boolean take() {
    return stage.compareAndSet(Stage.QUEUED, Stage.TAKEN);
  }

  void done(CommitResult<V> result) {
    answer.complete(new Done<>(result));
  }

  void refused(Journal.Refused refusal) {
    answer.complete(new Refused<>(refusal));
  }

  void fail(Throwable failure) {
    answer.fail(failure);
  }

  /// @throws TimeoutException when the deadline passed; the message says whether it may be written
  ///   yet
  Answer<V> await(Deadline deadline) throws InterruptedException, TimeoutException {
    try {
      return answer.await(deadline);
    } catch (TimeoutException late) {
      throw timeout();
    } catch (Promise.Failure failure) {
      throw failure.getCause() instanceof JournalException e
          ? new JournalException(String.valueOf(e.getMessage()), e)
          : failure;
    } finally {
      abandon();
    }
  }

  private TimeoutException timeout() {
    return new TimeoutException(
        abandon()
            ? "the write of " + commit + " was not begun before the deadline; nothing was written"
            : "no answer to the write of " + commit + " before the deadline; it may be written");
  }

  private boolean abandon() {
    return stage.compareAndSet(Stage.QUEUED, Stage.ABANDONED);
  }
}
