package dev.podo.scheduler;

import dev.podo.client.Api;
import dev.podo.client.events.EventRecorder;
import dev.podo.client.informer.Informer;
import dev.podo.client.informer.Informers;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.foundation.Signal;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.ApiObject;
import dev.podo.model.core.v1.Namespace;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.Pod;
import dev.podo.scheduler.decision.Chooser;
import dev.podo.scheduler.decision.Decision;
import dev.podo.scheduler.decision.FitError;
import dev.podo.scheduler.preemption.Preemption;
import dev.podo.scheduler.preemption.Preemptor;
import dev.podo.scheduler.queue.Waiting;
import dev.podo.scheduler.state.PodState;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Gives pods their nodes.
public final class Scheduler {
  private static final System.Logger LOG = System.getLogger(Scheduler.class.getName());

  /// How many pods are tried before changes are looked at again.
  private static final int TRIES_PER_LOOK = 32;

  private final Clock clock;
  private final Signal wake;
  private final Knowledge knowledge;
  private final Chooser chooser;
  private final Writer writer;
  private final Source<Pod> pods;
  private final Source<Node> nodes;
  private final Source<Namespace> namespaces;
  private final ConcurrentLinkedQueue<Failed> failed = new ConcurrentLinkedQueue<>();

  /// A binding that did not succeed.
  private record Failed(PodState pod, int attempts, ApiException error) {}

  /// A cache and what changed in it.
  private record Source<T extends ApiObject>(Informer<T> informer, DirtyKeys dirty) {
    static <T extends ApiObject> Source<T> of(Informer<T> informer, Runnable wake, Scope scope) {
      var source = new Source<>(informer, new DirtyKeys(wake));
      scope.onClose(informer.listen(source.dirty()::note));
      return source;
    }
  }

  private Scheduler(
      Api api, Informers informers, Environment environment, Scope scope, SchedulerConfig config) {
    this.clock = environment.clock();
    this.wake = new Signal(clock);
    this.knowledge = new Knowledge(config.name());
    this.chooser = new Chooser(config.percentageOfNodesToScore(), environment.random());
    var events = EventRecorder.start(api, config.name(), "", scope);
    this.writer = new Writer(api, events, config, scope);
    this.namespaces = Source.of(informers.of(Namespaces.KIND), wake::raise, scope);
    this.nodes = Source.of(informers.of(Nodes.KIND), wake::raise, scope);
    this.pods = Source.of(informers.of(Pods.KIND), wake::raise, scope);
  }

  /// Starts scheduling until the scope closes; returns at once.
  public static void start(Api api, Informers informers, Environment environment, Scope scope) {
    start(api, informers, environment, scope, SchedulerConfig.defaults());
  }

  public static void start(
      Api api, Informers informers, Environment environment, Scope scope, SchedulerConfig config) {
    var scheduler = new Scheduler(api, informers, environment, scope, config);
    scheduler.writer.start();
    scope.fork("scheduler", scheduler::run);
  }

  private void run() throws InterruptedException {
    namespaces.informer().awaitSynced(Deadline.never());
    nodes.informer().awaitSynced(Deadline.never());
    pods.informer().awaitSynced(Deadline.never());
    while (true) {
      look();
      if (!tryPods()) {
        wake.awaitUntil(this::hasNews, nextDue());
      }
    }
  }

  private boolean hasNews() {
    return !pods.dirty().isEmpty()
        || !nodes.dirty().isEmpty()
        || !namespaces.dirty().isEmpty()
        || !failed.isEmpty();
  }

  private Deadline nextDue() {
    var due = knowledge.queue().nextDue();
    return due.isPresent() ? new Deadline(due.getAsLong()) : Deadline.never();
  }

  /// Takes in what changed since the last look.
  private void look() {
    var now = clock.nanos();
    // Nodes before pods: a pod's node should be known when it is placed there.
    for (var key : namespaces.dirty().take()) {
      knowledge.namespace(key.name(), namespaces.informer().snapshot().get(key));
    }
    for (var key : nodes.dirty().take()) {
      knowledge.node(key.name(), nodes.informer().snapshot().get(key), now);
    }
    for (var key : pods.dirty().take()) {
      knowledge.pod(key, pods.informer().snapshot().get(key), now);
    }
    for (var each = failed.poll(); each != null; each = failed.poll()) {
      takeBack(each, now);
    }
  }

  private void takeBack(Failed each, long now) {
    var gone = each.error().isNotFound() || each.error().isConflict();
    LOG.log(
        gone ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
        "binding {0} failed: {1}",
        each.pod(),
        each.error().getMessage());
    var current = pods.informer().snapshot().get(each.pod().namespace(), each.pod().name());
    knowledge.takeBack(each.pod(), current, each.attempts(), now);
  }

  /// @return whether there was any
  private boolean tryPods() throws InterruptedException {
    for (var i = 0; i < TRIES_PER_LOOK; i++) {
      var waiting = knowledge.queue().next(clock.nanos());
      if (waiting == null) {
        return i > 0;
      }
      attempt(waiting);
    }
    return true;
  }

  private void attempt(Waiting waiting) throws InterruptedException {
    switch (chooser.choose(waiting.pod(), knowledge.cluster())) {
      case Decision.Fits(var node, int of) -> bind(waiting, node.name());
      case Decision.Unfit(var error) -> park(waiting, error);
    }
  }

  private void bind(Waiting waiting, String node) throws InterruptedException {
    var attempts = waiting.attempts();
    var assumed = waiting.pod().on(node);
    knowledge.assume(assumed, clock.nanos());
    writer.bind(
        assumed,
        node,
        (pod, error) -> {
          failed.add(new Failed(pod, attempts, error));
          wake.raise();
        });
  }

  private void park(Waiting waiting, FitError error) throws InterruptedException {
    var pod = waiting.pod();
    var preemption = Preemptor.find(pod, error, knowledge.cluster());
    var message =
        switch (preemption) {
          case Preemption.Useless(var why) -> error.message() + " " + why;
          case Preemption.Victims any -> error.message();
        };
    String nominated = null;
    if (preemption instanceof Preemption.Victims victims) {
      nominated = victims.node().name();
      knowledge.cluster().nominate(pod, nominated);
      writer.preempt(pod, victims, clock.now());
    }
    writer.tellUnschedulable(pod.pod(), "Unschedulable", message, nominated, clock.now());
    knowledge.queue().park(waiting, error.filters(), clock.nanos());
  }
}
