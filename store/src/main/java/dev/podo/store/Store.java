package dev.podo.store;

import dev.podo.foundation.Check;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The versioned store: see the package's page. It lives as long as its scope, and runs two threads
/// on it: the commit loop, and compaction.
///
/// Thread-safe throughout. Its exceptions are [StoreException]s, besides `TimeoutException` where
/// there is a deadline.
public final class Store<V> {
  private static final System.Logger LOG = System.getLogger(Store.class.getName());

  private final Journal journal;
  private final Codec<V> codec;
  private final StoreConfig config;
  private final Scope scope;
  private final Publisher<V> publisher;
  private final CommitLoop<V> loop;
  private final ReentrantLock pastLock = new ReentrantLock();
  private final Map<Long, PastImage<V>> past = new LinkedHashMap<>(16, 0.75f, true);
  private volatile long compacted;

  private Store(
      Journal journal, Codec<V> codec, StoreConfig config, Scope scope, CurrentImage<V> start) {
    this.journal = journal;
    this.codec = codec;
    this.config = config;
    this.scope = scope;
    var clock = scope.environment().clock();
    this.publisher = new Publisher<>(codec, config, start, clock);
    this.loop = new CommitLoop<>(journal, config, clock);
    this.compacted = journal.compactedRevision();
  }

  /// Opens a store on a journal, which it reads wholly. The journal is closed with the scope.
  ///
  /// @throws JournalException when the journal cannot be read
  /// @throws TimeoutException when a shared journal did not tell its revision before the deadline
  public static <V> Store<V> open(
      Journal journal, Codec<V> codec, StoreConfig config, Scope scope, Deadline deadline)
      throws InterruptedException, TimeoutException {
    scope.onClose(journal);
    var clock = scope.environment().clock();
    var began = clock.nanos();
    long revision = journal.revision(deadline);
    long oldest = Math.max(journal.oldestRevision(), journal.compactedRevision());
    long start = Math.min(revision, Math.max(oldest, revision - config.replayOnOpen()));
    var entries = new TreeMap<String, List<Versioned<V>>>();
    journal.readAll(
        start,
        entry ->
            entries
                .computeIfAbsent(entry.key().kind(), k -> new ArrayList<>())
                .add(decode(codec, entry)));
    var trees = new ArrayList<KindTree<V>>();
    entries.forEach((kind, list) -> trees.add(KindTree.of(kind, list)));
    var store = new Store<>(journal, codec, config, scope, CurrentImage.of(start, trees));
    store.start(revision, deadline);
    LOG.log(
        System.Logger.Level.INFO,
        "the store is open at revision {0} with {1} kinds, after {2} ms",
        Long.toString(revision),
        store.image().kinds().size(),
        (clock.nanos() - began) / 1_000_000);
    return store;
  }

  private static <V> Versioned<V> decode(Codec<V> codec, Journal.Entry entry) {
    var value = codec.decode(entry.key(), entry.value(), entry.modRevision());
    return new Versioned<>(entry.key(), value, entry.createRevision(), entry.modRevision());
  }

  /// Replays up to a revision that the journal has, and goes on with what comes.
  private void start(long revision, Deadline deadline)
      throws InterruptedException, TimeoutException {
    scope.onClose(journal.follow(publisher.image().revision(), publisher::publish));
    awaitRevision(revision, deadline);
    scope.onClose(loop);
    var opened = image().revision();
    fork("store-commits", loop::run);
    fork("store-compaction", () -> compactInTime(opened));
  }

  private void fork(String name, Scope.Task task) {
    if (journal.blocksNatively()) {
      scope.forkPlatform(name, task);
    } else {
      scope.fork(name, task);
    }
  }

  /// The newest image that this process has. It contains every write that this store acknowledged.
  public Image<V> image() {
    return publisher.image();
  }

  /// A linearizable read: an image with every write that anyone was told of before this call.
  ///
  /// @throws TimeoutException when the journal's revision was not reached before the deadline
  public Image<V> latest(Deadline deadline) throws InterruptedException, TimeoutException {
    return awaitRevision(journal.revision(deadline), deadline);
  }

  /// An image that is at least as new as a revision.
  ///
  /// @throws TimeoutException when the revision did not come before the deadline
  public Image<V> awaitRevision(long revision, Deadline deadline)
      throws InterruptedException, TimeoutException {
    if (!publisher.awaitRevision(revision, deadline)) {
      throw new TimeoutException(
          "revision " + revision + " did not come; the store is at " + image().revision());
    }
    return publisher.image();
  }

  /// The image of just this revision, for the pages of a list and for exact reads. Its kinds are
  /// made when they are first read, from the latest image and the events since, or from the
  /// journal; reading it may throw [JournalException] and, where compaction overtakes it,
  /// [CompactedException].
  ///
  /// @throws CompactedException when the revision is older than [#compactedRevision]
  /// @throws FutureRevisionException when it has not come yet
  public Image<V> imageAt(long revision) {
    var current = publisher.image();
    if (revision == current.revision()) {
      return current;
    }
    requireKept(revision, current);
    pastLock.lock();
    try {
      var image =
          past.computeIfAbsent(
              revision, r -> new PastImage<>(r, kind -> treeAt(kind, r), () -> kindsAt(r)));
      if (past.size() > StoreConfig.PAST_IMAGES) {
        past.remove(past.keySet().iterator().next());
      }
      return image;
    } finally {
      pastLock.unlock();
    }
  }

  private void requireKept(long revision, Image<V> current) {
    if (revision > current.revision()) {
      throw new FutureRevisionException(revision, current.revision());
    }
    requireUncompacted(revision);
  }

  private void requireUncompacted(long revision) {
    if (revision < compacted) {
      throw new CompactedException(revision, compacted);
    }
  }

  /// The kinds of which there may have been objects.
  private SortedSet<String> kindsAt(long revision) {
    if (revision >= publisher.base()) {
      return publisher.kinds();
    }
    var kinds = new TreeSet<String>();
    journal.readAll(revision, entry -> kinds.add(entry.key().kind()));
    return kinds;
  }

  private KindTree<V> treeAt(String kind, long revision) {
    var current = publisher.image();
    var undo = publisher.log(kind).backwards(current.revision(), revision);
    if (undo != null) {
      var tree = current.tree(kind);
      for (var logged : undo) {
        var before = logged.before();
        tree = before == null ? tree.without(logged.event().key()) : tree.with(before);
      }
      return tree;
    }
    var entries = new ArrayList<Versioned<V>>();
    journal.readKind(kind, revision, entry -> entries.add(decode(codec, entry)));
    return KindTree.of(kind, entries);
  }

  /// Commits all or nothing, durably, and returns once [#image] has it.
  ///
  /// @throws ConflictException when a precondition does not hold
  /// @throws JournalException when the journal cannot write now
  /// @throws TimeoutException when the deadline passed; its message says whether it may be written
  ///   yet
  public CommitResult<V> commit(Commit<V> commit, Deadline deadline)
      throws InterruptedException, TimeoutException {
    refuseHopeless(commit);
    var pending = new PendingCommit<>(commit, codec, scope.environment().clock());
    return switch (loop.commit(pending, deadline)) {
      case PendingCommit.Done<V> done -> done.result();
      case PendingCommit.Refused<V> refused -> {
        var refusal = refused.refusal();
        var current = awaitRevision(refusal.revision(), deadline).get(refusal.key());
        throw new ConflictException(refusal.key(), refusal.expected(), refusal.actual(), current);
      }
    };
  }

  /// A shortcut: revisions of a key only grow, so an expectation that the image has passed will
  /// never hold again. Everything else is for the journal to decide, which may be ahead of the
  /// image.
  private void refuseHopeless(Commit<V> commit) {
    var now = publisher.image();
    commit
        .expected()
        .forEach((key, expected) -> {
          var current = now.get(key);
          if (expected > 0 && current != null && current.modRevision() > expected) {
            throw new ConflictException(key, expected, current.modRevision(), current);
          }
        });
  }

  /// Watches the changes of a kind after a revision. It need not have come yet: the cursor then
  /// finds nothing until something happens after it.
  ///
  /// @throws CompactedException when events since then have left the window
  public Cursor<V> watch(String kind, long afterRevision) {
    requireUncompacted(afterRevision);
    return publisher.log(kind).watch(afterRevision);
  }

  /// How many watch a kind: cursors that are not closed.
  public int watchers(String kind) {
    return publisher.log(kind).watchers();
  }

  /// The oldest revision that clients may still read or watch from.
  public long compactedRevision() {
    return compacted;
  }

  /// Ends the life of what is older than a revision, for clients: lists and watches cannot go on
  /// from there. It happens by itself, see [StoreConfig#compactEvery].
  ///
  /// @throws FutureRevisionException when the revision has not come yet
  /// @throws JournalException when the journal cannot take note; clients see it compacted all the
  ///   same
  public void compact(long revision) throws InterruptedException {
    long current = image().revision();
    if (revision > current) {
      throw new FutureRevisionException(revision, current);
    }
    pastLock.lock();
    try {
      if (revision <= compacted) {
        return;
      }
      compacted = revision;
      past.keySet().removeIf(r -> r < revision);
    } finally {
      pastLock.unlock();
    }
    publisher.evict(revision);
    journal.compact(revision);
  }

  /// Sleeps while nothing is written. After a write, the revision before it lives on for at least
  /// one interval.
  private void compactInTime(long opened) throws InterruptedException {
    var mark = opened;
    while (true) {
      Check.that(publisher.awaitRevision(mark + 1, Deadline.never()), "never came");
      scope.environment().clock().sleep(config.compactEvery());
      long next = image().revision();
      try {
        compact(mark);
      } catch (JournalException e) {
        LOG.log(System.Logger.Level.WARNING, "compaction waits: {0}", e.getMessage());
      }
      mark = next;
    }
  }

  /// What a key held at any revision that the journal still tells of, however long compacted: the
  /// past as it was, for those who explain.
  ///
  /// @throws CompactedException when the journal's budget for history has forgotten it
  /// @throws FutureRevisionException when it has not come yet
  public @Nullable Versioned<V> read(Key key, long revision) {
    long current = image().revision();
    if (revision > current) {
      throw new FutureRevisionException(revision, current);
    }
    var entry = journal.read(key, revision);
    return entry == null ? null : decode(codec, entry);
  }
}
