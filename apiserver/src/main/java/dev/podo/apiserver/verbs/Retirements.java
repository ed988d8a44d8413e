package dev.podo.apiserver.verbs;

import dev.podo.apiserver.catalogue.LiveCatalogue;
import dev.podo.apiserver.request.ForwardingWatch;
import dev.podo.apiserver.request.Watch;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.Catalogue;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Ends the watches of a kind when it is served no more, or not as it was: who watches looks again,
/// and finds what it is now.
final class Retirements {
  private final LiveCatalogue catalogue;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Kind<?>, Set<KindWatch<?>>> watches = new HashMap<>();

  Retirements(LiveCatalogue catalogue) {
    this.catalogue = catalogue;
    catalogue.onExchange(this::exchanged);
  }

  /// The watch, which ends with its kind. Kinds that are built in never do.
  Watch endWith(KindWatch<?> watch, Kind<?> kind) {
    if (kind.schema().rest() == null) {
      return watch;
    }
    lock.lock();
    try {
      if (isServed(catalogue.now(), kind)) {
        watches.computeIfAbsent(kind, k -> new LinkedHashSet<>()).add(watch);
      } else {
        watch.end();
      }
    } finally {
      lock.unlock();
    }
    return new Registered(watch, kind);
  }

  private static boolean isServed(Catalogue catalogue, Kind<?> kind) {
    return kind.equals(catalogue.byGvk(kind.gvk()));
  }

  private void exchanged(Catalogue before, Catalogue after) {
    for (var kind : before.all()) {
      if (!isServed(after, kind)) {
        retire(kind);
      }
    }
  }

  private void retire(Kind<?> kind) {
    Set<KindWatch<?>> ending;
    lock.lock();
    try {
      ending = watches.remove(kind);
    } finally {
      lock.unlock();
    }
    if (ending != null) {
      ending.forEach(KindWatch::end);
    }
  }

  private void forget(KindWatch<?> watch, Kind<?> kind) {
    lock.lock();
    try {
      var others = watches.get(kind);
      if (others != null && others.remove(watch) && others.isEmpty()) {
        watches.remove(kind);
      }
    } finally {
      lock.unlock();
    }
  }

  /// A watch that is forgotten when it is closed.
  private final class Registered extends ForwardingWatch {
    private final KindWatch<?> watch;
    private final Kind<?> kind;

    Registered(KindWatch<?> watch, Kind<?> kind) {
      super(watch);
      this.watch = watch;
      this.kind = kind;
    }

    @Override
    public void close() {
      forget(watch, kind);
      watch.close();
    }
  }
}
