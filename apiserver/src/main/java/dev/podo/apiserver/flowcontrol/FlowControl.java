package dev.podo.apiserver.flowcontrol;

import dev.podo.apiserver.request.Call;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Promise;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kinds.flowcontrol.InitialFlowSchemas;
import dev.podo.machinery.kinds.flowcontrol.InitialPriorityLevels;
import dev.podo.machinery.kinds.flowcontrol.PriorityLevelConfigurations;
import dev.podo.model.ApiObject;
import dev.podo.model.flowcontrol.v1.FlowSchema;
import dev.podo.model.flowcontrol.v1.PriorityLevelConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;

/// Lets requests in, makes them wait, or turns them away. One lock guards all of it: it is held for
/// some hundred nanoseconds, and never while anybody waits.
public final class FlowControl {
  private static final String TOO_MANY = "Too many requests, please try again later.";
  private static final int PATIENCE_PART = 4; // Of its time a request waits a quarter at most.

  private final Clock clock;
  private final long seed;
  private final FlowRecords records;
  private final ReentrantLock lock = new ReentrantLock();
  private final PriorityLevels levels;
  private volatile Classifier classifier;

  /// Knows the levels that every cluster has, until it is told of others.
  ///
  /// @param seats how many requests are worked on at once
  /// @param seed what the hashes of this server are made from
  public FlowControl(int seats, long seed, Clock clock, FlowRecords records) {
    this.clock = clock;
    this.seed = seed;
    this.records = records;
    this.levels = new PriorityLevels(seats);
    var initialLevels = new ArrayList<>(InitialPriorityLevels.MANDATORY);
    initialLevels.addAll(InitialPriorityLevels.SUGGESTED);
    var initialSchemas = new ArrayList<>(InitialFlowSchemas.MANDATORY);
    initialSchemas.addAll(InitialFlowSchemas.SUGGESTED);
    this.levels.configure(initialLevels.stream().map(LevelConfig::of).toList(), clock.nanos());
    this.classifier = classifier(initialSchemas, List.of());
  }

  private Classifier classifier(List<FlowSchema> schemas, List<Flow> known) {
    return Classifier.of(
        schemas, levels::level, known, PriorityLevelConfigurations.CATCH_ALL, seed);
  }

  /// Takes over what the objects of the cluster say. The mandatory ones hold all the same when
  /// somebody has just deleted or changed them, and they are not mended yet.
  void configure(List<PriorityLevelConfiguration> given, List<FlowSchema> givenSchemas) {
    var objects = completed(given, InitialPriorityLevels.MANDATORY, (now, mandatory) -> true);
    var schemas =
        completed(
            givenSchemas,
            InitialFlowSchemas.MANDATORY,
            (now, mandatory) -> now.spec().equals(mandatory.spec()));
    List<Work> settled;
    lock.lock();
    try {
      settled = levels.configure(objects.stream().map(LevelConfig::of).toList(), clock.nanos());
      classifier = classifier(schemas, classifier.flows());
    } finally {
      lock.unlock();
    }
    wake(settled);
  }

  private static <T extends ApiObject> List<T> completed(
      List<T> given, List<T> mandatory, BiPredicate<T, T> holds) {
    var byName = new TreeMap<String, T>();
    given.forEach(it -> byName.put(it.metadata().name(), it));
    for (var one : mandatory) {
      var now = byName.get(one.metadata().name());
      if (now == null || !holds.test(now, one)) {
        byName.put(one.metadata().name(), one);
      }
    }
    return List.copyOf(byName.values());
  }

  /// Waits until the request may be worked on. Whoever comes back from here closes the ticket when
  /// the request is done with.
  ///
  /// @throws dev.podo.machinery.errors.ApiException `TooManyRequests` when there is no room for it
  public Ticket enter(Call call, WidthEstimate width) throws InterruptedException {
    var entry = classifier.classify(call.user(), call.info());
    var level = entry.flow().level();
    call.notes().header("X-Kubernetes-PF-FlowSchema-UID", entry.flow().uid());
    call.notes().header("X-Kubernetes-PF-PriorityLevel-UID", level.uid());
    var work = work(entry, call, width.of(call, level.maxWidth()));
    records.estimated(entry.flow().schema(), level.name(), work.width);
    var queued = 0;
    lock.lock();
    try {
      levels.arrive(work, work.arrived);
      var queue = work.queue;
      if (work.state == Work.State.WAITING && queue != null) {
        work.wake = new Promise<Boolean>(clock);
        queued = queue.waiting.size();
      }
    } finally {
      lock.unlock();
    }
    var promise = work.wake;
    if (promise != null) {
      records.queued(entry.flow().schema(), level.name(), queued);
      await(work, promise, patience(call.deadline()));
    }
    return admitted(work, call.info().isReadOnly());
  }

  private Work work(Classifier.Entry entry, Call call, WorkEstimate estimate) {
    var distinguisher = entry.distinguisher(call.user(), call.info());
    var hash = entry.hash(distinguisher);
    var work = new Work(entry.flow(), distinguisher, hash, estimate, clock.nanos());
    work.asked = new Work.Asked(call.user().name(), call.info());
    return work;
  }

  private Deadline patience(Deadline deadline) {
    var left = deadline.isNever() ? Duration.ofMinutes(1) : deadline.remaining(clock);
    return Deadline.after(clock, left.dividedBy(PATIENCE_PART));
  }

  private void await(Work work, Promise<Boolean> promise, Deadline until)
      throws InterruptedException {
    try {
      promise.await(until);
    } catch (TimeoutException late) {
      giveUp(work, Rejection.TIME_OUT);
    } catch (InterruptedException gone) {
      if (giveUp(work, Rejection.CANCELLED)) {
        records.rejected(work.flow.schema(), work.level.name(), Rejection.CANCELLED);
      } else {
        leave(work); // It was let in just now.
      }
      throw gone;
    }
  }

  private boolean giveUp(Work work, Rejection why) {
    var started = new ArrayList<Work>();
    lock.lock();
    try {
      return levels.giveUp(work, why, clock.nanos(), started);
    } finally {
      lock.unlock();
      wake(started);
    }
  }

  private Ticket admitted(Work work, boolean readOnly) {
    var flow = work.flow;
    var rejection = work.rejection;
    var executes = rejection == null;
    if (!flow.level().config().exempt()) {
      var waited = (executes ? work.started : clock.nanos()) - work.arrived;
      records.waited(flow.schema(), flow.level().name(), executes, Duration.ofNanos(waited));
    }
    if (rejection != null) {
      records.rejected(flow.schema(), flow.level().name(), rejection);
      throw ApiErrors.tooManyRequests(TOO_MANY, retryAfter(work.level));
    }
    records.dispatched(flow.schema(), flow.level().name());
    return new Ticket(this, work, readOnly);
  }

  private int retryAfter(Level level) {
    lock.lock();
    try {
      return level.retryAfter.turnedAway(Duration.ofNanos(clock.nanos()).toSeconds());
    } finally {
      lock.unlock();
    }
  }

  /// The request was answered; what it is taken to cost beyond that goes on.
  private void leave(Work work) {
    List<Work> started;
    lock.lock();
    try {
      if (work.state != Work.State.EXECUTING || work.answered) {
        return;
      }
      var now = clock.nanos();
      if (work.finalSeats > 0 && !work.level.config().exempt()) {
        started = levels.answered(work, now);
        clock.schedule(now + work.afterwards, () -> end(work));
      } else {
        started = levels.finish(work, now);
      }
    } finally {
      lock.unlock();
    }
    wake(started);
  }

  private void end(Work work) {
    List<Work> started;
    lock.lock();
    try {
      started = levels.finish(work, clock.nanos());
    } finally {
      lock.unlock();
    }
    wake(started);
  }

  private static void wake(List<Work> settled) {
    for (var work : settled) {
      var promise = work.wake;
      if (promise != null) {
        promise.complete(true);
      }
    }
  }

  /// A seat, until it is given back.
  public static final class Ticket implements AutoCloseable {
    private final FlowControl control;
    private final Work work;
    private final boolean readOnly;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Ticket(FlowControl control, Work work, boolean readOnly) {
      this.control = control;
      this.work = work;
      this.readOnly = readOnly;
    }

    /// Gives the seat back; once is enough.
    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        var took = Duration.ofNanos(control.clock.nanos() - work.started);
        control.records.executed(work.flow.schema(), work.flow.level().name(), readOnly, took);
        control.leave(work);
      }
    }
  }

  /// What a request is taken to cost.
  @FunctionalInterface
  public interface WidthEstimate {
    /// @param max how many seats are allowed to one request of its level
    WorkEstimate of(Call call, int max);
  }

  /// How it all stands now.
  public FlowSnapshot snapshot() {
    lock.lock();
    try {
      return FlowSnapshot.of(new View(levels, classifier.flows(), clock));
    } finally {
      lock.unlock();
    }
  }

  /// What there is, to be read only while it is looked at.
  record View(PriorityLevels levels, List<Flow> flows, Clock clock) {}
}
