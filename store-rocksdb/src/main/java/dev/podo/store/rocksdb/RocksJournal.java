package dev.podo.store.rocksdb;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.store.CompactedException;
import dev.podo.store.Journal;
import dev.podo.store.JournalException;
import dev.podo.store.Key;
import dev.podo.store.local.Followers;
import dev.podo.store.local.Group;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.RocksDBException;

/// The journal of one server, in a directory of its own: see the package's page.
///
/// When the disk is full or fails, writes are refused with what is the matter, and reading goes on.
/// After a failed write nobody knows how much of it is on the disk; so before the next one the
/// database is opened anew, and followers are told what turns out to be there, in its place.
public final class RocksJournal implements Journal {
  private static final System.Logger LOG = System.getLogger(RocksJournal.class.getName());
  private static final Duration BETWEEN_REPAIRS = Duration.ofSeconds(1);

  private final RocksConfig config;
  private final Clock clock;
  private final DataDirectory directory;
  private final Followers followers = new Followers();
  // Appending, following, trimming: one after the other, in the order in which they came.
  private final ReentrantLock writing = new ReentrantLock(true);
  // Readers share what is open; who opens or closes has it alone.
  private final ReentrantReadWriteLock opening = new ReentrantReadWriteLock();
  private @Nullable Open open;
  private volatile long revision;
  private volatile long compacted;
  private volatile @Nullable JournalException failure;
  private volatile boolean closed;
  private long repairedAtNanos;

  private record Open(Database database, Writer writer) {
    void close() {
      writer.close();
      database.close();
    }
  }

  private RocksJournal(RocksConfig config, Environment environment, DataDirectory directory) {
    this.config = config;
    this.clock = environment.clock();
    this.directory = directory;
  }

  /// Opens the journal, or makes a new one where there is none.
  ///
  /// @throws JournalException when the directory is in use, of a newer format, or cannot be used;
  ///   the message says what to do
  public static RocksJournal open(RocksConfig config, Environment environment) {
    var directory = DataDirectory.open(config.directory());
    var journal = new RocksJournal(config, environment, directory);
    try {
      journal.openDatabase();
      return journal;
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  private void openDatabase() {
    opening.writeLock().lock();
    try {
      var database = Database.open(directory.database());
      var opened = new Open(database, new Writer(database));
      open = opened;
      compacted = database.number(Records.COMPACTED);
      revision = opened.writer().revision();
    } catch (RocksDBException e) {
      throw failed("open", e);
    } finally {
      opening.writeLock().unlock();
    }
  }

  private JournalException failed(String what, RocksDBException e) {
    return new JournalException(
        "cannot " + what + " the journal in " + directory.path() + ": " + reason(e), e);
  }

  private static String reason(RocksDBException e) {
    var status = e.getStatus();
    var code = status == null ? null : status.getSubCode();
    return "NoSpace".equals(String.valueOf(code))
        ? "the disk is full; free some room, and writing goes on"
        : String.valueOf(e.getMessage());
  }

  @FunctionalInterface
  private interface Read<T> {
    T from(Open open) throws RocksDBException;
  }

  private <T> T read(Read<T> read) {
    opening.readLock().lock();
    try {
      var now = open;
      if (now == null) {
        var why = failure;
        throw why == null
            ? new JournalException("the journal is closed")
            : new JournalException(String.valueOf(why.getMessage()), why);
      }
      return read.from(now);
    } catch (RocksDBException e) {
      throw failed("use", e);
    } finally {
      opening.readLock().unlock();
    }
  }

  private <T> T readPast(PastRead<T> read) {
    return read(now -> {
      try (var past = new Past(now.database())) {
        return read.from(past);
      }
    });
  }

  @FunctionalInterface
  private interface PastRead<T> {
    T from(Past past) throws RocksDBException;
  }

  @Override
  public boolean blocksNatively() {
    return true;
  }

  @Override
  public List<Outcome> append(List<Transaction> transactions) throws InterruptedException {
    writing.lockInterruptibly();
    try {
      if (failure != null) {
        followers.tell(repair());
      }
      var group = commit(transactions);
      followers.tell(group.decided().stream().map(Group.Decided::set).toList());
      return group.outcomes();
    } finally {
      writing.unlock();
    }
  }

  private Group commit(List<Transaction> transactions) {
    requireOpen();
    requireRoom();
    return read(now -> {
      try {
        var group = now.writer().commit(transactions, clock.now().toEpochMilli());
        revision = group.revision();
        return group;
      } catch (RocksDBException e) {
        var why = failed("write", e);
        failure = why;
        LOG.log(System.Logger.Level.ERROR, why.getMessage());
        throw why;
      } catch (Writer.ReadFailure e) {
        throw new JournalException("cannot read the journal in " + directory.path(), e);
      }
    });
  }

  private void requireOpen() {
    if (closed) {
      throw new JournalException("the journal is closed");
    }
  }

  private void requireRoom() {
    long room = config.reserveBytes() == 0 ? Long.MAX_VALUE : directory.room();
    if (room < config.reserveBytes()) {
      throw new JournalException(
          "the disk of "
              + directory.path()
              + " is full: "
              + (room >> 20)
              + " MiB are left, and "
              + (config.reserveBytes() >> 20)
              + " MiB are kept in reserve; free some room, and writing goes on");
    }
  }

  /// Opens the database anew after a failed write.
  ///
  /// @return what is there beyond what was known
  private List<ChangeSet> repair() {
    requireOpen();
    requireRoom();
    var why = failure;
    long sinceLast = clock.nanos() - repairedAtNanos;
    if (why != null && repairedAtNanos != 0 && sinceLast < BETWEEN_REPAIRS.toNanos()) {
      throw new JournalException(String.valueOf(why.getMessage()), why);
    }
    repairedAtNanos = clock.nanos();
    long known = revision;
    closeDatabase();
    openDatabase();
    failure = null;
    LOG.log(
        System.Logger.Level.INFO,
        "the journal in {0} writes again, from revision {1}",
        directory.path(),
        Long.toString(revision));
    return log(known, Integer.MAX_VALUE);
  }

  private void closeDatabase() {
    opening.writeLock().lock();
    try {
      var now = open;
      open = null;
      if (now != null) {
        now.close();
      }
    } finally {
      opening.writeLock().unlock();
    }
  }

  @Override
  public long revision(Deadline deadline) {
    requireOpen();
    return revision;
  }

  @Override
  public long oldestRevision() {
    return read(now -> now.writer().floor());
  }

  @Override
  public void readAll(long at, Consumer<Entry> to) {
    readPrefix(new byte[0], at, to);
  }

  @Override
  public void readKind(String kind, long at, Consumer<Entry> to) {
    readPrefix(Records.kindPrefix(kind), at, to);
  }

  private void readPrefix(byte[] prefix, long at, Consumer<Entry> to) {
    readPast(past -> {
      past.readAll(prefix, at, to);
      return at;
    });
  }

  @Override
  public @Nullable Entry read(Key key, long at) {
    return readPast(past -> Optional.ofNullable(past.read(key, at))).orElse(null);
  }

  private List<ChangeSet> log(long after, int max) {
    return readPast(past -> past.log(after, max).stream().map(Records.Logged::changeSet).toList());
  }

  @Override
  public Following follow(long afterRevision, Follower follower) throws InterruptedException {
    writing.lockInterruptibly();
    try {
      requireOpen();
      long oldest = oldestRevision();
      if (afterRevision < oldest) {
        throw new CompactedException(afterRevision, oldest);
      }
      return followers.add(afterRevision, follower, this::log);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void compact(long at) throws InterruptedException {
    long target = writing(now -> beginCompaction(now, at));
    while (writing(now -> trim(now, target)) < target) {
      // Between two steps the writers have their turn.
    }
  }

  private long writing(Read<Long> step) throws InterruptedException {
    writing.lockInterruptibly();
    try {
      requireOpen();
      return read(step);
    } finally {
      writing.unlock();
    }
  }

  private long beginCompaction(Open now, long at) throws RocksDBException {
    if (at > compacted) {
      now.database().rocks().put(now.database().meta(), Records.COMPACTED, Records.number(at));
      compacted = at;
    }
    return new Trimmer(now.database())
        .target(compacted, clock.now().toEpochMilli(), config.historyTime(), config.historyBytes());
  }

  private long trim(Open now, long target) throws RocksDBException {
    long floor = new Trimmer(now.database()).step(target);
    now.writer().floorIs(floor);
    return floor;
  }

  @Override
  public long compactedRevision() {
    return compacted;
  }

  /// Copies the journal as it is now into a new directory, which is itself one that can be opened.
  /// Files are linked where both are on one disk. Writing goes on meanwhile.
  ///
  /// @throws JournalException when the directory exists, or the copy cannot be made
  public void backup(Path target) {
    read(now -> {
      try (var checkpoint = Checkpoint.create(now.database().rocks())) {
        checkpoint.createCheckpoint(DataDirectory.makeForCopy(target).toString());
        DataDirectory.writeFormat(target);
        return target;
      } catch (IOException e) {
        throw new JournalException("cannot make the backup " + target + ": " + e, e);
      }
    });
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    // Whoever writes comes to an end first.
    writing.lock();
    try {
      closeDatabase();
    } finally {
      writing.unlock();
    }
    directory.close();
  }
}
