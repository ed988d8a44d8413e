package dev.podo.apiserver.storage;

import dev.podo.foundation.Deadline;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kind.Kind;
import dev.podo.store.Commit;
import dev.podo.store.CommitResult;
import dev.podo.store.Cursor;
import dev.podo.store.Image;
import dev.podo.store.JournalException;
import dev.podo.store.Key;
import dev.podo.store.Store;
import dev.podo.store.Versioned;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The store in the words of the API: kinds instead of keys, Statuses instead of store errors.
public final class ObjectStore {
  private static final System.Logger LOG = System.getLogger(ObjectStore.class.getName());

  private static final String LATE =
      "request did not complete within requested timeout - context deadline exceeded";

  private final Store<Stored> store;
  private final AtomicBoolean refusing = new AtomicBoolean();

  public ObjectStore(Store<Stored> store) {
    this.store = store;
  }

  public static Key key(Kind<?> kind, String namespace, String name) {
    return new Key(kind.storageKey(), kind.namespaced() ? namespace : "", name);
  }

  /// The newest image here; it has every write that was acknowledged here.
  public Image<Stored> image() {
    return store.image();
  }

  /// An image with every write that anyone was told of.
  public Image<Stored> latest(Deadline deadline) throws InterruptedException {
    try {
      return store.latest(deadline);
    } catch (TimeoutException e) {
      throw ApiErrors.timeout(LATE, 0);
    } catch (JournalException e) {
      throw unavailable(e);
    }
  }

  /// The object as anyone was told of it last; null when there is none.
  public @Nullable Versioned<Stored> find(
      Kind<?> kind, String namespace, String name, Deadline deadline) throws InterruptedException {
    return latest(deadline).get(key(kind, namespace, name));
  }

  /// An image that is at least as new as a revision.
  ///
  /// @throws dev.podo.machinery.errors.ApiException 504 `ResourceVersionTooLarge` when it does not
  ///   come
  public Image<Stored> atLeast(long revision, Deadline deadline) throws InterruptedException {
    var image = store.image();
    if (image.revision() >= revision) {
      return image;
    }
    try {
      return store.awaitRevision(revision, deadline);
    } catch (TimeoutException e) {
      throw ApiErrors.tooLargeResourceVersion(revision, store.image().revision());
    }
  }

  /// The image of just this revision.
  ///
  /// @throws dev.podo.store.CompactedException when it is too old
  public Image<Stored> exactly(long revision, Deadline deadline) throws InterruptedException {
    atLeast(revision, deadline);
    try {
      return store.imageAt(revision);
    } catch (JournalException e) {
      throw unavailable(e);
    }
  }

  /// @throws dev.podo.store.ConflictException when a precondition does not hold
  public CommitResult<Stored> commit(Commit<Stored> commit, Deadline deadline)
      throws InterruptedException {
    try {
      var result = store.commit(commit, deadline);
      if (refusing.compareAndSet(true, false)) {
        LOG.log(System.Logger.Level.INFO, "the store serves again");
      }
      return result;
    } catch (TimeoutException e) {
      throw ApiErrors.timeout(LATE + ": " + e.getMessage(), 0);
    } catch (JournalException e) {
      throw unavailable(e);
    }
  }

  /// Changes of a kind after a revision.
  ///
  /// @throws dev.podo.store.CompactedException when changes since then are not kept any more
  public Cursor<Stored> watch(Kind<?> kind, long after) {
    return store.watch(kind.storageKey(), after);
  }

  public long compactedRevision() {
    return store.compactedRevision();
  }

  /// Said once, not for every request: on a full disk a log must not grow with the load.
  private RuntimeException unavailable(JournalException cause) {
    if (refusing.compareAndSet(false, true)) {
      LOG.log(System.Logger.Level.ERROR, "the store cannot serve: {0}", cause.getMessage());
    }
    return ApiErrors.serviceUnavailable("the store cannot serve now: " + cause.getMessage());
  }
}
