package dev.podo.controllers.definition;

import dev.podo.controllers.definition.Definitions.Declared;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.kind.GroupKind;
import dev.podo.machinery.kind.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The declared kinds from one look at the definitions to the next.
///
/// A kind outlives its definition by a minute. The objects of a definition go just before it does:
/// what they owned can only be collected while it is known what their kind was, and that they are
/// gone.
final class Roster {
  static final Duration AFTERLIFE = Duration.ofMinutes(1);

  // Who defines and deletes in a loop must not fill the process with what is gone.
  static final int GONE_MAX = 32;

  private final Clock clock;
  private final Map<Declared, Kind<?>> kinds = new LinkedHashMap<>();
  private final Map<Declared, Deadline> gone = new LinkedHashMap<>();

  Roster(Clock clock) {
    this.clock = clock;
  }

  /// The kinds that there are, now that these are declared.
  List<Kind<?>> with(Collection<Declared> declared) {
    var there = new HashSet<GroupKind>();
    for (var each : declared) {
      kinds.computeIfAbsent(each, Declared::kind);
      there.add(each.gvk().groupKind());
    }
    var now = new HashSet<>(declared);
    for (var each : kinds.keySet()) {
      if (!now.contains(each)) {
        gone.putIfAbsent(each, Deadline.after(clock, AFTERLIFE));
      }
    }
    gone.keySet().removeAll(now);
    forget(there);
    return new ArrayList<>(kinds.values());
  }

  private void forget(Set<GroupKind> there) {
    for (var each : List.copyOf(gone.keySet())) {
      var until = gone.getOrDefault(each, Deadline.never());
      // A kind of the same name is the one that is meant from now on.
      if (until.hasPassed(clock)
          || there.contains(each.gvk().groupKind())
          || gone.size() > GONE_MAX) {
        gone.remove(each);
        kinds.remove(each);
      }
    }
  }

  /// When this changes by itself.
  Deadline until() {
    return gone.isEmpty() ? Deadline.never() : gone.values().iterator().next();
  }
}
