package dev.podo.apiserver.definitions;

import static dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions.ESTABLISHED;

import dev.podo.apiserver.catalogue.LiveCatalogue;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.storage.Stored;
import dev.podo.machinery.custom.CustomKinds;
import dev.podo.machinery.custom.VersionConverter;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions;
import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.store.CompactedException;
import dev.podo.store.Cursor;
import dev.podo.store.Image;
import dev.podo.store.Versioned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The kinds of all established definitions, in the live catalogue. A definition that did not
/// change in what it declares keeps its kinds, with all that is known of them.
///
/// Requests see each definition as anyone was told last that it is: before a kind is used, one
/// look-up tells whether its definition has changed since.
public final class DefinedKinds implements LiveCatalogue.Source {
  private final ObjectStore store;
  private final LiveCatalogue live;
  private final Catalogue builtIn;
  private final Set<Kind<?>> ours;
  private final Function<CustomResourceDefinition, VersionConverter> converters;
  private final ReentrantLock catchingUp = new ReentrantLock();
  private volatile State state = new State(new TreeMap<>(), Map.of());
  // The image up to which the live catalogue is, too: set when all is done, so that nobody takes a
  // catalogue that is about to be exchanged for the newest. Null before the first.
  private volatile @Nullable Image<Stored> reached;

  // The changes of definitions that are not taken over yet; used under the lock, null when all
  // definitions have to be read.
  private @Nullable Cursor<Stored> changes;

  /// @param byDefinition by name of the definition
  /// @param byKind served ones only
  private record State(SortedMap<String, Defined> byDefinition, Map<Kind<?>, Defined> byKind) {}

  /// @param revision of the definition
  private record Defined(String name, long revision, CustomKinds kinds) {}

  /// @param converters how the objects of a definition become those of another version
  public DefinedKinds(
      ObjectStore store,
      LiveCatalogue live,
      Function<CustomResourceDefinition, VersionConverter> converters) {
    this.store = store;
    this.live = live;
    this.builtIn = live.now();
    this.ours = Set.copyOf(builtIn.all());
    this.converters = converters;
  }

  @Override
  public boolean isBehind(Kind<?> kind) {
    var defined = state.byKind().get(kind);
    if (defined == null) {
      // No definition declares it: one of ours, or it was exchanged since it was looked up.
      return !ours.contains(kind);
    }
    var key = ObjectStore.key(CustomResourceDefinitions.KIND, "", defined.name());
    var now = store.image().get(key);
    return now == null || now.modRevision() != defined.revision();
  }

  /// The kinds of a definition that is established, as far as it is known here; null if it is not.
  @Nullable CustomKinds of(String definition) {
    var defined = state.byDefinition().get(definition);
    return defined == null ? null : defined.kinds();
  }

  /// Whether there was such a resource before anybody defined it.
  boolean isBuiltIn(Kind<?> kind) {
    return builtIn.byResource(kind.group(), kind.version(), kind.plural()) != null;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // An image is known by its identity.
  public void catchUp() {
    if (reached == store.image()) {
      return;
    }
    catchingUp.lock();
    try {
      var image = store.image();
      if (reached != image) {
        advance(image);
        reached = image;
      }
    } finally {
      catchingUp.unlock();
    }
  }

  /// Takes over what has changed in definitions up to an image, if anything has.
  @SuppressWarnings("ReferenceEquality") // A definition that declares the same keeps its kinds.
  private void advance(Image<Stored> image) {
    var names = changedUpTo(image);
    if (names.isEmpty()) {
      return;
    }
    // What was seen of a change is in the newest image, if not in that one.
    var newest = store.image();
    var before = state.byDefinition();
    var after = new TreeMap<>(before);
    var changed = false;
    for (var name : names) {
      var old = before.get(name);
      var entry = newest.get(ObjectStore.key(CustomResourceDefinitions.KIND, "", name));
      var now = entry == null ? null : defined(old, entry);
      if (now == null) {
        after.remove(name);
      } else {
        after.put(name, now);
      }
      changed |= (old == null ? null : old.kinds()) != (now == null ? null : now.kinds());
    }
    show(after, changed);
  }

  /// The names of definitions that have changed since this was asked last; of all that there are or
  /// were, when that cannot be told.
  private SortedSet<String> changedUpTo(Image<Stored> image) {
    var names = new TreeSet<String>();
    var cursor = changes;
    try {
      if (cursor != null) {
        for (var event = cursor.poll(); event != null; event = cursor.poll()) {
          names.add(event.key().name());
        }
        return names;
      }
      changes = store.watch(CustomResourceDefinitions.KIND, image.revision());
    } catch (CompactedException e) {
      if (cursor != null) {
        cursor.close();
      }
      changes = null; // The next time begins anew.
    }
    names.addAll(state.byDefinition().keySet());
    image
        .list(CustomResourceDefinitions.KIND.storageKey())
        .forEach(entry -> names.add(entry.key().name()));
    return names;
  }

  private void show(SortedMap<String, Defined> definitions, boolean changed) {
    var served = new HashMap<Kind<?>, Defined>();
    var list = new ArrayList<Kind<?>>();
    var taken = new TreeSet<String>();
    for (var defined : definitions.values()) {
      for (var kind : defined.kinds().served()) {
        if (isFree(kind, taken)) {
          served.put(kind, defined);
          list.add(kind);
        }
      }
    }
    state = new State(definitions, served);
    if (changed) {
      live.exchange(builtIn.with(list));
    }
  }

  private @Nullable Defined defined(@Nullable Defined old, Versioned<Stored> entry) {
    var name = entry.key().name();
    if (old != null && old.revision() == entry.modRevision()) {
      return old;
    }
    var definition = entry.value().as(CustomResourceDefinitions.KIND);
    if (!CustomResourceDefinitions.isTrue(definition, ESTABLISHED)) {
      return null;
    }
    if (old != null && declaresTheSame(old.kinds().definition(), definition)) {
      return new Defined(name, entry.modRevision(), old.kinds());
    }
    var kinds = new CustomKinds(definition, converters.apply(definition));
    return new Defined(name, entry.modRevision(), kinds);
  }

  private static boolean declaresTheSame(
      CustomResourceDefinition one, CustomResourceDefinition other) {
    return one.metadata().uid().equals(other.metadata().uid())
        && one.spec().equals(other.spec())
        && one.status().acceptedNames().equals(other.status().acceptedNames());
  }

  /// What is built in stays what it is, whatever somebody defines under its name.
  private boolean isFree(Kind<?> kind, Set<String> taken) {
    return builtIn.byGvk(kind.gvk()) == null
        && builtIn.byResource(kind.group(), kind.version(), kind.plural()) == null
        && taken.add(kind.apiVersion() + " kind " + kind.kind())
        && taken.add(kind.apiVersion() + " resource " + kind.plural());
  }
}
