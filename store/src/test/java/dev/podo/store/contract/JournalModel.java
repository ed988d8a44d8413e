package dev.podo.store.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podo.store.Journal;
import dev.podo.store.Journal.Committed;
import dev.podo.store.Journal.Precondition;
import dev.podo.store.Journal.Refused;
import dev.podo.store.Journal.Transaction;
import dev.podo.store.Journal.Write;
import dev.podo.store.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/// A journal as simple as can be: a copy of everything per revision.
final class JournalModel {
  private final List<SortedMap<Key, Held>> states = new ArrayList<>(List.of(new TreeMap<>()));
  private final List<String> log = new ArrayList<>();

  private record Held(String value, long create, long mod) {
    String text(Key key) {
      return key + "=" + value + " " + create + " " + mod;
    }
  }

  static String text(Journal.Entry entry) {
    return new Held(new String(entry.value(), UTF_8), entry.createRevision(), entry.modRevision())
        .text(entry.key());
  }

  static String text(Journal.ChangeSet set) {
    var out = new StringBuilder().append(set.revision());
    for (var change : set.changes()) {
      var value = change.value();
      out.append(' ').append(change.key()).append('=');
      out.append(value == null ? "-" : new String(value, UTF_8));
      out.append(' ').append(change.createRevision());
    }
    return out.toString();
  }

  long revision() {
    return states.size() - 1L;
  }

  List<String> all(long at) {
    var out = new ArrayList<String>();
    states.get((int) at).forEach((key, held) -> out.add(held.text(key)));
    return out;
  }

  String read(Key key, long at) {
    var held = states.get((int) at).get(key);
    return held == null ? null : held.text(key);
  }

  List<String> log(long after) {
    return log.subList((int) after, log.size());
  }

  List<Journal.Outcome> append(List<Transaction> group) {
    return group.stream().map(this::append).toList();
  }

  private Journal.Outcome append(Transaction transaction) {
    var now = states.get(states.size() - 1);
    for (var precondition : transaction.preconditions()) {
      var held = now.get(precondition.key());
      long actual = held == null ? 0 : held.mod();
      long expected = precondition.revision();
      if (expected == Journal.EXISTS ? actual == 0 : actual != expected) {
        return new Refused(precondition.key(), expected, actual, revision());
      }
    }
    for (var write : transaction.writes()) {
      if (write.value() == null && !now.containsKey(write.key())) {
        return new Refused(write.key(), Journal.EXISTS, 0, revision());
      }
    }
    commit(transaction, new TreeMap<>(now), revision() + 1);
    return new Committed(revision());
  }

  private void commit(Transaction transaction, SortedMap<Key, Held> next, long revision) {
    var line = new StringBuilder().append(revision);
    for (var write : transaction.writes()) {
      var before = next.get(write.key());
      var value = write.value() == null ? "-" : new String(write.value(), UTF_8);
      long create = before == null ? revision : before.create();
      if (write.value() == null) {
        next.remove(write.key());
        create = 0;
      } else {
        next.put(write.key(), new Held(value, create, revision));
      }
      line.append(' ').append(write.key()).append('=').append(value).append(' ').append(create);
    }
    states.add(next);
    log.add(line.toString());
  }

  Key randomKey(Random random) {
    return randomKey(random, random.nextBoolean() ? "pods" : "quotas");
  }

  private static Key randomKey(Random random, String kind) {
    return new Key(kind, random.nextInt(3) == 0 ? "" : "shop", "n" + random.nextInt(6));
  }

  List<Transaction> randomGroup(Random random) {
    var out = new ArrayList<Transaction>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      var writes = new ArrayList<Write>();
      writes.add(randomWrite(random, "pods"));
      if (random.nextInt(3) == 0) {
        writes.add(randomWrite(random, "quotas"));
      }
      var preconditions = new ArrayList<Precondition>();
      for (int p = random.nextInt(3); p > 0; p--) {
        preconditions.add(randomPrecondition(random));
      }
      out.add(new Transaction(preconditions, writes, null));
    }
    return out;
  }

  private static Write randomWrite(Random random, String kind) {
    var value = random.nextInt(3) == 0 ? null : ("v" + random.nextInt(1000)).getBytes(UTF_8);
    return new Write(randomKey(random, kind), value);
  }

  private Precondition randomPrecondition(Random random) {
    var key = randomKey(random);
    var held = states.get(states.size() - 1).get(key);
    long actual = held == null ? 0 : held.mod();
    return new Precondition(
        key,
        switch (random.nextInt(6)) {
          case 0 -> Journal.EXISTS;
          case 1 -> random.nextLong(revision() + 1);
          default -> actual;
        });
  }
}
