package dev.podo.controllers.engine;

import dev.podo.client.informer.Informer;
import dev.podo.client.informer.Informers;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.foundation.Signal;
import dev.podo.machinery.kind.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Has a controller look at the kinds that users define: at each of them from when its cache is
/// filled until the kind goes. One that cannot be read holds up no other.
final class DefinedKinds {
  private final Informers informers;
  private final Looker looker;
  private final Scope scope;
  private final Signal changed;
  private final Map<Kind<?>, Following> following = new LinkedHashMap<>();
  private volatile List<Kind<?>> wanted = List.of();
  private volatile boolean due;

  /// A kind from when it is there until it goes.
  private static final class Following {
    final Informer<?> informer;
    final Scope scope;
    boolean isLookedAt;

    Following(Informer<?> informer, Scope scope) {
      this.informer = informer;
      this.scope = scope;
    }
  }

  /// Who looks at the kinds.
  interface Looker {
    /// @param all informers of the kinds that it may look at now
    /// @param come those of them that are new, each with the scope in which it may be looked at
    void look(List<Informer<?>> all, Map<Kind<?>, Scope> come);
  }

  DefinedKinds(Informers informers, Looker looker, Scope scope) {
    this.informers = informers;
    this.looker = looker;
    this.scope = scope;
    this.changed = new Signal(scope.environment().clock());
  }

  /// These kinds are there from now on, and no others.
  void want(List<Kind<?>> kinds) {
    wanted = kinds;
    moved();
  }

  private void moved() {
    due = true;
    changed.raise();
  }

  void run() throws InterruptedException {
    while (true) {
      changed.awaitUntil(() -> due, Deadline.never());
      due = false; // Before the look: what comes after it sets it again.
      step();
    }
  }

  private void step() {
    var now = wanted;
    now.forEach(this::begin);
    var gone = gone(now);
    var come = new LinkedHashMap<Kind<?>, Scope>();
    var all = new ArrayList<Informer<?>>();
    for (var each : following.values()) {
      if (each.isLookedAt || each.informer.isSynced()) {
        all.add(each.informer);
        if (!each.isLookedAt) {
          come.put(each.informer.kind(), each.scope);
          each.isLookedAt = true;
        }
      }
    }
    looker.look(all, come);
    gone.forEach(each -> each.scope.close());
  }

  private void begin(Kind<?> kind) {
    if (!following.containsKey(kind)) {
      var own = scope.child("kind " + kind.plural());
      var informer = informers.during(own, kind);
      following.put(kind, new Following(informer, own));
      own.fork(
          "start",
          () -> {
            informer.awaitSynced(Deadline.never());
            moved();
          });
    }
  }

  private List<Following> gone(List<Kind<?>> now) {
    var there = new HashSet<>(now);
    var gone = new ArrayList<Following>();
    for (var kind : List.copyOf(following.keySet())) {
      var each = following.get(kind);
      if (each != null && !there.contains(kind)) {
        following.remove(kind);
        gone.add(each);
      }
    }
    return gone;
  }
}
