package dev.podo.apiserver.catalogue;

import dev.podo.foundation.Check;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.Catalogue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The kinds that this server serves: an immutable [Catalogue], exchanged as a whole whenever the
/// API is extended or cut. The one place to learn of that; reading it takes no lock.
public final class LiveCatalogue {
  private final ReentrantLock exchanging = new ReentrantLock();
  private final CopyOnWriteArrayList<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile Catalogue now;
  private volatile Source source = Source.NONE;

  public LiveCatalogue(Catalogue first) {
    this.now = first;
  }

  /// Is told of each exchange, in order, on the thread that exchanges: it returns at once.
  @FunctionalInterface
  public interface Listener {
    void exchanged(Catalogue before, Catalogue after);
  }

  /// Where what extends the API is read from.
  public interface Source {
    Source NONE =
        new Source() {
          @Override
          public void catchUp() {}

          @Override
          public boolean isBehind(Kind<?> kind) {
            return false;
          }
        };

    /// Exchanges the catalogue if it is behind; cheap if it is not.
    void catchUp();

    /// Whether what declares a kind has changed since, or declares it no more.
    boolean isBehind(Kind<?> kind);
  }

  /// Ends what [#onExchange] began.
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /// What is served now. It may be behind a definition that was written a moment ago.
  public Catalogue now() {
    return now;
  }

  /// What is served now, with every definition that anyone was told of: for answers that say that
  /// something does not exist, and for documents that say what does.
  public Catalogue fresh() {
    source.catchUp();
    return now;
  }

  /// The kind at this place of the URLs, as anyone was told last that it is; null if there is none.
  public @Nullable Kind<?> find(String group, String version, String plural) {
    var kind = now.byResource(group, version, plural);
    return kind == null || source.isBehind(kind)
        ? fresh().byResource(group, version, plural)
        : kind;
  }

  /// Where [#fresh] and [#find] learn of what is not known yet.
  public void follow(Source other) {
    source = other;
  }

  public void exchange(Catalogue next) {
    exchanging.lock();
    try {
      var before = now;
      now = next;
      listeners.forEach(listener -> listener.exchanged(before, next));
    } finally {
      exchanging.unlock();
    }
  }

  public Subscription onExchange(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /// Something that follows from the catalogue alone: made when it is first asked for, and again
  /// after each exchange.
  public <R> Supplier<R> derived(Function<Catalogue, R> maker) {
    return new Derived<>(maker);
  }

  private final class Derived<R> implements Supplier<R> {
    private final Function<Catalogue, R> maker;
    private final ReentrantLock making = new ReentrantLock();
    private volatile @Nullable Made<R> made;

    Derived(Function<Catalogue, R> maker) {
      this.maker = maker;
    }

    @Override
    public R get() {
      var ready = made;
      return isOf(ready, now) ? Check.notNull(ready, "what was made").value() : make();
    }

    private R make() {
      making.lock();
      try {
        var catalogue = now;
        var ready = made;
        if (!isOf(ready, catalogue)) {
          ready = new Made<>(catalogue, maker.apply(catalogue));
          made = ready;
        }
        return Check.notNull(ready, "what was made").value();
      } finally {
        making.unlock();
      }
    }

    @SuppressWarnings("ReferenceEquality") // A catalogue is known by its identity.
    private static boolean isOf(@Nullable Made<?> made, Catalogue catalogue) {
      return made != null && made.catalogue() == catalogue;
    }
  }

  private record Made<R>(Catalogue catalogue, R value) {}
}
