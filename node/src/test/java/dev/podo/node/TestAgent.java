package dev.podo.node;

import dev.podo.client.ListOptions;
import dev.podo.client.WriteOptions;
import dev.podo.client.events.EventRecorder;
import dev.podo.client.fake.FakeApi;
import dev.podo.client.informer.Informers;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.machinery.kinds.event.Events;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.node.host.Host;
import dev.podo.node.runtime.Runtime;
import dev.podo.node.simulated.SimulatedRuntime;
import dev.podo.node.source.CachedReferences;
import dev.podo.node.source.PodFeed;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// The agent of node `n1` on a simulated runtime, with an API that has nothing else in it.
final class TestAgent implements AutoCloseable {
  static final String NODE = "n1";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final Environment environment = Environment.system();
  final Scope scope = Scope.root("test", environment);
  final FakeApi api = new FakeApi(environment);
  final SimulatedRuntime runtime = new SimulatedRuntime(environment.clock(), 1);
  private final Informers informers = new Informers(api, scope);

  TestAgent start(Host host, NodeAgentConfig config) {
    return start(host, runtime, config);
  }

  /// @param through what the agent sees of the runtime
  TestAgent start(Host host, Runtime through, NodeAgentConfig config) {
    var cluster =
        new ClusterAccess(
            api,
            PodFeed.shared(informers),
            new CachedReferences(informers),
            EventRecorder.start(api, "kubelet", NODE, scope));
    NodeAgent.start(config, cluster, new NodePorts(through, host, runtime.network()), scope);
    return this;
  }

  Pod create(
      Container container, Map<String, String> annotations, UnaryOperator<PodSpec.Builder> spec) {
    var builder =
        PodSpec.builder()
            .containers(java.util.List.of(container))
            .restartPolicy("Always")
            .nodeName(NODE);
    var meta =
        ObjectMeta.builder().namespace("default").name("p").annotations(new TreeMap<>(annotations));
    return api.create(
        Pods.KIND,
        Pod.builder().metadata(meta.build()).spec(spec.apply(builder).build()).build(),
        WriteOptions.defaults());
  }

  Pod await(Predicate<Pod> holds) throws InterruptedException {
    await(() -> {
      var pod = informers.of(Pods.KIND).snapshot().get("default", "p");
      return pod != null && holds.test(pod);
    });
    return api.get(Pods.KIND, "default", "p");
  }

  Node awaitNode(Predicate<Node> holds) throws InterruptedException {
    await(() -> {
      var node = informers.of(Nodes.KIND).snapshot().get("", NODE);
      return node != null && holds.test(node);
    });
    return api.get(Nodes.KIND, "", NODE);
  }

  void awaitGone() throws InterruptedException {
    await(() -> informers.of(Pods.KIND).snapshot().get("default", "p") == null);
  }

  /// The message of an Event with this reason.
  String awaitEvent(String reason) throws InterruptedException {
    var found = new String[] {""};
    await(() -> {
      for (var event : api.list(Events.KIND, ListOptions.all()).items()) {
        if (event.reason().equals(reason)) {
          found[0] = event.message();
          return true;
        }
      }
      return false;
    });
    return found[0];
  }

  private void await(BooleanSupplier holds) throws InterruptedException {
    var deadline = Deadline.after(environment.clock(), PATIENCE);
    while (!holds.getAsBoolean()) {
      if (deadline.hasPassed(environment.clock())) {
        throw new AssertionError("not in time: " + api.list(Pods.KIND, ListOptions.all()).items());
      }
      environment.clock().sleep(Duration.ofMillis(10));
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
