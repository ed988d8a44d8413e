package dev.podo.client.informer;

import dev.podo.client.Api;
import dev.podo.foundation.Check;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The caches of a process: one per kind, shared by all who read it, begun when the first one asks.
public final class Informers {
  private final Api api;
  private final Scope scope;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<Id, Running> running = new LinkedHashMap<>();

  private record Id(Kind<?> kind, String reach) {}

  /// A cache, and who keeps it alive.
  private static final class Running {
    final Informer<?> informer;

    // Of a cache that may end before the others.
    @Nullable Scope own;
    int users;

    Running(Informer<?> informer) {
      this.informer = informer;
    }
  }

  /// @param api as an identity that may list and watch all kinds that anybody here asks for
  /// @param scope ends the caches
  public Informers(Api api, Scope scope) {
    this.api = api;
    this.scope = scope;
  }

  /// The cache of everything of a kind.
  public <T extends ApiObject> Informer<T> of(Kind<T> kind) {
    return of(kind, Reach.everything());
  }

  /// The cache of some objects of a kind: for a process that may not or need not see them all.
  public <T extends ApiObject> Informer<T> of(Kind<T> kind, Reach reach) {
    lock.lock();
    try {
      var present = running.get(new Id(kind, reach.id()));
      if (present == null) {
        return begin(kind, reach, scope);
      }
      present.own = null; // From now on it stays, whoever has it besides.
      return informer(present);
    } finally {
      lock.unlock();
    }
  }

  /// The cache of everything of a kind that may go while the process lives, as those do which users
  /// define: it ends once the scopes of all who asked for it in this way have closed.
  public <T extends ApiObject> Informer<T> during(Scope use, Kind<T> kind) {
    var id = new Id(kind, Reach.everything().id());
    lock.lock();
    try {
      use.onClose(() -> release(id));
      var present = running.get(id);
      if (present != null) {
        present.users++;
        return informer(present);
      }
      var own = scope.child("cache of " + kind.plural());
      var informer = begin(kind, Reach.everything(), own);
      var begun = Check.notNull(running.get(id), "what was begun");
      begun.own = own;
      begun.users = 1;
      return informer;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("unchecked") // an informer is filed under its kind
  private static <T extends ApiObject> Informer<T> informer(Running present) {
    return (Informer<T>) present.informer;
  }

  private <T extends ApiObject> Informer<T> begin(Kind<T> kind, Reach reach, Scope in) {
    var informer = new Informer<>(kind, scope.environment().clock());
    running.put(new Id(kind, reach.id()), new Running(informer));
    var reflector = new Reflector<>(api, kind, reach, informer, scope.environment());
    in.fork("informer " + kind.plural(), reflector::run);
    return informer;
  }

  private void release(Id id) {
    var over = released(id);
    if (over != null) {
      over.close();
    }
  }

  /// What ends because its last user has left; null if nothing does.
  private @Nullable Scope released(Id id) {
    lock.lock();
    try {
      var present = running.get(id);
      if (present == null || present.own == null || --present.users > 0) {
        return null;
      }
      running.remove(id);
      return present.own;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until all caches asked for so far have been filled.
  ///
  /// @return false when the deadline passed first
  public boolean awaitSynced(Deadline deadline) throws InterruptedException {
    for (var informer : informers()) {
      if (!informer.awaitSynced(deadline)) {
        return false;
      }
    }
    return true;
  }

  private List<Informer<?>> informers() {
    lock.lock();
    try {
      return List.copyOf(running.values().stream().map(cache -> cache.informer).toList());
    } finally {
      lock.unlock();
    }
  }
}
