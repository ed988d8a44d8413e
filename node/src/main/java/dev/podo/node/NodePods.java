package dev.podo.node;

import dev.podo.client.informer.Key;
import dev.podo.foundation.Check;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.node.admission.NodeAdmission;
import dev.podo.node.container.Sizes;
import dev.podo.node.pod.PodServices;
import dev.podo.node.pod.PodWorker;
import dev.podo.node.runtime.Container;
import dev.podo.node.runtime.PodId;
import dev.podo.node.runtime.Runtime;
import dev.podo.node.runtime.RuntimeEvent;
import dev.podo.node.runtime.RuntimeFailure;
import dev.podo.node.runtime.Sandbox;
import dev.podo.node.runtime.SandboxStatus;
import dev.podo.node.source.CachedReferences.Referable;
import dev.podo.node.source.Referred;
import dev.podo.node.work.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The pods of a node: one worker each, told of what concerns it.
final class NodePods implements PodWorker.Owner {
  private static final System.Logger LOG = System.getLogger(NodePods.class.getName());
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final String node;
  private final ClusterAccess cluster;
  private final Runtime runtime;
  private final PodServices services;
  private final NodeAdmission admission;
  private final Scope scope;
  private final Map<String, PodWorker> workers = new ConcurrentSkipListMap<>();
  private final Map<String, List<AutoCloseable>> follows = new ConcurrentHashMap<>();

  /// Whose name it is now; touched by the loop alone, and before it first runs.
  private final Map<Key, String> uids = new HashMap<>();

  private final Set<String> evicting = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Loop loop;
  private Set<Key> dirty = new LinkedHashSet<>();
  private boolean resync;
  private volatile boolean started;

  NodePods(
      String node,
      ClusterAccess cluster,
      Runtime runtime,
      PodServices services,
      NodeAdmission admission,
      Scope scope) {
    this.node = node;
    this.cluster = cluster;
    this.runtime = runtime;
    this.services = services;
    this.admission = admission;
    this.scope = scope;
    this.loop = new Loop(scope, "pods of " + node, this::look);
  }

  /// Finds what an earlier agent left, and then follows what happens.
  void start() throws InterruptedException {
    cluster.pods().awaitSynced(Deadline.never());
    cluster.references().awaitSynced(Deadline.never());
    scope.onClose(cluster.pods().follow(node, this::podChanged));
    scope.onClose(runtime.onEvent(this::happened));
    adoptAll();
    started = true;
    for (var pod : cluster.pods().podsOn(node)) {
      podChanged(Key.of(pod));
    }
    loop.wake();
  }

  private void adoptAll() throws InterruptedException {
    while (true) {
      try {
        adopt();
        return;
      } catch (RuntimeFailure e) {
        LOG.log(System.Logger.Level.WARNING, "node {0}: {1}; again soon", node, e.text());
        scope.environment().clock().sleep(RETRY);
      }
    }
  }

  private void adopt() throws InterruptedException {
    var found = new LinkedHashMap<String, List<Sandbox>>();
    for (var sandbox : runtime.sandboxes().list()) {
      found.computeIfAbsent(sandbox.pod().uid(), uid -> new ArrayList<>()).add(sandbox);
    }
    var byUid = new LinkedHashMap<String, Pod>();
    cluster.pods().podsOn(node).forEach(pod -> byUid.put(pod.metadata().uid(), pod));
    for (var each : found.entrySet()) {
      var id = each.getValue().getFirst().pod();
      var pod = byUid.get(each.getKey());
      var worker = worker(pod == null ? ghost(id) : pod);
      worker.adopt(sandboxes(each.getValue()), containers(each.getValue()));
      if (pod == null) {
        worker.gone();
      } else {
        uids.put(Key.of(pod), pod.metadata().uid());
      }
      if (pod != null && !Pods.isTerminal(pod)) {
        admission.adopt(pod);
      }
      worker.wake();
    }
  }

  /// A pod that was deleted while no agent was there: only its name is known.
  private static Pod ghost(PodId id) {
    var meta = ObjectMeta.builder().namespace(id.namespace()).name(id.name()).uid(id.uid()).build();
    return Pod.builder().metadata(meta).build();
  }

  private List<SandboxStatus> sandboxes(List<Sandbox> found) throws InterruptedException {
    var out = new ArrayList<SandboxStatus>();
    for (var each : found) {
      out.add(runtime.sandboxes().status(each.id()));
    }
    return out;
  }

  private List<String> containers(List<Sandbox> found) throws InterruptedException {
    var sandboxes = found.stream().map(Sandbox::id).toList();
    return runtime.containers().list().stream()
        .filter(each -> sandboxes.contains(each.sandboxId()))
        .map(Container::id)
        .toList();
  }

  // ---- what happens

  private void podChanged(Key key) {
    lock.lock();
    try {
      dirty.add(key);
    } finally {
      lock.unlock();
    }
    if (started) {
      loop.wake();
    }
  }

  private void happened(RuntimeEvent event) {
    if (event.type() == RuntimeEvent.Type.CONTAINER_STARTED) {
      return; // who started it looks at it anyway
    }
    var worker = workers.get(event.podUid());
    if (worker != null) {
      worker.lookAt(event.containerId());
    } else if (event.podUid().isEmpty()) {
      lock.lock();
      try {
        resync = true;
      } finally {
        lock.unlock();
      }
      if (started) {
        loop.wake();
      }
    }
  }

  private Deadline look() {
    Set<Key> keys;
    boolean all;
    lock.lock();
    try {
      keys = dirty;
      dirty = new LinkedHashSet<>();
      all = resync;
      resync = false;
    } finally {
      lock.unlock();
    }
    keys.forEach(this::look);
    if (all) {
      workers.values().forEach(PodWorker::lookAtAll);
    }
    return Deadline.never();
  }

  private void look(Key key) {
    var pod = cluster.pods().pod(key);
    var ours = pod != null && pod.spec().nodeName().equals(node) ? pod : null;
    var uid = ours == null ? "" : ours.metadata().uid();
    var before = uids.get(key);
    if (before != null && !before.equals(uid)) {
      uids.remove(key);
      var worker = workers.get(before);
      if (worker != null) {
        worker.gone();
      }
    }
    if (ours != null) {
      uids.put(key, uid);
      update(ours);
    }
  }

  private void update(Pod pod) {
    var worker = workers.get(pod.metadata().uid());
    if (worker != null) {
      worker.update(pod);
      return;
    }
    // A pod that has ended and of which nothing is left here needs nobody, until it is deleted.
    if (!Pods.isTerminal(pod) || Pods.isTerminating(pod)) {
      worker(pod).wake();
    }
  }

  private PodWorker worker(Pod pod) {
    var uid = pod.metadata().uid();
    return workers.computeIfAbsent(
        uid,
        any -> {
          var worker = new PodWorker(services, pod, this);
          follow(worker, pod);
          return worker;
        });
  }

  private void follow(PodWorker worker, Pod pod) {
    var referred = Referred.of(pod);
    if (referred.configMaps().isEmpty() && referred.secrets().isEmpty()) {
      return;
    }
    var namespace = pod.metadata().namespace();
    var all = new ArrayList<AutoCloseable>();
    var references = cluster.references();
    for (var name : referred.configMaps()) {
      all.add(references.follow(Referable.CONFIG_MAP, namespace, name, worker::referenceChanged));
    }
    for (var name : referred.secrets()) {
      all.add(references.follow(Referable.SECRET, namespace, name, worker::referenceChanged));
    }
    follows.put(worker.id().uid(), all);
  }

  // ---- when the node runs short of something

  /// Those that run, or are about to.
  List<Pod> active() {
    return workers.values().stream()
        .map(PodWorker::pod)
        .filter(each -> !Pods.isTerminal(each))
        .toList();
  }

  void evict(Pod pod, String message) {
    var worker = workers.get(pod.metadata().uid());
    if (worker != null) {
      evicting.add(pod.metadata().uid());
      worker.evict(message);
    }
  }

  /// Whether something of a pod that was evicted still runs.
  boolean isEvicting() {
    return !evicting.isEmpty();
  }

  // ---- asked by the workers

  @Override
  public PodWorker.@Nullable Rejection admit(Pod pod) {
    if (pod.status().startTime() == null) {
      return admission.admit(pod);
    }
    admission.adopt(pod); // an earlier agent took it
    return null;
  }

  @Override
  public Sizes.@Nullable Refusal resize(Pod pod) {
    var refused = admission.resize(pod);
    if (refused == null) {
      roomAgain(); // it may have become smaller
    }
    return refused;
  }

  /// Whoever waits for more asks again.
  private void roomAgain() {
    workers.values().forEach(PodWorker::roomAgain);
  }

  @Override
  public void over(PodId pod) {
    evicting.remove(pod.uid());
    admission.release(pod);
    roomAgain();
  }

  @Override
  public void forget(PodId pod) {
    evicting.remove(pod.uid());
    admission.release(pod);
    roomAgain();
    workers.remove(pod.uid());
    var following = follows.remove(pod.uid());
    if (following != null) {
      following.forEach(NodePods::close);
    }
  }

  private static void close(AutoCloseable following) {
    try {
      following.close();
    } catch (Exception e) {
      throw new Check.InvariantViolation("ending to follow an object failed: " + e);
    }
  }
}
