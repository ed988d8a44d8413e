package dev.podo.node.simulated;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Promise;
import dev.podo.node.runtime.ContainerConfig;
import dev.podo.node.runtime.ContainerStatus;
import dev.podo.node.runtime.Resources;
import dev.podo.node.runtime.RuntimeEvent;
import dev.podo.node.runtime.RuntimeFailure;
import dev.podo.node.runtime.SandboxConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The sandboxes and containers of one simulated node, under one lock.
final class SimulatedState {
  /// By SIGTERM or SIGKILL.
  private static final int KILLED = 137;

  private static final HexFormat HEX = HexFormat.of();
  private static final String ZEROES = "0".repeat(32); // identifiers have 64 digits, as real ones

  private final Clock clock;
  private final int node;
  private final Addresses addresses;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, SimulatedSandbox> sandboxes = new LinkedHashMap<>();
  private final Map<String, SimulatedContainer> containers = new LinkedHashMap<>();
  private final CopyOnWriteArrayList<Consumer<RuntimeEvent>> listeners =
      new CopyOnWriteArrayList<>();
  private long made;

  SimulatedState(Clock clock, int node) {
    this.clock = clock;
    this.node = node;
    this.addresses = new Addresses(node);
  }

  Clock clock() {
    return clock;
  }

  Instant now() {
    return clock.now();
  }

  AutoCloseable onEvent(Consumer<RuntimeEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  void forgetListeners() {
    listeners.clear();
  }

  /// Runs under the lock.
  <T> T guarded(Function<SimulatedState, T> action) {
    lock.lock();
    try {
      return action.apply(this);
    } finally {
      lock.unlock();
    }
  }

  // ---- sandboxes

  String createSandbox(SandboxConfig config) {
    return guarded(state -> {
      var ip = config.network().host() ? "" : addresses.take();
      var sandbox = new SimulatedSandbox(nextId(), config, ip, now());
      sandboxes.put(sandbox.id, sandbox);
      return sandbox.id;
    });
  }

  SimulatedSandbox sandbox(String id) {
    var found = guarded(state -> sandboxes.get(id));
    if (found == null) {
      throw RuntimeFailure.notFound("sandbox \"" + id + "\"");
    }
    return found;
  }

  List<SimulatedSandbox> sandboxes() {
    return guarded(state -> List.copyOf(sandboxes.values()));
  }

  /// @return whether there was such a sandbox, and it was ready
  boolean stopSandbox(String id) {
    for (var container : containersOf(id)) {
      end(container, KILLED, "");
    }
    var stopped =
        guarded(state -> {
          var sandbox = sandboxes.get(id);
          if (sandbox == null || !sandbox.stop()) {
            return null;
          }
          if (!sandbox.ip.isEmpty()) {
            addresses.giveBack(sandbox.ip);
          }
          return sandbox;
        });
    if (stopped != null) {
      tell(RuntimeEvent.Type.SANDBOX_STOPPED, stopped, "");
    }
    return stopped != null;
  }

  void removeSandbox(String id) {
    stopSandbox(id);
    guarded(state -> {
      containers.values().removeIf(each -> each.sandbox.id.equals(id));
      return sandboxes.remove(id) != null;
    });
  }

  // ---- containers

  String createContainer(String sandboxId, ContainerConfig config) {
    var sandbox = sandbox(sandboxId);
    if (!sandbox.isReady()) {
      throw new RuntimeFailure(
          RuntimeFailure.Kind.NOT_RUNNING, "sandbox \"" + sandboxId + "\" is not running");
    }
    return guarded(state -> {
      var container = new SimulatedContainer(nextId(), sandbox, config, now());
      containers.put(container.id, container);
      return container.id;
    });
  }

  SimulatedContainer container(String id) {
    var found = guarded(state -> containers.get(id));
    if (found == null) {
      throw RuntimeFailure.notFound("container \"" + id + "\"");
    }
    return found;
  }

  @Nullable SimulatedContainer findContainer(String id) {
    return guarded(state -> containers.get(id));
  }

  List<SimulatedContainer> containers() {
    return guarded(state -> List.copyOf(containers.values()));
  }

  List<SimulatedContainer> containersOf(String sandboxId) {
    return guarded(state -> {
      var out = new ArrayList<SimulatedContainer>(1);
      for (var each : containers.values()) {
        if (each.sandbox.id.equals(sandboxId)) {
          out.add(each);
        }
      }
      return out;
    });
  }

  /// Whether everything behind an address is well.
  boolean isWell(String ip) {
    var at = now();
    return guarded(state ->
        containers.values().stream()
            .filter(each -> each.sandbox.isReady() && each.sandbox.ip.equals(ip))
            .anyMatch(each -> each.isWell(at)));
  }

  void start(SimulatedContainer container) {
    guarded(state -> {
      container.start(now());
      return true;
    });
    tell(RuntimeEvent.Type.CONTAINER_STARTED, container.sandbox, container.id);
    var lives = container.script.exitAfter();
    if (lives != null) {
      container.exitTimer(
          clock.schedule(
              clock.nanos() + lives.toNanos(),
              () -> end(container, container.script.exitCode(), container.script.exitReason())));
    }
  }

  void end(SimulatedContainer container, int code, String reason) {
    var ran = guarded(state -> container.end(now(), code, reason));
    if (ran) {
      tell(RuntimeEvent.Type.CONTAINER_STOPPED, container.sandbox, container.id);
    }
  }

  /// Ends it after its stop delay, or by force when its grace is over.
  void resize(SimulatedContainer container, Resources resources) {
    guarded(state -> {
      container.resources(resources);
      return true;
    });
  }

  void stop(SimulatedContainer container, Duration grace) throws InterruptedException {
    if (!guarded(state -> container.isRunning())) {
      return;
    }
    var delay = container.script.stopDelay();
    var obeys = delay.compareTo(grace) <= 0;
    var wait = obeys ? delay : grace;
    if (!wait.isZero()) {
      awaitEnd(container, wait);
    }
    end(container, obeys ? container.script.exitCode() : KILLED, "");
  }

  private void awaitEnd(SimulatedContainer container, Duration wait) throws InterruptedException {
    Promise<Boolean> ended = guarded(state -> container.ended(clock));
    try {
      ended.await(Deadline.after(clock, wait));
    } catch (TimeoutException stillRuns) {
      // as its script says
    }
  }

  void removeContainer(String id) {
    guarded(state -> {
      var container = containers.get(id);
      if (container != null && container.isRunning()) {
        throw new RuntimeFailure(RuntimeFailure.Kind.OTHER, "container \"" + id + "\" is running");
      }
      return containers.remove(id) != null;
    });
  }

  ContainerStatus status(SimulatedContainer container, String image) {
    return guarded(state -> container.status(image));
  }

  private void tell(RuntimeEvent.Type type, SimulatedSandbox sandbox, String containerId) {
    var event = new RuntimeEvent(type, sandbox.config.pod().uid(), sandbox.id, containerId);
    listeners.forEach(each -> each.accept(event));
  }

  private String nextId() {
    return HEX.toHexDigits((long) node) + ZEROES + HEX.toHexDigits(++made);
  }
}
