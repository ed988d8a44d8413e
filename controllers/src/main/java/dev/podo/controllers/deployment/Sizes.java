package dev.podo.controllers.deployment;

import dev.podo.model.apps.v1.ReplicaSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The arithmetic of a rollout: how large its ReplicaSets should be next. Sets that are not named
/// stay as they are; the names are those of ReplicaSets.
final class Sizes {
  private static final Comparator<ReplicaSet> LARGEST_FIRST =
      Comparator.<ReplicaSet>comparingInt(Rollout::replicas).reversed();

  private Sizes() {}

  /// One step of a rolling update: the new set grows as far as it may; if it cannot grow, old sets
  /// shrink as far as they may.
  static Map<String, Integer> rolling(Rollout rollout, ReplicaSet newSet) {
    var now = Rollout.replicas(newSet);
    if (now > rollout.desired()) {
      return Map.of(name(newSet), rollout.desired());
    }
    var next = rollout.newSetSize();
    return next > now ? Map.of(name(newSet), next) : shrinkOld(rollout, newSet);
  }

  private static Map<String, Integer> shrinkOld(Rollout rollout, ReplicaSet newSet) {
    var old = rollout.activeOld();
    var newUnavailable = Rollout.replicas(newSet) - Rollout.available(newSet);
    // Until the new Pods are available, they are no replacement for old ones.
    var mayGo = rollout.wanted() - rollout.minAvailable() - newUnavailable;
    if (old.isEmpty() || mayGo <= 0 || rollout.isBehind()) {
      return Map.of();
    }
    var out = new LinkedHashMap<String, Integer>();
    var left = mayGo;
    // Old Pods that do not work are no loss: they go first, so that they cannot hold up the
    // rollout.
    for (var set : old) {
      var broken = Rollout.replicas(set) - Rollout.available(set);
      var going = Math.min(left, broken);
      if (going > 0) {
        out.put(name(set), Rollout.replicas(set) - going);
        left -= going;
      }
    }
    var spare = rollout.all().stream().mapToInt(Rollout::available).sum() - rollout.minAvailable();
    for (var set : old) {
      var size = out.getOrDefault(name(set), Rollout.replicas(set));
      var going = Math.min(Math.min(left, spare), Math.min(size, Rollout.available(set)));
      if (going > 0) {
        out.put(name(set), size - going);
        left -= going;
        spare -= going;
      }
    }
    return out;
  }

  private static String name(ReplicaSet set) {
    return set.metadata().name();
  }

  /// The new set at its full size.
  static Map<String, Integer> full(Rollout rollout, ReplicaSet newSet) {
    return Map.of(name(newSet), rollout.desired());
  }

  /// All sets at nothing, of those that have something.
  static Map<String, Integer> none(List<ReplicaSet> sets) {
    var out = new LinkedHashMap<String, Integer>();
    sets.stream().filter(set -> Rollout.replicas(set) > 0).forEach(set -> out.put(name(set), 0));
    return out;
  }

  /// After the Deployment itself was scaled, or while it is paused: every active set gets its
  /// share.
  static Map<String, Integer> scaled(Rollout rollout) {
    var only = onlyActiveOrLatest(rollout);
    if (only.size() == 1) {
      return Map.of(name(only.get(0)), rollout.desired());
    }
    if (rollout.isSaturated()) {
      return none(rollout.oldSets());
    }
    return rollout.isRecreate() ? Map.of() : proportional(rollout);
  }

  private static List<ReplicaSet> onlyActiveOrLatest(Rollout rollout) {
    var active = rollout.active();
    if (!active.isEmpty()) {
      return active;
    }
    if (rollout.newSet() != null) {
      return List.of(rollout.newSet());
    }
    var old = rollout.oldSets();
    return old.isEmpty() ? List.of() : old.subList(old.size() - 1, old.size());
  }

  /// In the middle of a rollout the risk is spread: sets grow and shrink in proportion to their
  /// size. What rounding leaves over goes to the largest.
  private static Map<String, Integer> proportional(Rollout rollout) {
    var sets = new ArrayList<>(rollout.active());
    var allowed = rollout.desired() > 0 ? rollout.desired() + rollout.maxSurge() : 0;
    var toAdd = allowed - sets.stream().mapToInt(Rollout::replicas).sum();
    // Of equally large ones the newer grow first and the older shrink first.
    sets.sort(Rollout.OLDEST_FIRST);
    if (toAdd > 0) {
      Collections.reverse(sets);
    }
    sets.sort(LARGEST_FIRST);
    var out = new LinkedHashMap<String, Integer>();
    var added = 0;
    for (var set : sets) {
      var share = share(rollout, set, toAdd - added);
      out.put(name(set), Rollout.replicas(set) + share);
      added += share;
    }
    if (!sets.isEmpty()) {
      var leftOver = toAdd - added;
      out.merge(name(sets.get(0)), leftOver, (size, more) -> Math.max(0, size + more));
    }
    return out;
  }

  private static int share(Rollout rollout, ReplicaSet set, int left) {
    var fraction = fraction(rollout, set);
    if (left == 0) {
      return 0;
    }
    return left > 0 ? Math.min(Math.max(fraction, 0), left) : Math.max(Math.min(fraction, 0), left);
  }

  /// By how much a set would change if all kept their part of the whole.
  private static int fraction(Rollout rollout, ReplicaSet set) {
    var size = Rollout.replicas(set);
    if (rollout.desired() == 0) {
      return -size;
    }
    var before = Revisions.maxReplicas(set);
    var whole = before > 0 ? before : rollout.deployment().status().replicas();
    if (whole == 0) {
      return 0;
    }
    var now = rollout.desired() + rollout.maxSurge();
    return (int) Math.round((double) size * now / whole) - size;
  }
}
