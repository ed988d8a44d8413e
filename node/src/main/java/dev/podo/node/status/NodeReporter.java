package dev.podo.node.status;

import dev.podo.client.Api;
import dev.podo.client.WriteOptions;
import dev.podo.client.events.EventRecorder;
import dev.podo.foundation.Backoff;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.model.core.v1.Node;
import dev.podo.node.eviction.PressureCondition;
import dev.podo.node.runtime.Image;
import dev.podo.node.runtime.Runtime;
import dev.podo.node.runtime.RuntimeFailure;
import dev.podo.node.runtime.RuntimeInfo;
import dev.podo.node.work.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Registers the node, and keeps its status true: at once when something changes, and every five
/// minutes in any case.
public final class NodeReporter {
  private static final System.Logger LOG = System.getLogger(NodeReporter.class.getName());
  private static final Duration PERIOD = Duration.ofMinutes(5);
  private static final Backoff BACKOFF =
      Backoff.exponential(Duration.ofMillis(200), Duration.ofSeconds(7));
  private static final WriteOptions AS_KUBELET = WriteOptions.as("kubelet");

  private final Api api;
  private final Runtime runtime;
  private final NodeDescription node;
  private final NodeStatuses statuses;
  private final EventRecorder events;
  private final Scope scope;
  private final Clock clock;
  private final Loop loop;
  private final Runnable registered;
  private final Supplier<Set<PressureCondition>> pressure;
  private @Nullable Node known;
  private volatile @Nullable Boolean ready;
  private volatile boolean overruled;
  private int failures;

  /// @param registration where it lives, and whom it tells that the Node is in the API
  public NodeReporter(
      Api api,
      Runtime runtime,
      NodeStatuses statuses,
      NodeDescription node,
      EventRecorder events,
      Registration registration) {
    this.api = api;
    this.runtime = runtime;
    this.statuses = statuses;
    this.node = node;
    this.events = events;
    this.scope = registration.scope();
    this.registered = registration.done();
    this.pressure = registration.pressure();
    this.clock = scope.environment().clock();
    this.loop = new Loop(scope, "status of " + node.name(), this::report);
  }

  /// @param done is run when the Node is in the API
  /// @param pressure what the node is short of
  public record Registration(
      Scope scope, Runnable done, Supplier<Set<PressureCondition>> pressure) {}

  /// Begins, or looks again at once.
  public void wake() {
    loop.wake();
  }

  private Deadline report() throws InterruptedException {
    try {
      write();
      failures = 0;
      return Deadline.after(clock, PERIOD);
    } catch (ApiException e) {
      known = null;
      failures++;
      LOG.log(
          failures < 5 ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
          "telling the status of node {0} failed ({1} times in a row): {2}",
          node.name(),
          failures,
          e.getMessage());
      return Deadline.after(clock, BACKOFF.delay(failures, scope.environment().random()));
    }
  }

  private void write() throws InterruptedException {
    var asked = overruled;
    overruled = false;
    var current = known == null || asked ? register() : known;
    var info = info();
    var status = statuses.of(current, info, images(), pressure.get(), clock.now());
    var now = info.ready() && info.networkReady();
    known = api.updateStatus(Nodes.KIND, current.withStatus(status), AS_KUBELET);
    if (ready == null || ready != now) {
      var reason = now ? "NodeReady" : "NodeNotReady";
      var text = "Node " + node.name() + " status is now: " + reason;
      events.event(known, EventRecorder.NORMAL, reason, text);
    }
    ready = now;
    tellPressure(current, known);
  }

  /// A change of what it is short of; that a new node is short of nothing goes without saying.
  private void tellPressure(Node before, Node after) {
    for (var each : PressureCondition.values()) {
      var holds = holds(after, each);
      if (holds != holds(before, each)) {
        var reason = "NodeHas" + each.reason(holds);
        var text = "Node " + node.name() + " status is now: " + reason;
        events.event(after, EventRecorder.NORMAL, reason, text);
      }
    }
  }

  private static boolean holds(Node node, PressureCondition condition) {
    var found = Nodes.condition(node, condition.type());
    return found != null && found.status().equals("True");
  }

  private Node register() {
    var initial = statuses.initial();
    try {
      var created = api.create(Nodes.KIND, initial, AS_KUBELET);
      events.event(created, EventRecorder.NORMAL, "Starting", "Starting kubelet.");
      registered.run();
      return created;
    } catch (ApiException e) {
      if (!e.isAlreadyExists()) {
        throw e;
      }
    }
    var present = api.get(Nodes.KIND, "", node.name());
    var wanted = statuses.withLabels(present);
    var current = wanted.equals(present) ? present : api.update(Nodes.KIND, wanted, AS_KUBELET);
    registered.run();
    return current;
  }

  /// A runtime that does not answer is a runtime that is down.
  private RuntimeInfo info() throws InterruptedException {
    try {
      return runtime.info();
    } catch (RuntimeFailure e) {
      return new RuntimeInfo("unknown", "unknown", false, false, e.text());
    }
  }

  private List<Image> images() throws InterruptedException {
    try {
      return runtime.images().list();
    } catch (RuntimeFailure e) {
      return List.of();
    }
  }

  /// Tells the status anew if the runtime works no longer as it did when it was last told, or if
  /// the node was taken for dead meanwhile.
  ///
  /// @param afterSilence whether others may have said that nothing is known of this node
  public void check(boolean afterSilence) throws InterruptedException {
    if (afterSilence) {
      overruled = true;
      loop.wake();
      return;
    }
    var info = info();
    var now = info.ready() && info.networkReady();
    if (ready != null && ready != now) {
      loop.wake();
    }
  }
}
