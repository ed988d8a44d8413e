package dev.podo.scheduler.queue;

import dev.podo.scheduler.filters.ClusterChange;
import dev.podo.scheduler.filters.Filter;
import dev.podo.scheduler.filters.Filters;
import dev.podo.scheduler.state.PodState;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The pods that wait, in three parts. *Active* pods are tried in the order of priority, then of
/// age. A pod that fits nowhere becomes *unschedulable*, and leaves that part when something
/// happens in the cluster on which one of the filters that turned it away wants another try, or
/// after five minutes; it then *backs off* first, so that one hopeless pod does not starve the
/// others.
///
/// All times are of a monotonic clock, in nanoseconds, and arguments. One thread uses it.
public final class SchedulingQueue {
  private static final long BACKOFF_FIRST = Duration.ofSeconds(1).toNanos();
  private static final long BACKOFF_MAX = Duration.ofSeconds(10).toNanos();
  private static final long PARKED_MAX = Duration.ofMinutes(5).toNanos();

  private static final String NOBODY = "";

  private static final Comparator<Waiting> FIRST_COME =
      Comparator.comparingInt((Waiting each) -> -each.pod().priority())
          .thenComparingLong(Waiting::sequence);
  private static final Comparator<Waiting> READY_FIRST =
      Comparator.comparingLong(Waiting::readyAt).thenComparingLong(Waiting::sequence);

  private final Map<String, Waiting> all = new LinkedHashMap<>();
  private final TreeSet<Waiting> active = new TreeSet<>(FIRST_COME);
  private final TreeSet<Waiting> backingOff = new TreeSet<>(READY_FIRST);
  private final Map<String, Waiting> unschedulable = new LinkedHashMap<>();
  private final Map<String, Set<Waiting>> rejected = new TreeMap<>();
  private final Map<ClusterChange, SortedSet<String>> helped = new EnumMap<>(ClusterChange.class);
  private long sequence;

  public SchedulingQueue() {
    for (var change : ClusterChange.values()) {
      var names = new TreeSet<String>();
      Filters.all().stream()
          .filter(filter -> filter.retriedOn().contains(change))
          .map(Filter::name)
          .forEach(names::add);
      helped.put(change, names);
    }
  }

  /// Takes a pod that needs a node; a new version of one that waits already may be tried at once.
  public void put(PodState pod) {
    var waiting = all.get(pod.uid());
    if (waiting == null) {
      waiting = new Waiting(pod, sequence++);
      all.put(pod.uid(), waiting);
      activate(waiting);
      return;
    }
    var changed = !waiting.pod().pod().spec().equals(pod.pod().spec()) || relabelled(waiting, pod);
    leave(waiting);
    waiting.take(pod);
    if (changed) {
      activate(waiting);
    } else {
      enter(waiting);
    }
  }

  private static boolean relabelled(Waiting waiting, PodState pod) {
    return !waiting.pod().labels().equals(pod.labels());
  }

  public void remove(String uid) {
    var waiting = all.remove(uid);
    if (waiting != null) {
      leave(waiting);
    }
  }

  public boolean contains(String uid) {
    return all.containsKey(uid);
  }

  public int size() {
    return all.size();
  }

  /// The next pod to try; null when none is due.
  public @Nullable Waiting next(long now) {
    wake(now);
    var next = active.pollFirst();
    if (next != null) {
      next.attempt();
    }
    return next;
  }

  /// A pod that was tried fits nowhere.
  public void park(Waiting waiting, SortedSet<String> rejectedBy, long now) {
    if (all.get(waiting.pod().uid()) == waiting) {
      waiting.park(rejectedBy, now);
      fileUnschedulable(waiting);
    }
  }

  /// A pod that was tried met with an error that has nothing to do with it.
  public void retry(PodState pod, int attempts, long now) {
    var waiting = all.computeIfAbsent(pod.uid(), uid -> new Waiting(pod, sequence++));
    leave(waiting);
    while (waiting.attempts() < attempts) {
      waiting.attempt();
    }
    backOff(waiting, now, now);
  }

  /// Something happened in the cluster: those whom it may help are tried again.
  public void moved(ClusterChange change, long now) {
    var names = helped.getOrDefault(change, Collections.emptySortedSet());
    var tried = new LinkedHashSet<Waiting>();
    names.forEach(name -> tried.addAll(rejected.getOrDefault(name, Set.of())));
    tried.addAll(rejected.getOrDefault(NOBODY, Set.of()));
    for (var waiting : tried) {
      leave(waiting);
      backOff(waiting, waiting.parkedAt(), now);
    }
  }

  /// Unschedulable pods by the filters that turned them away; those that none did are under
  /// [#NOBODY].
  private void fileUnschedulable(Waiting waiting) {
    unschedulable.put(waiting.pod().uid(), waiting);
    for (var filter : filters(waiting)) {
      rejected.computeIfAbsent(filter, name -> new LinkedHashSet<>()).add(waiting);
    }
  }

  private void unfileUnschedulable(Waiting waiting) {
    unschedulable.remove(waiting.pod().uid());
    for (var filter : filters(waiting)) {
      var all = rejected.get(filter);
      if (all != null) {
        all.remove(waiting);
      }
    }
  }

  private static Collection<String> filters(Waiting waiting) {
    return waiting.rejectedBy().isEmpty() ? List.of(NOBODY) : waiting.rejectedBy();
  }

  /// When [#next] may return something that it does not now.
  public OptionalLong nextDue() {
    var due = Long.MAX_VALUE;
    if (!backingOff.isEmpty()) {
      due = backingOff.first().readyAt();
    }
    if (!unschedulable.isEmpty()) {
      // The map is in the order of parking.
      due = Math.min(due, unschedulable.values().iterator().next().parkedAt() + PARKED_MAX);
    }
    return due == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(due);
  }

  private void wake(long now) {
    while (!backingOff.isEmpty() && backingOff.first().readyAt() <= now) {
      activate(backingOff.first());
    }
    while (!unschedulable.isEmpty()) {
      var oldest = unschedulable.values().iterator().next();
      if (oldest.parkedAt() + PARKED_MAX > now) {
        return;
      }
      leave(oldest);
      activate(oldest);
    }
  }

  private void backOff(Waiting waiting, long since, long now) {
    var until = since + backoff(waiting.attempts());
    if (until <= now) {
      activate(waiting);
    } else {
      waiting.backOff(until);
      backingOff.add(waiting);
    }
  }

  static long backoff(int attempts) {
    var doublings = Math.min(Math.max(attempts - 1, 0), 10);
    return Math.min(BACKOFF_MAX, BACKOFF_FIRST << doublings);
  }

  private void activate(Waiting waiting) {
    leave(waiting);
    waiting.activate();
    active.add(waiting);
  }

  private void leave(Waiting waiting) {
    switch (waiting.place()) {
      case ACTIVE -> active.remove(waiting);
      case BACKING_OFF -> backingOff.remove(waiting);
      case UNSCHEDULABLE -> unfileUnschedulable(waiting);
      case OUT -> {
        // in none of them
      }
    }
  }

  private void enter(Waiting waiting) {
    switch (waiting.place()) {
      case ACTIVE -> active.add(waiting);
      case BACKING_OFF -> backingOff.add(waiting);
      case UNSCHEDULABLE -> fileUnschedulable(waiting);
      case OUT -> {
        // being tried
      }
    }
  }
}
