package dev.podo.controllers.engine;

import dev.podo.client.informer.Index;
import dev.podo.client.informer.Key;
import dev.podo.foundation.Check;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.metadata.OwnerReferences;
import dev.podo.model.ApiObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a controller looks at.
public interface Watches {
  /// The kinds of the objects that it looks after.
  List<Kind<?>> primaries();

  /// What a change of a primary object has to be for the controller to look at it.
  <S extends ApiObject> Concern<? super S> concern(Kind<S> kind);

  /// The other kinds, each with what its changes make the controller look at.
  List<Watch<?>> others();

  List<Indexed<?>> indexes();

  /// What it looks at of every kind that there is; null if it knows all its kinds by name.
  @Nullable Every every();

  /// @param router null for a kind that is read, but whose changes are no cause to look again
  record Watch<S extends ApiObject>(Kind<S> kind, @Nullable Router<S> router) {}

  /// Tells whether a change of a primary object is a cause to look at it. It runs on the thread
  /// that feeds the cache: it is pure, and quick. What it reads from the view besides must be
  /// watched too.
  @FunctionalInterface
  interface Concern<S> {
    /// @param before null when the object is new
    boolean isRaisedBy(@Nullable S before, S after, View view);
  }

  /// What a controller looks at of every kind that there is, whether built in or defined by users.
  ///
  /// @param which at which kinds it looks
  /// @param concern what a change has to be for it to look at the object; null if it looks after
  ///   none of these objects
  /// @param arrivals what it looks at again when users have defined kinds
  record Every(
      Predicate<Kind<?>> which,
      @Nullable Concern<ApiObject> concern,
      Router<ApiObject> router,
      Arrivals arrivals) {
    /// Of one that looks after other objects.
    public static Every routed(Predicate<Kind<?>> which, Router<ApiObject> router) {
      return new Every(which, null, router, (come, view, lookAt) -> {});
    }

    Kinds of(Kinds all) {
      return Kinds.of(all.all().stream().filter(which).toList());
    }
  }

  /// Tells which objects to look at again when users have defined kinds.
  @FunctionalInterface
  interface Arrivals {
    void come(Kinds kinds, View view, Consumer<Ref> lookAt);
  }

  /// An index that the controller needs.
  record Indexed<S extends ApiObject>(Kind<S> kind, Index<S> index) {}

  /// Collects the watches of a controller of `T`.
  final class Of<T extends ApiObject> implements Watches {
    private static final Concern<ApiObject> ALWAYS = (before, after, view) -> true;

    private final List<Kind<?>> primaries = new ArrayList<>();
    private final Map<Kind<?>, Concern<?>> concerns = new HashMap<>();
    private final List<Watch<?>> others = new ArrayList<>();
    private final List<Indexed<?>> indexes = new ArrayList<>();
    private @Nullable Every every;

    /// It looks after the objects of this kind, and looks at each one that changes.
    public Of<T> primary(Kind<? extends T> kind) {
      primaries.add(kind);
      return this;
    }

    /// It looks after the objects of this kind, and looks at one when a change concerns it.
    public <S extends T> Of<T> primary(Kind<S> kind, Concern<? super S> concern) {
      concerns.put(kind, concern);
      return primary(kind);
    }

    /// It looks at the kinds that there are, as users define them and take them away.
    public Of<T> every(Every looks) {
      every = looks;
      return this;
    }

    /// Changes of this kind make it look at the controller which the object names.
    public Of<T> owned(Kind<? extends ApiObject> kind) {
      return owned(kind, only());
    }

    private <S extends ApiObject> Of<T> owned(Kind<S> kind, Kind<?> owner) {
      return routed(
          kind,
          (before, after, view, lookAt) -> {
            toController(before, owner, lookAt);
            toController(after, owner, lookAt);
          });
    }

    /// Changes of this kind make it look at the primary objects with the keys that `keys` finds,
    /// for the object as it was and as it is.
    public <S extends ApiObject> Of<T> mapped(
        Kind<S> kind, BiFunction<? super S, View, ? extends Iterable<Key>> keys) {
      var primary = only();
      return routed(
          kind,
          (before, after, view, lookAt) -> {
            if (before != null) {
              keys.apply(before, view).forEach(key -> lookAt.accept(new Ref(primary, key)));
            }
            if (after != null) {
              keys.apply(after, view).forEach(key -> lookAt.accept(new Ref(primary, key)));
            }
          });
    }

    public <S extends ApiObject> Of<T> routed(Kind<S> kind, Router<S> router) {
      others.add(new Watch<>(kind, router));
      return this;
    }

    /// It reads this kind; changes of it are no cause to look again.
    public Of<T> reads(Kind<? extends ApiObject> kind) {
      return reading(kind);
    }

    private <S extends ApiObject> Of<T> reading(Kind<S> kind) {
      others.add(new Watch<>(kind, null));
      return this;
    }

    /// It finds the objects of this kind by this index.
    public <S extends ApiObject> Of<T> index(Kind<S> kind, Index<S> index) {
      indexes.add(new Indexed<>(kind, index));
      return this;
    }

    @Override
    @SuppressWarnings("unchecked") // a concern is filed under its kind
    public <S extends ApiObject> Concern<? super S> concern(Kind<S> kind) {
      return (Concern<? super S>) concerns.getOrDefault(kind, ALWAYS);
    }

    @Override
    public List<Kind<?>> primaries() {
      return List.copyOf(primaries);
    }

    @Override
    public List<Watch<?>> others() {
      return List.copyOf(others);
    }

    @Override
    public List<Indexed<?>> indexes() {
      return List.copyOf(indexes);
    }

    @Override
    public @Nullable Every every() {
      return every;
    }

    private Kind<?> only() {
      Check.that(primaries.size() == 1, "name the one primary kind first");
      return primaries.get(0);
    }

    private static void toController(
        @Nullable ApiObject object, Kind<?> owner, Consumer<Ref> lookAt) {
      var reference = object == null ? null : OwnerReferences.controllerOf(object.metadata());
      if (object == null || reference == null || !reference.kind().equals(owner.kind())) {
        return;
      }
      if (GroupVersion.parse(reference.apiVersion()).group().equals(owner.group())) {
        var namespace = owner.namespaced() ? object.metadata().namespace() : "";
        lookAt.accept(new Ref(owner, new Key(namespace, reference.name())));
      }
    }
  }
}
