package dev.podo.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.store.Journal;
import dev.podo.store.Journal.Transaction;
import dev.podo.store.Journal.Write;
import dev.podo.store.Key;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The directory that is kept for each released format as a test resource: run this class once per
/// format, with the directory to make. Part of it is in tables, part in RocksDB's log; some history
/// has been forgotten, some keys are gone, and some values live in `base` only.
final class FormatSample {
  private static final Key WEB = new Key("pods", "shop", "web");
  private static final Key API = new Key("pods", "shop", "api");
  private static final Key NODE = new Key("nodes", "", "n1");
  private static final Key OLD = new Key("secrets", "shop", "old");

  private FormatSample() {}

  public static void main(String[] args) throws Exception {
    var directory = Path.of(args[0]);
    write(directory);
    try (var files = Files.walk(directory)) {
      for (var file : files.toList()) {
        var name = file.getFileName().toString();
        if (name.matches("LOCK|lock|LOG.*|OPTIONS-.*")) {
          Files.delete(file);
        }
      }
    }
  }

  private static void write(Path directory) throws InterruptedException {
    var config = RocksConfig.in(directory).withHistory(Duration.ofDays(10_000), 0);
    try (var journal = RocksJournal.open(config, Environment.system())) {
      append(journal, put(WEB, "one"));
      append(journal, put(OLD, "secret"), put(NODE, "ready"));
      append(journal, put(API, "one"));
      append(journal, put(WEB, "two"));
      append(journal, delete(OLD));
      journal.compact(4);
    }
    var keeping = RocksConfig.in(directory).withHistory(Duration.ofDays(10_000), 1 << 30);
    try (var journal = RocksJournal.open(keeping, Environment.system())) {
      append(journal, put(WEB, "three"));
      append(journal, delete(API), put(NODE, "naïve"));
      append(journal, put(API, ""));
      journal.compact(6);
    }
  }

  /// What [#main] leaves, as [#describe] tells it.
  static final List<String> DESCRIPTION =
      List.of(
          "revision 8, oldest 4, compacted 6",
          "4: nodes n1=ready@2-2, pods shop/api=one@3-3, pods shop/web=two@1-4, "
              + "secrets shop/old=secret@2-2",
          "5: nodes n1=ready@2-2, pods shop/api=one@3-3, pods shop/web=two@1-4",
          "6: nodes n1=ready@2-2, pods shop/api=one@3-3, pods shop/web=three@1-6",
          "7: nodes n1=naïve@2-7, pods shop/web=three@1-6",
          "8: nodes n1=naïve@2-7, pods shop/api=@8-8, pods shop/web=three@1-6",
          "log 5: secrets shop/old",
          "log 6: pods shop/web",
          "log 7: pods shop/api, nodes n1",
          "log 8: pods shop/api");

  static List<String> describe(Journal journal) throws Exception {
    var out = new ArrayList<String>();
    long last = journal.revision(Deadline.never());
    long oldest = journal.oldestRevision();
    long compacted = journal.compactedRevision();
    out.add("revision " + last + ", oldest " + oldest + ", compacted " + compacted);
    for (long at = oldest; at <= last; at++) {
      var entries = new ArrayList<String>();
      journal.readAll(at, entry -> entries.add(describe(entry)));
      out.add(at + ": " + String.join(", ", entries));
    }
    var sets = new ArrayList<Journal.ChangeSet>();
    journal.follow(oldest, sets::addAll).close();
    for (var set : sets) {
      var keys = set.changes().stream().map(change -> change.key().toString()).toList();
      out.add("log " + set.revision() + ": " + String.join(", ", keys));
    }
    return out;
  }

  private static String describe(Journal.Entry entry) {
    var value = new String(entry.value(), UTF_8);
    return entry.key() + "=" + value + "@" + entry.createRevision() + "-" + entry.modRevision();
  }

  private static Write put(Key key, String value) {
    return new Write(key, value.getBytes(UTF_8));
  }

  private static Write delete(Key key) {
    return new Write(key, null);
  }

  private static void append(Journal journal, Write... writes) throws InterruptedException {
    journal.append(List.of(new Transaction(List.of(), List.of(writes), null)));
  }
}
