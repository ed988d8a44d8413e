package dev.podo.node.pod;

import dev.podo.node.container.Sizes;
import dev.podo.node.runtime.Container;
import dev.podo.node.runtime.ContainerStatus;
import dev.podo.node.runtime.Image;
import dev.podo.node.runtime.SandboxStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All that is known of a pod on this node: what the runtime shows, what is under way, what went
/// wrong. One worker writes it; [PodStep] and [PodStatuses] only read.
final class Observed {
  private static final Comparator<ContainerStatus> OLDEST_FIRST =
      Comparator.comparingInt((ContainerStatus each) -> each.container().attempt())
          .thenComparing(each -> each.container().createdAt());

  private static final Set<String> RETRIED = Set.of("FailedMount", "CreateContainerConfigError");

  enum Volumes {
    MISSING,
    READY,
    TORN_DOWN
  }

  private final Map<String, List<ContainerStatus>> containers = new TreeMap<>();
  private final List<SandboxStatus> sandboxes = new ArrayList<>(1);
  private final Set<String> underWay = new HashSet<>(4);
  private final Map<String, Duration> stopping = new HashMap<>(2);
  private final Map<String, Health> health = new HashMap<>(2);
  private final Map<String, Image> images = new HashMap<>(2);
  private final Map<String, Trouble> troubles = new TreeMap<>();
  private final Map<String, CrashBackoff> backoffs = new HashMap<>(2);
  private final Set<String> hooksRunning = new HashSet<>(2);
  private final Set<String> crashesTold = new HashSet<>(2);
  private final Sizes sizes = new Sizes();
  private @Nullable Instant renewVolumesAt;
  private Volumes volumes = Volumes.MISSING;
  private @Nullable Ending ending;
  private boolean admitted;
  private boolean gone;
  private boolean finalStatusKnown;

  // ---- what the runtime shows

  void put(ContainerStatus status) {
    var all = containers.computeIfAbsent(status.container().name(), name -> new ArrayList<>(2));
    all.removeIf(each -> each.container().id().equals(status.container().id()));
    all.add(status);
    all.sort(OLDEST_FIRST);
  }

  void removeContainer(String id) {
    containers.values().forEach(all -> all.removeIf(each -> each.container().id().equals(id)));
    containers.values().removeIf(List::isEmpty);
    health.remove(id);
    stopping.remove(id);
    crashesTold.remove(id);
    troubles.remove(Verb.resizing(id));
    sizes.forget(id);
  }

  void put(SandboxStatus status) {
    sandboxes.removeIf(each -> each.sandbox().id().equals(status.sandbox().id()));
    sandboxes.add(status);
    sandboxes.sort(Comparator.comparingInt(each -> each.sandbox().attempt()));
  }

  void removeSandbox(String id) {
    sandboxes.removeIf(each -> each.sandbox().id().equals(id));
    var inIt =
        allContainers().stream()
            .filter(each -> each.container().sandboxId().equals(id))
            .map(each -> each.container().id())
            .toList();
    inIt.forEach(this::removeContainer);
  }

  /// The newest one; null when there is none.
  @Nullable SandboxStatus sandbox() {
    return sandboxes.isEmpty() ? null : sandboxes.getLast();
  }

  List<SandboxStatus> sandboxes() {
    return sandboxes;
  }

  /// The newest one, in whatever sandbox; null when it was never made.
  @Nullable ContainerStatus latest(String name) {
    var all = containers.get(name);
    return all == null ? null : all.getLast();
  }

  /// The newest one in the newest sandbox.
  @Nullable ContainerStatus current(String name) {
    var latest = latest(name);
    var sandbox = sandbox();
    return latest != null
            && sandbox != null
            && latest.container().sandboxId().equals(sandbox.sandbox().id())
        ? latest
        : null;
  }

  /// Oldest first.
  List<ContainerStatus> history(String name) {
    return containers.getOrDefault(name, List.of());
  }

  List<ContainerStatus> allContainers() {
    return containers.values().stream().flatMap(List::stream).toList();
  }

  boolean runsAnything() {
    for (var all : containers.values()) {
      for (var each : all) {
        if (each.container().isRunning()) {
          return true;
        }
      }
    }
    return false;
  }

  static boolean hasEnded(ContainerStatus status) {
    var state = status.container().state();
    return state == Container.State.EXITED || state == Container.State.UNKNOWN;
  }

  // ---- what is under way

  void begin(Verb verb) {
    underWay.add(verb.subject());
    if (verb instanceof Verb.StopContainer stop) {
      stopping.put(stop.containerId(), stop.grace());
    }
  }

  void end(Verb verb) {
    underWay.remove(verb.subject());
  }

  /// What was under way did not succeed and may be begun anew.
  void fail(Verb verb) {
    end(verb);
    if (verb instanceof Verb.StopContainer stop) {
      stopping.remove(stop.containerId());
    }
  }

  boolean isUnderWay(String subject) {
    return underWay.contains(subject);
  }

  boolean isAnythingUnderWay() {
    return !underWay.isEmpty();
  }

  /// The grace with which a container is being stopped; null when it is not.
  @Nullable Duration stoppingGrace(String containerId) {
    return stopping.get(containerId);
  }

  void hookBegins(String containerId) {
    hooksRunning.add(containerId);
  }

  void hookEnds(String containerId) {
    hooksRunning.remove(containerId);
  }

  boolean isHookRunning(String containerId) {
    return hooksRunning.contains(containerId);
  }

  // ---- what was found and what went wrong

  void health(String containerId, Health now) {
    health.put(containerId, now);
  }

  Health health(String containerId) {
    return health.getOrDefault(containerId, Health.UNPROBED);
  }

  void image(String container, @Nullable Image image) {
    if (image == null) {
      images.remove(container);
    } else {
      images.put(container, image);
    }
  }

  @Nullable Image image(String container) {
    return images.get(container);
  }

  /// @param subject a container's name, [Verb#SANDBOX] or [Verb#VOLUMES]
  void trouble(String subject, @Nullable Trouble trouble) {
    if (trouble == null) {
      troubles.remove(subject);
    } else {
      troubles.put(subject, trouble);
    }
  }

  @Nullable Trouble trouble(String subject) {
    return troubles.get(subject);
  }

  void backoff(String subject, CrashBackoff backoff) {
    backoffs.put(subject, backoff);
  }

  CrashBackoff backoff(String subject) {
    return backoffs.getOrDefault(subject, CrashBackoff.NONE);
  }

  void crashTold(String containerId) {
    crashesTold.add(containerId);
  }

  boolean isCrashTold(String containerId) {
    return crashesTold.contains(containerId);
  }

  Sizes sizes() {
    return sizes;
  }

  // ---- where the pod is in its life

  /// When the volumes have to be looked at again: a token is renewed, something has changed.
  void renewVolumesAt(@Nullable Instant at) {
    renewVolumesAt = at;
  }

  @Nullable Instant renewVolumesAt() {
    return renewVolumesAt;
  }

  /// Something that was missing may be there now: what waits for it is tried at once.
  void retryNow() {
    troubles.values().removeIf(each -> RETRIED.contains(each.reason()));
  }

  void volumes(Volumes now) {
    volumes = now;
  }

  Volumes volumes() {
    return volumes;
  }

  void ending(Ending why) {
    ending = why;
  }

  @Nullable Ending ending() {
    return ending;
  }

  void admit() {
    admitted = true;
  }

  boolean isAdmitted() {
    return admitted;
  }

  /// The object is no longer in the API.
  void gone() {
    gone = true;
  }

  boolean isGone() {
    return gone;
  }

  /// Whether the API knows how everything ended.
  void finalStatusKnown(boolean known) {
    finalStatusKnown = known;
  }

  boolean isFinalStatusKnown() {
    return finalStatusKnown;
  }
}
