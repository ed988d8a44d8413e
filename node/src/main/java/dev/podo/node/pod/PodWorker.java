package dev.podo.node.pod;

import dev.podo.foundation.Deadline;
import dev.podo.machinery.errors.ApiException;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Pod;
import dev.podo.node.container.PodFacts;
import dev.podo.node.container.Sizes;
import dev.podo.node.runtime.PodId;
import dev.podo.node.runtime.RuntimeFailure;
import dev.podo.node.runtime.SandboxStatus;
import dev.podo.node.volumes.MountFailure;
import dev.podo.node.work.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Brings one pod of the node to where it should be, and keeps its status in the API true.
///
/// Everything it knows is in [Observed], which only its loop touches: news from outside and results
/// of what ran elsewhere are noted there first, then [PodStep] says what to do next, until it says
/// to wait. It holds no thread while it waits.
public final class PodWorker {
  private static final System.Logger LOG = System.getLogger(PodWorker.class.getName());
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final PodServices services;
  private final PodId id;
  private final Loop loop;
  private final Observed observed = new Observed();
  private final ConcurrentLinkedQueue<Note> news = new ConcurrentLinkedQueue<>();
  private final SandboxEffects sandboxes;
  private final ContainerEffects containers;
  private final StatusWriter statuses;
  private final PodProbes probes;
  private final Owner owner;
  private volatile Pod pod;
  private volatile boolean waitsForRoom;
  private boolean forgotten;

  /// Something to note, on the loop's thread.
  private interface Note {
    void note() throws InterruptedException;
  }

  /// Whom the worker asks and tells.
  public interface Owner {
    /// Whether the node takes the pod, asked once before it begins.
    ///
    /// @return why not; null when it does
    @Nullable Rejection admit(Pod pod);

    /// Whether the node has room for what a changed pod wants.
    ///
    /// @return why not; null when it has, which then is the pod's
    Sizes.@Nullable Refusal resize(Pod pod);

    /// Nothing of the pod runs any more: what it had is free.
    void over(PodId pod);

    /// Nothing of the pod is left.
    void forget(PodId pod);
  }

  /// Why a node does not take a pod.
  ///
  /// @param reason as in the status
  public record Rejection(String reason, String message) {}

  public PodWorker(PodServices services, Pod pod, Owner owner) {
    var meta = pod.metadata();
    this.services = services;
    this.id = new PodId(meta.namespace(), meta.name(), meta.uid());
    this.pod = pod;
    this.owner = owner;
    this.loop = new Loop(services.scope(), "pod " + id.namespace() + "/" + id.name(), this::run);
    this.sandboxes = new SandboxEffects(services, id);
    this.containers = new ContainerEffects(services);
    this.statuses = new StatusWriter(services);
    this.probes = new PodProbes(services, what -> note(what::run));
  }

  static PodFacts facts(PodServices services, Pod pod, Observed observed) {
    var sandbox = observed.sandbox();
    var ips =
        pod.spec().hostNetwork()
            ? services.hostIps()
            : sandbox == null ? List.<String>of() : sandbox.ips();
    return new PodFacts(pod, ips, services.hostIps(), services.settings().allocatable());
  }

  // ---- told from outside

  public PodId id() {
    return id;
  }

  /// The pod as last seen.
  public Pod pod() {
    return pod;
  }

  /// What an earlier agent left running. To be called before the first [#wake].
  ///
  /// @param foundContainers their ids
  public void adopt(List<SandboxStatus> found, List<String> foundContainers) {
    news.add(() -> {
      found.forEach(observed::put);
      for (var each : foundContainers) {
        look(each);
      }
      observed.admit();
      observed.sizes().adopt(pod);
      if (pod.status().reason().equals(Ending.EVICTED)) {
        observed.ending(Ending.evicted(pod.status().message()));
      }
      if (found.stream().anyMatch(each -> each.sandbox().ready())) {
        probes.adopt(pod, observed);
      }
    });
  }

  /// Others have less than they had.
  public void roomAgain() {
    if (waitsForRoom) {
      loop.wake();
    }
  }

  /// Sets to work.
  public void wake() {
    loop.wake();
  }

  /// The object has changed.
  public void update(Pod now) {
    if (now.metadata().resourceVersion().equals(pod.metadata().resourceVersion())) {
      return; // our own write, come back
    }
    note(() -> {
      if (isNewer(now)) {
        if (!sameForDownwardApi(now)) {
          observed.renewVolumesAt(services.clock().now());
        }
        pod = now;
      }
    });
  }

  private boolean sameForDownwardApi(Pod now) {
    return now.metadata().labels().equals(pod.metadata().labels())
        && now.metadata().annotations().equals(pod.metadata().annotations());
  }

  /// The object is gone.
  public void gone() {
    note(observed::gone);
  }

  /// It has to go, so that the node can go on.
  public void evict(String message) {
    note(() -> {
      if (!PodStep.mustEnd(pod, observed)) {
        observed.ending(Ending.evicted(message));
        new Happenings(services.events(), pod).warn(Ending.EVICTED, message);
      }
    });
  }

  /// Something that it refers to has changed.
  public void referenceChanged() {
    note(() -> {
      observed.renewVolumesAt(services.clock().now());
      observed.retryNow();
    });
  }

  /// Something happened to its sandbox or to one of its containers.
  ///
  /// @param containerId "" for the sandbox
  public void lookAt(String containerId) {
    note(() -> look(containerId));
  }

  /// Anything may have happened.
  public void lookAtAll() {
    note(() -> {
      look("");
      for (var each : observed.allContainers()) {
        look(each.container().id());
      }
    });
  }

  private void note(Note what) {
    news.add(what);
    loop.wake();
  }

  private boolean isNewer(Pod now) {
    return version(now) >= version(pod);
  }

  private static long version(Pod pod) {
    var text = pod.metadata().resourceVersion();
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  private void look(String containerId) throws InterruptedException {
    if (containerId.isEmpty()) {
      for (var each : List.copyOf(observed.sandboxes())) {
        lookAtSandbox(each.sandbox().id());
      }
      return;
    }
    var status = services.reader().read(containerId);
    if (status == null) {
      observed.removeContainer(containerId);
    } else {
      observed.put(status);
    }
  }

  private void lookAtSandbox(String sandboxId) throws InterruptedException {
    try {
      observed.put(services.runtime().sandboxes().status(sandboxId));
    } catch (RuntimeFailure e) {
      if (!e.isNotFound()) {
        throw e;
      }
      observed.removeSandbox(sandboxId);
    }
  }

  // ---- the loop

  private Deadline run() throws InterruptedException {
    if (forgotten) {
      return Deadline.never();
    }
    try {
      drainNews();
      admit();
      resize();
      return proceed();
    } catch (RuntimeFailure | ApiException e) {
      LOG.log(System.Logger.Level.WARNING, "pod {0}: {1}; again soon", id, e.getMessage());
      return Deadline.after(services.clock(), RETRY);
    }
  }

  private void drainNews() throws InterruptedException {
    for (var note = news.peek(); note != null; note = news.peek()) {
      note.note();
      news.poll(); // only now: a note that failed is tried again
    }
  }

  private void admit() {
    if (observed.isAdmitted()) {
      return;
    }
    var rejection = PodStep.mustEnd(pod, observed) ? null : owner.admit(pod);
    observed.admit();
    observed.sizes().grant(pod);
    if (rejection != null) {
      observed.ending(new Ending(rejection.reason(), rejection.message()));
      new Happenings(services.events(), pod).warn(rejection.reason(), rejection.message());
    }
  }

  private void resize() {
    if (!PodStep.mustEnd(pod, observed)) {
      observed.sizes().ask(pod, owner::resize);
    }
    waitsForRoom = observed.sizes().refused() != null;
  }

  private Deadline proceed() throws InterruptedException {
    while (!forgotten) {
      var now = services.clock().now();
      // Before anything is decided or told: a container that has just been started is not well yet.
      probes.follow(pod, observed);
      var verb = PodStep.next(pod, observed, now);
      if (verb instanceof Verb.Await(var until)) {
        renewVolumes(now);
        if (statuses.write(pod, observed, this::take) == StatusWriter.Outcome.GONE) {
          observed.gone();
        } else if (noteWhetherOver()) {
          return deadline(earliest(until, observed.renewVolumesAt()));
        }
      } else {
        perform(verb);
      }
    }
    return Deadline.never();
  }

  /// @return false when that changes what is to be done next
  private boolean noteWhetherOver() {
    var over = PodStatuses.isOver(pod, observed);
    if (over && !observed.isFinalStatusKnown()) {
      observed.finalStatusKnown(true);
      owner.over(id);
      return false;
    }
    return true;
  }

  private void take(Pod written) {
    if (!isNewer(written)) {
      return;
    }
    var before = pod;
    pod = written;
    // What others had changed came along with our write, and will not be told again when that comes
    // back through the cache.
    if (!sameForDownwardApi(before)) {
      observed.renewVolumesAt(services.clock().now());
    }
    if (!asksTheSame(before, written)) {
      loop.wake();
    }
  }

  private boolean asksTheSame(Pod before, Pod now) {
    var was = before.metadata();
    var is = now.metadata();
    return before.spec().equals(now.spec())
        && sameForDownwardApi(before)
        && Objects.equals(was.deletionTimestamp(), is.deletionTimestamp())
        && Objects.equals(was.deletionGracePeriodSeconds(), is.deletionGracePeriodSeconds());
  }

  private void renewVolumes(Instant now) {
    var renewAt = observed.renewVolumesAt();
    if (renewAt == null
        || now.isBefore(renewAt)
        || observed.volumes() != Observed.Volumes.READY
        || PodStep.mustEnd(pod, observed)) {
      return;
    }
    try {
      observed.renewVolumesAt(services.volumes().refresh(facts(services, pod, observed)));
    } catch (MountFailure e) {
      new Happenings(services.events(), pod).warn("FailedMount", e.text());
      observed.renewVolumesAt(now.plus(RETRY.multipliedBy(10)));
    }
  }

  private static @Nullable Instant earliest(@Nullable Instant a, @Nullable Instant b) {
    return a == null ? b : b == null || a.isBefore(b) ? a : b;
  }

  private Deadline deadline(@Nullable Instant until) {
    if (until == null) {
      return Deadline.never();
    }
    var left = Duration.between(services.clock().now(), until);
    return Deadline.after(services.clock(), left.isNegative() ? Duration.ZERO : left);
  }

  private void perform(Verb verb) throws InterruptedException {
    switch (verb) {
      case Verb.Await any -> throw new IllegalStateException("waiting is not performed");
      case Verb.End(var reason, var message) -> {
        observed.ending(new Ending(reason, message));
        new Happenings(services.events(), pod).normal(reason, message);
      }
      case Verb.TellCrashLoop(var name, var containerId) -> tellCrashLoop(name, containerId);
      case Verb.TellPullBackOff(var name) -> containers.tellPullBackOff(pod, observed, name);
      case Verb.Forget any -> forget();
      case Verb.DeleteObject any -> deleteObject();
      case Verb.PrepareVolumes any ->
          carryOut(verb, sandboxes.prepareVolumes(pod, observed), false);
      case Verb.TearDownVolumes any -> carryOut(verb, sandboxes.tearDownVolumes(), false);
      case Verb.CreateSandbox create ->
          carryOut(verb, sandboxes.create(pod, observed, create), true);
      case Verb.StopSandbox(var sandbox) -> carryOut(verb, sandboxes.stop(sandbox), true);
      case Verb.RemoveSandbox(var sandbox) ->
          carryOut(verb, sandboxes.remove(sandbox, observed.isGone()), true);
      case Verb.EnsureImage(var name) ->
          carryOut(verb, containers.ensureImage(pod, observed, name), true);
      case Verb.StartContainer start ->
          carryOut(verb, afterwards(start, containers.start(sized(), observed, start)), true);
      case Verb.StopContainer stop -> {
        var effect = containers.stop(pod, observed, stop);
        if (!PodStep.mustEnd(pod, observed)) {
          var container = ContainerEffects.container(pod, stop.container());
          observed.sizes().stopping(stop.containerId(), container);
        }
        observed.begin(verb);
        inBackground(verb, effect);
      }
      case Verb.ResizeContainer resize ->
          carryOut(verb, containers.resize(sized(), observed, resize), true);
      case Verb.RemoveContainer(var containerId) ->
          carryOut(verb, containers.remove(containerId), false);
    }
  }

  private Pod sized() {
    return observed.sizes().granted(pod);
  }

  /// @param slow whether it may take long with a real runtime, so that others go on meanwhile
  private void carryOut(Verb verb, Effect effect, boolean slow) throws InterruptedException {
    observed.begin(verb);
    if (slow && services.isSlow()) {
      inBackground(verb, effect);
      return;
    }
    try {
      effect.run().accept(observed);
    } finally {
      observed.end(verb);
    }
  }

  private void inBackground(Verb verb, Effect effect) {
    services
        .scope()
        .fork(
            verb.getClass().getSimpleName() + " " + id.name(),
            () -> {
              try {
                var outcome = effect.run();
                note(() -> {
                  observed.end(verb);
                  outcome.accept(observed);
                });
              } catch (RuntimeFailure e) {
                LOG.log(System.Logger.Level.WARNING, "pod {0}: {1}: {2}", id, verb, e.getMessage());
                services.clock().sleep(RETRY);
                note(() -> observed.fail(verb));
              }
            });
  }

  private void tellCrashLoop(String name, String containerId) {
    new Happenings(services.events(), pod)
        .warn(name, "BackOff", "Back-off restarting failed container " + name + " in pod " + id);
    observed.crashTold(containerId);
  }

  /// After a start the postStart hook runs beside everything else.
  private Effect afterwards(Verb.StartContainer verb, Effect start) {
    var container = ContainerEffects.container(pod, verb.container());
    var lifecycle = container.lifecycle();
    if (lifecycle == null || lifecycle.postStart() == null) {
      return start;
    }
    return () -> {
      var outcome = start.run();
      return noted -> {
        outcome.accept(noted);
        var status = noted.latest(container.name());
        if (status != null && status.container().isRunning()) {
          noted.hookBegins(status.container().id());
          runPostStart(container, status.container().id());
        }
      };
    };
  }

  private void runPostStart(Container container, String containerId) {
    var hook = new PostStart(services, facts(services, pod, observed), container, containerId);
    services
        .scope()
        .fork(
            "postStart " + id.name(),
            () -> {
              var failure = hook.run();
              note(() -> {
                observed.hookEnds(containerId);
                if (failure != null) {
                  observed.health(containerId, failure);
                }
              });
            });
  }

  private void deleteObject() {
    statuses.delete(pod);
    observed.gone();
  }

  private void forget() {
    forgotten = true;
    loop.close();
    probes.close();
    owner.forget(id);
  }
}
