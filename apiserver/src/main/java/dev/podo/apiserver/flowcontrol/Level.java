package dev.podo.apiserver.flowcontrol;

import dev.podo.foundation.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A priority level at work: its seats, and its queues, which are served in the order of their
/// virtual time (start-time fair queueing): each queue's clock advances by the seats that its
/// requests took times how long they took them, and the queue that is behind goes first. Belongs to
/// [PriorityLevels].
final class Level {
  // What a request is taken to last until it is known.
  static final long ESTIMATE_NANOS = 3_000_000;
  private static final int WIDTH_MAX = 10;
  private static final double WIDTH_SHARE = 0.15; // Of its level's seats, at most, for one request.
  private static final int PERCENT = 100;

  private LevelConfig config;
  private FlowQueue[] queues = {};
  private int[] hand = {};
  private final List<FlowQueue> busy = new ArrayList<>(); // Those in which somebody waits.
  private long virtualNow;

  private int nominal;
  private int min;
  private int max;

  /// Who is worked on, in the order in which they began.
  final Set<Work> working = new LinkedHashSet<>();

  final RetryAfter retryAfter = new RetryAfter();
  int executing;
  int executingSeats;
  int waiting;
  int waitingSeats;
  long dispatched;
  long rejected;
  long timedOut;
  long cancelled;
  boolean retired;

  Level(LevelConfig config) {
    this.config = config;
    layOut();
  }

  private void layOut() {
    var queuing = config.queuing();
    queues = new FlowQueue[queuing == null ? 0 : queuing.queues()];
    hand = new int[queuing == null ? 0 : Math.min(queuing.handSize(), queuing.queues())];
    busy.clear();
  }

  String name() {
    return config.name();
  }

  String uid() {
    return config.uid();
  }

  LevelConfig config() {
    return config;
  }

  /// How many seats the level has for itself and for whom it lends them to.
  int nominal() {
    return nominal;
  }

  /// How many seats it never lends.
  int min() {
    return min;
  }

  /// How many seats it may have with what others lend it.
  int max() {
    return max;
  }

  /// How many seats one of its requests may take.
  int maxWidth() {
    return Math.max(1, Math.min(WIDTH_MAX, (int) Math.ceil(nominal * WIDTH_SHARE)));
  }

  int lendable() {
    return nominal - min;
  }

  /// How many of the seats that are lent go to this level when so many of its seats are taken: what
  /// it takes beyond those that it keeps to itself.
  int pooled(int seats) {
    var beyond = Math.max(0, seats - min);
    return config.exempt() ? Math.min(beyond, lendable()) : beyond;
  }

  /// Takes over a configuration and a number of seats.
  ///
  /// @return who waited and has no queue any more
  List<Work> configure(LevelConfig next, int seats) {
    // Who waits with more seats than there are now would wait for ever: he gets a place anew.
    var same = Objects.equals(config.queuing(), next.queuing()) && seats >= nominal;
    nominal = seats;
    min = seats - (int) Math.round((double) seats * next.lendablePercent() / PERCENT);
    var borrowing = next.borrowingPercent();
    max =
        borrowing == null
            ? Integer.MAX_VALUE
            : (int)
                Math.min(
                    Integer.MAX_VALUE, seats + Math.round((double) seats * borrowing / PERCENT));
    config = next;
    return same ? List.of() : queueAnew();
  }

  private List<Work> queueAnew() {
    var all = new ArrayList<Work>();
    busy.forEach(queue -> all.addAll(queue.waiting));
    all.sort((a, b) -> Long.compare(a.arrived - b.arrived, 0));
    layOut();
    all.forEach(this::leave);
    var homeless = new ArrayList<Work>();
    for (var work : all) {
      work.width = Math.min(work.width, maxWidth());
      if (config.queuing() == null || !enqueue(work, queueFor(work.hash))) {
        homeless.add(work);
      }
    }
    return homeless;
  }

  /// The queue of the hand of a flow that has least to do.
  FlowQueue queueFor(long hash) {
    ShuffleSharding.deal(hash, queues.length, hand);
    FlowQueue best = queue(hand[0]);
    for (var i = 1; i < hand.length && best.seats() > 0; i++) {
      var other = queue(hand[i]);
      best = other.seats() < best.seats() ? other : best;
    }
    if (best.isIdle()) {
      best.next = virtualNow; // Nobody is owed anything for time in which he asked for nothing.
    }
    return best;
  }

  private FlowQueue queue(int index) {
    var queue = queues[index];
    if (queue == null) {
      queue = new FlowQueue(index);
      queues[index] = queue;
    }
    return queue;
  }

  /// @return whether there was room
  boolean enqueue(Work work, FlowQueue queue) {
    if (queue.waiting.size() >= Check.notNull(config.queuing(), "queues").lengthLimit()) {
      return false;
    }
    if (queue.waiting.isEmpty()) {
      busy.add(queue);
    }
    work.queue = queue;
    queue.add(work);
    waiting++;
    waitingSeats += work.width;
    work.flow.waiting++;
    work.flow.waitingSeats += work.width;
    return true;
  }

  /// Takes a request that waits out of its queue.
  void leave(Work work) {
    var queue = Check.notNull(work.queue, "a queue");
    queue.remove(work);
    if (queue.waiting.isEmpty()) {
      busy.remove(queue);
    }
    waiting--;
    waitingSeats -= work.width;
    work.flow.waiting--;
    work.flow.waitingSeats -= work.width;
  }

  /// Who is next; null if nobody waits.
  @Nullable Work head() {
    FlowQueue best = null;
    for (var queue : busy) {
      if (best == null || queue.next - best.next < 0) {
        best = queue;
      }
    }
    return best == null ? null : best.waiting.peek();
  }

  void start(Work work, long now) {
    work.state = Work.State.EXECUTING;
    work.started = now;
    working.add(work);
    executing++;
    executingSeats += work.width;
    dispatched++;
    work.flow.executing++;
    work.flow.executingSeats += work.width;
    var queue = work.queue;
    if (queue != null) {
      if (queue.next - virtualNow > 0) {
        virtualNow = queue.next;
      }
      queue.next += work.width * ESTIMATE_NANOS;
      queue.executing++;
      queue.executingSeats += work.width;
    }
  }

  /// A request gives back all its seats but so many.
  void narrow(Work work, int seats, long now) {
    var freed = work.width - seats;
    executingSeats -= freed;
    work.flow.executingSeats -= freed;
    var queue = work.queue;
    if (queue != null) {
      queue.executingSeats -= freed;
      // What it gives back is reckoned up here, what it keeps when it ends.
      queue.next += freed * (now - work.started - ESTIMATE_NANOS);
    }
    work.width = seats;
  }

  void finish(Work work, long now) {
    work.state = Work.State.FINISHED;
    working.remove(work);
    executing--;
    executingSeats -= work.width;
    work.flow.executing--;
    work.flow.executingSeats -= work.width;
    var queue = work.queue;
    if (queue != null) {
      queue.next += work.width * (now - work.started - ESTIMATE_NANOS);
      queue.executing--;
      queue.executingSeats -= work.width;
    }
  }

  /// The queues in order; null for one that has never had anything to do.
  List<@Nullable FlowQueue> queues() {
    return Collections.unmodifiableList(Arrays.asList(queues));
  }
}
