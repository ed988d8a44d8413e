package dev.podo.node.eviction;

import dev.podo.client.events.EventRecorder;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.core.v1.ObjectReference;
import dev.podo.model.core.v1.Pod;
import dev.podo.node.host.Host;
import dev.podo.node.runtime.Runtime;
import dev.podo.node.runtime.RuntimeFailure;
import dev.podo.node.volumes.PodDirectories;
import dev.podo.node.work.Loop;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks every few seconds at what is left of the node. When it is too little it cleans up, and
/// where that is not enough it evicts pods, one at a time: what the first one gives back has to
/// show before a second one goes.
public final class EvictionLoop {
  private static final System.Logger LOG = System.getLogger(EvictionLoop.class.getName());

  private final Ports ports;
  private final EvictionSettings settings;
  private final Usages usages;
  private final Clock clock;
  private final Loop loop;
  private volatile Pressure pressure = Pressure.NONE;

  /// @param node whom Events are about
  public record Ports(
      Runtime runtime,
      Host host,
      PodDirectories directories,
      Residents pods,
      EventRecorder events,
      ObjectReference node) {}

  /// The node's pods, and what else it acts upon.
  public interface Residents {
    /// Those that run or are about to.
    List<Pod> active();

    /// Ends a pod at once.
    void evict(Pod pod, String message);

    /// Whether a pod that was evicted still has something running.
    boolean isEvicting();

    /// Removes the images that nothing uses.
    void removeUnusedImages() throws InterruptedException;

    /// The conditions have changed.
    void pressureChanged();
  }

  public EvictionLoop(Ports ports, EvictionSettings settings, Scope scope) {
    this.ports = ports;
    this.settings = settings;
    this.usages = new Usages(ports.runtime(), ports.host(), ports.directories());
    this.clock = scope.environment().clock();
    this.loop = new Loop(scope, "eviction", this::look);
  }

  public void start() {
    loop.wake();
  }

  /// What the node is short of, as last seen.
  public Set<PressureCondition> conditions() {
    return pressure.conditions();
  }

  private Deadline look() throws InterruptedException {
    try {
      step();
    } catch (RuntimeFailure | IOException e) {
      LOG.log(
          System.Logger.Level.DEBUG, "what is left of the node is not known: {0}", e.getMessage());
    }
    return Deadline.after(clock, settings.period());
  }

  /// Looks once.
  void step() throws IOException, InterruptedException {
    var usage = usages.ofNode();
    note(pressure.next(usage, settings, clock.now()));
    if (ports.pods().isEvicting() || enforceLimits() || pressure.met().isEmpty()) {
      return;
    }
    var threshold = pressure.met().getFirst();
    ports
        .events()
        .event(
            ports.node(),
            EventRecorder.WARNING,
            "EvictionThresholdMet",
            "Attempting to reclaim " + threshold.signal().resource());
    if (threshold.signal().isDisk()) {
      ports.pods().removeUnusedImages();
      usage = usages.ofNode();
      var left = pressure.next(usage, settings, clock.now());
      if (left.met().isEmpty()) {
        return;
      }
      threshold = left.met().getFirst();
    }
    evictOne(threshold, usage);
  }

  private void note(Pressure now) {
    var before = pressure.conditions();
    pressure = now;
    if (!before.equals(now.conditions())) {
      ports.pods().pressureChanged();
    }
  }

  /// @return whether a pod has to go
  private boolean enforceLimits() throws IOException, InterruptedException {
    var limited = ports.pods().active().stream().filter(StorageLimits::has).toList();
    if (limited.isEmpty()) {
      return false;
    }
    var any = false;
    for (var usage : usages.of(limited)) {
      var why = StorageLimits.exceeded(usage);
      if (why != null) {
        ports.pods().evict(usage.pod(), why);
        any = true;
      }
    }
    return any;
  }

  private void evictOne(Threshold threshold, NodeUsage usage)
      throws IOException, InterruptedException {
    var pods = ports.pods().active().stream().filter(each -> !Pods.isTerminating(each)).toList();
    var ranked = Ranking.of(threshold.signal(), usages.of(pods));
    if (ranked.isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the node is low on {0} and no pod can be evicted",
          threshold.signal().resource());
      return;
    }
    var victim = ranked.getFirst();
    var message = EvictionMessages.of(threshold, usage.of(threshold.signal()), victim);
    LOG.log(
        System.Logger.Level.WARNING,
        "pod {0}/{1} is evicted: {2}",
        victim.pod().metadata().namespace(),
        victim.pod().metadata().name(),
        message);
    ports.pods().evict(victim.pod(), message);
  }

  /// Why a pod is not taken while the node is as it is; null when it is taken.
  public @Nullable String refuses(Pod pod) {
    return AdmissionUnderPressure.refuses(pod, pressure.conditions());
  }
}
