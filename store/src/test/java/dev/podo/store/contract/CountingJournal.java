package dev.podo.store.contract;

import dev.podo.store.Journal;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts groups, each of which is one sync.
final class CountingJournal extends ForwardingJournal {
  private final AtomicInteger appends = new AtomicInteger();

  CountingJournal(Journal journal) {
    super(journal);
  }

  int appends() {
    return appends.get();
  }

  @Override
  public List<Outcome> append(List<Transaction> group) throws InterruptedException {
    appends.incrementAndGet();
    return super.append(group);
  }
}
