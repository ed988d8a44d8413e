package dev.podo.apiserver.verbs;

import dev.podo.apiserver.request.Watch;
import dev.podo.apiserver.storage.Stored;
import dev.podo.client.WatchEvent;
import dev.podo.machinery.dynamic.DynamicObject;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.store.CompactedException;
import dev.podo.store.Cursor;
import dev.podo.store.Event;
import dev.podo.store.Image;
import dev.podo.store.Range;
import dev.podo.store.Versioned;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The changes of the selected objects of one kind: first, if wanted, those that are there, then
/// what becomes of them. Objects that come into the selection are added to it, objects that leave
/// it are deleted from it, whatever happened to them otherwise.
final class KindWatch<T extends ApiObject> implements Watch {
  private final Selection<T> selection;
  private final Cursor<Stored> cursor;
  private final Manner manner;
  private List<Versioned<Stored>> initial; // Let go of once told: it holds the state as it was.
  private int toldOfInitial;
  private boolean tellsEndOfInitial;
  private long told;
  private volatile boolean over;
  private volatile @Nullable Runnable whenAvailable;

  KindWatch(
      Selection<T> selection, @Nullable Image<Stored> state, Cursor<Stored> cursor, Manner manner) {
    this.selection = selection;
    this.cursor = cursor;
    this.manner = manner;
    this.initial = state == null ? List.of() : initial(state);
    this.tellsEndOfInitial = manner.endOfInitial();
    this.told = manner.from();
  }

  /// How the watch is to be carried on.
  ///
  /// @param endOfInitial whether to say when the state is told
  /// @param from the version after which it tells changes
  record Manner(boolean endOfInitial, boolean bookmarks, Duration life, long from) {}

  private List<Versioned<Stored>> initial(Image<Stored> state) {
    var range = Range.of(selection.kind().storageKey());
    return state.list(selection.namespace().isEmpty() ? range : range.in(selection.namespace()));
  }

  private Stored nextOfInitial() {
    if (selection.kind().waitsForConversion() && toldOfInitial % ListVerb.AT_ONCE == 0) {
      var end = Math.min(toldOfInitial + ListVerb.AT_ONCE, initial.size());
      var next = initial.subList(toldOfInitial, end);
      Stored.see(selection.kind(), next.stream().map(Versioned::value).toList());
    }
    var next = initial.get(toldOfInitial++).value();
    if (toldOfInitial == initial.size()) {
      initial = List.of();
      toldOfInitial = 0;
    }
    return next;
  }

  /// Whether it keeps the state that it has not told wholly yet.
  boolean holdsState() {
    return !initial.isEmpty();
  }

  @Override
  public @Nullable Change poll() {
    while (holdsState()) {
      var stored = nextOfInitial();
      if (selection.matches(stored)) {
        return new Change(Type.ADDED, stored);
      }
    }
    if (tellsEndOfInitial) {
      tellsEndOfInitial = false;
      return new Change(Type.BOOKMARK, marker(manner.from(), true));
    }
    try {
      for (var event = cursor.poll(); event != null; event = cursor.poll()) {
        var change = change(event);
        if (change != null) {
          told = event.revision();
          return change;
        }
      }
      return null;
    } catch (CompactedException e) {
      throw ApiErrors.expiredVersion(e.asked(), e.oldest());
    }
  }

  private @Nullable Change change(Event<Stored> event) {
    if (!selection.namespace().isEmpty()
        && !selection.namespace().equals(event.key().namespace())) {
      return null;
    }
    var previous = event.previous();
    var was = previous != null && selection.matches(previous);
    var is = event.type() != Event.Type.DELETED && selection.matches(event.value());
    if (is) {
      return new Change(was ? Type.MODIFIED : Type.ADDED, event.value());
    }
    if (!was || previous == null) {
      return null;
    }
    return new Change(
        Type.DELETED,
        event.type() == Event.Type.DELETED ? event.value() : previous.leftAt(event.revision()));
  }

  @Override
  public void requirePlace() {
    try {
      cursor.requirePlace();
    } catch (CompactedException e) {
      throw ApiErrors.expiredVersion(e.asked(), e.oldest());
    }
  }

  @Override
  public boolean tellsBookmarks() {
    return manner.bookmarks();
  }

  @Override
  public @Nullable Change bookmark() {
    if (!manner.bookmarks() || holdsState() || tellsEndOfInitial) {
      return null;
    }
    var progress = Math.max(told, cursor.progress());
    // The version from which it was asked to watch may not have come yet.
    return progress > manner.from() ? new Change(Type.BOOKMARK, marker(progress, false)) : null;
  }

  private Stored marker(long revision, boolean endOfInitial) {
    var metadata = ObjectMeta.builder().resourceVersion(Long.toString(revision));
    if (endOfInitial) {
      var annotations = new TreeMap<String, String>();
      annotations.put(WatchEvent.INITIAL_EVENTS_END, "true");
      metadata.annotations(annotations);
    }
    var kind = selection.kind();
    return Stored.shown(kind, kind.withMetadata(nothing(kind), metadata.build()));
  }

  private static <T extends ApiObject> T nothing(Kind<T> kind) {
    if (kind.schema().equals(DynamicObject.SCHEMA)) {
      return kind.cast(
          DynamicObject.of(kind.apiVersion(), kind.kind(), ObjectMeta.EMPTY, Map.of()));
    }
    return kind.schema().of(new @Nullable Object[kind.schema().fields().size()]);
  }

  /// What is told so far is all that will be told.
  void end() {
    over = true;
    var waiting = whenAvailable;
    if (waiting != null) {
      waiting.run();
    }
  }

  @Override
  public boolean isOver() {
    return over;
  }

  @Override
  public void onAvailable(Runnable action) {
    whenAvailable = action;
    cursor.onAvailable(action);
    if (over) {
      action.run();
    }
  }

  @Override
  public Duration life() {
    return manner.life();
  }

  @Override
  public void close() {
    cursor.close();
  }
}
