package dev.podo.store.local;

import dev.podo.store.Journal;
import dev.podo.store.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Decides about the transactions of a group in order, each seeing what those before it wrote. It
/// writes nothing itself: the journal makes what was decided durable, or drops the group.
public final class Group {
  private final Function<Key, Head> heads;
  // As far as they were asked for: many transactions of a group name the same key.
  private final Map<Key, Head> known = new HashMap<>();
  private final List<Journal.Outcome> outcomes = new ArrayList<>();
  private final List<Decided> decided = new ArrayList<>();
  private long revision;

  /// A transaction that is to be committed.
  ///
  /// @param previous per change, the revision of the key's last change before it, a deletion
  ///   included; 0 when none is known
  public record Decided(Journal.ChangeSet set, List<Long> previous) {}

  /// @param revision of the last transaction before the group
  /// @param heads where keys stand before the group
  public Group(long revision, Function<Key, Head> heads) {
    this.revision = revision;
    this.heads = heads;
  }

  /// Decides about all of them.
  public static Group of(
      long revision, List<Journal.Transaction> transactions, Function<Key, Head> heads) {
    var group = new Group(revision, heads);
    transactions.forEach(group::decide);
    return group;
  }

  public List<Journal.Outcome> outcomes() {
    return outcomes;
  }

  /// What is to be written, in order; empty when every transaction was refused.
  public List<Decided> decided() {
    return decided;
  }

  /// The revision after the group.
  public long revision() {
    return revision;
  }

  private void decide(Journal.Transaction transaction) {
    var refusal = refusal(transaction);
    if (refusal != null) {
      outcomes.add(refusal);
      return;
    }
    revision++;
    var changes = new ArrayList<Journal.Change>();
    var previous = new ArrayList<Long>();
    for (var write : transaction.writes()) {
      var before = head(write.key());
      long created = before.exists() ? before.createRevision() : revision;
      var after = new Head(revision, write.value() == null ? 0 : created);
      known.put(write.key(), after);
      previous.add(before.modRevision());
      changes.add(new Journal.Change(write.key(), write.value(), after.createRevision()));
    }
    var set = new Journal.ChangeSet(revision, changes, transaction.origin());
    decided.add(new Decided(set, previous));
    outcomes.add(new Journal.Committed(revision));
  }

  private Journal.@Nullable Refused refusal(Journal.Transaction transaction) {
    for (var precondition : transaction.preconditions()) {
      long actual = head(precondition.key()).actual();
      if (!precondition.holds(actual)) {
        return new Journal.Refused(precondition.key(), precondition.revision(), actual, revision);
      }
    }
    for (var write : transaction.writes()) {
      if (write.value() == null && !head(write.key()).exists()) {
        return new Journal.Refused(write.key(), Journal.EXISTS, 0, revision);
      }
    }
    return null;
  }

  private Head head(Key key) {
    return known.computeIfAbsent(key, heads);
  }
}
