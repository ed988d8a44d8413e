package dev.podo.store.contract;

import dev.podo.foundation.Deadline;
import dev.podo.store.Journal;
import dev.podo.store.Key;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// A journal around another one, for tests that look at what goes through it.
public class ForwardingJournal implements Journal {
  private final Journal journal;

  public ForwardingJournal(Journal journal) {
    this.journal = journal;
  }

  @Override
  public List<Outcome> append(List<Transaction> group) throws InterruptedException {
    return journal.append(group);
  }

  @Override
  public long revision(Deadline deadline) throws InterruptedException, TimeoutException {
    return journal.revision(deadline);
  }

  @Override
  public long oldestRevision() {
    return journal.oldestRevision();
  }

  @Override
  public void readAll(long revision, Consumer<Entry> to) {
    journal.readAll(revision, to);
  }

  @Override
  public void readKind(String kind, long revision, Consumer<Entry> to) {
    journal.readKind(kind, revision, to);
  }

  @Override
  public Entry read(Key key, long revision) {
    return journal.read(key, revision);
  }

  @Override
  public boolean blocksNatively() {
    return journal.blocksNatively();
  }

  @Override
  public Following follow(long afterRevision, Follower follower) throws InterruptedException {
    return journal.follow(afterRevision, follower);
  }

  @Override
  public void compact(long revision) throws InterruptedException {
    journal.compact(revision);
  }

  @Override
  public long compactedRevision() {
    return journal.compactedRevision();
  }

  @Override
  public void close() {
    journal.close();
  }
}
