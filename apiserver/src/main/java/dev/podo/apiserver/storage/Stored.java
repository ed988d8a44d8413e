package dev.podo.apiserver.storage;

import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One version of one object, as it is kept in memory: the value that readers share, and its
/// encodings, each made when first asked for and kept as long as memory allows.
public final class Stored {
  private final ApiObject object;
  private int size; // 0 until it is known. Written before others see this, or the same again.
  // A chain of very few: an object is asked for in one or two media types.
  private volatile @Nullable SoftReference<Encoded> encodings;
  private volatile @Nullable View views;
  private volatile @Nullable SoftReference<Stored> left;

  /// @param object as its storage kind; stamped with its resource version once committed
  public Stored(ApiObject object) {
    this.object = object;
  }

  /// Stamped with its resource version.
  Stored stamped(ApiObject withVersion) {
    return new Stored(withVersion).sized(size);
  }

  /// It takes so many bytes in the journal.
  Stored sized(int bytes) {
    size = bytes;
    return this;
  }

  /// How many bytes it takes in the journal; 0 for what has never been there.
  public int size() {
    return size;
  }

  public ApiObject object() {
    return object;
  }

  /// The object as a kind shows it: usually the stored object itself.
  public <T extends ApiObject> T as(Kind<T> kind) {
    if (kind.showsAsStored()) {
      return kind.cast(object);
    }
    for (var view = views; view != null; view = view.next()) {
      if (view.kind().equals(kind)) {
        return kind.cast(view.object());
      }
    }
    var made = kind.fromStorage(object);
    keep(kind, made);
    return made;
  }

  /// What was kept for the same kind as it was declared another day is forgotten.
  private void keep(Kind<?> kind, ApiObject made) {
    View others = null;
    for (var view = views; view != null; view = view.next()) {
      if (!view.kind().gvk().equals(kind.gvk())) {
        others = new View(view.kind(), view.object(), others);
      }
    }
    views = new View(kind, made, others);
  }

  private boolean isSeenAs(Kind<?> kind) {
    for (var view = views; view != null; view = view.next()) {
      if (view.kind().equals(kind)) {
        return true;
      }
    }
    return kind.showsAsStored();
  }

  /// Has objects ready to be seen as a kind, all that are not at once.
  public static void see(Kind<?> kind, List<Stored> objects) {
    var unseen = objects.stream().filter(it -> !it.isSeenAs(kind)).toList();
    if (unseen.isEmpty()) {
      return;
    }
    var seen = kind.fromStorage(unseen.stream().map(Stored::object).toList());
    for (var i = 0; i < unseen.size(); i++) {
      unseen.get(i).keep(kind, seen.get(i));
    }
  }

  /// What is not stored, but shown where stored objects are.
  public static <T extends ApiObject> Stored shown(Kind<T> kind, T object) {
    var stored = new Stored(object);
    stored.keep(kind, object);
    return stored;
  }

  /// This version as those are told of it whose selection the object left at a revision: all of
  /// them the same.
  public Stored leftAt(long revision) {
    var version = Long.toString(revision);
    var reference = left;
    var made = reference == null ? null : reference.get();
    if (made == null || !made.object.metadata().resourceVersion().equals(version)) {
      var metadata = object.metadata().withResourceVersion(version);
      made = new Stored(object.withMetadata(metadata));
      left = new SoftReference<>(made);
    }
    return made;
  }

  /// The encoding of the object in one form, made once.
  ///
  /// @param form tells forms apart by identity
  public <T extends ApiObject> byte[] encoded(
      Kind<T> kind, Object form, Function<T, byte[]> encoder) {
    var reference = encodings;
    var chain = reference == null ? null : reference.get();
    for (var link = chain; link != null; link = link.next()) {
      if (link.form().equals(form) && link.kind().equals(kind)) {
        return link.bytes();
      }
    }
    var bytes = encoder.apply(as(kind));
    // Two threads may both encode; whichever is kept says the same.
    encodings = new SoftReference<>(new Encoded(kind, form, bytes, chain));
    return bytes;
  }

  @SuppressWarnings("ArrayRecordComponent") // The bytes are handed on, never changed.
  private record Encoded(Kind<?> kind, Object form, byte[] bytes, @Nullable Encoded next) {}

  private record View(Kind<?> kind, ApiObject object, @Nullable View next) {}

  @Override
  public String toString() {
    var metadata = object.metadata();
    return object.kind() + " " + metadata.namespace() + "/" + metadata.name();
  }
}
