package dev.podo.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.Quantity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Where Pods go, and who gives way. Each test has the two nodes for itself.
class SchedulingTest {
  private static final String PODS = "/api/v1/namespaces/scheduling/pods";
  private static final String CLASSES = "/apis/scheduling.k8s.io/v1/priorityclasses";

  @RegisterExtension static final OnCluster CLUSTER = new OnCluster();

  private final Rest rest = CLUSTER.rest();

  @BeforeAll
  static void makeNamespace() {
    CLUSTER.namespace("scheduling");
    for (var name : List.of("low", "high")) {
      CLUSTER
          .rest()
          .create(
              CLASSES,
              "metadata: {name: %s}\nvalue: %d".formatted(name, name.equals("low") ? 1 : 1000));
    }
  }

  @AfterEach
  void clear() {
    rest.delete(PODS, "{\"gracePeriodSeconds\":0}");
    OnCluster.await("no Pods", () -> Rest.list(rest.get(PODS), "items").isEmpty());
  }

  private String create(String name, String spec) {
    rest.create(
        PODS,
        """
        metadata: {name: %s}
        spec:
          terminationGracePeriodSeconds: 0
          %s
        """
            .formatted(name, spec.replace("\n", "\n  ")));
    return PODS + "/" + name;
  }

  /// A part of what a node has.
  private String cpu(int percent) {
    var node = rest.get("/api/v1/nodes/node-1");
    var all = Quantity.parse(Trees.text(node, "status", "allocatable", "cpu")).milliValue();
    return "containers: [{name: main, image: \"example.com/main:1\", resources: {requests: {cpu: %dm}}}]"
        .formatted(all * percent / 100);
  }

  private void awaitRunning(String pod) {
    OnCluster.await(
        pod + " to run", () -> Trees.text(rest.get(pod), "status", "phase").equals("Running"));
  }

  private String node(String pod) {
    return Trees.text(rest.get(pod), "spec", "nodeName");
  }

  private void awaitUnschedulable(String pod, String why) {
    OnCluster.await(
        pod + " to have no node",
        () ->
            Rest.list(rest.get(pod), "status", "conditions").stream()
                .anyMatch(it ->
                    Trees.text(it, "type").equals("PodScheduled")
                        && Trees.text(it, "reason").equals("Unschedulable")
                        && Trees.text(it, "message").contains(why)));
    assertThat(node(pod)).isEmpty();
  }

  @Test
  void requestsMustFit() {
    var fillers = List.of(create("filler-1", cpu(70)), create("filler-2", cpu(70)));
    fillers.forEach(this::awaitRunning);
    assertThat(fillers.stream().map(this::node)).containsExactlyInAnyOrder("node-1", "node-2");
    awaitUnschedulable(create("additional", cpu(50)), "2 Insufficient cpu");
  }

  @Test
  void selectorsMustMatch() {
    rest.patch("/api/v1/nodes/node-2", "{\"metadata\":{\"labels\":{\"tested\":\"yes\"}}}");
    var matching = create("matching", "nodeSelector: {tested: \"yes\"}\n" + cpu(1));
    awaitRunning(matching);
    assertThat(node(matching)).isEqualTo("node-2");
    awaitUnschedulable(
        create("restricted", "nodeSelector: {label: nonempty}\n" + cpu(1)),
        "didn't match Pod's node affinity/selector");
    rest.patch("/api/v1/nodes/node-2", "{\"metadata\":{\"labels\":{\"tested\":null}}}");
  }

  @Test
  void aHostPortOnAllAddressesLeavesNoneForOthers() {
    var pod =
        """
        nodeSelector: {kubernetes.io/hostname: node-1}
        containers: [{name: main, image: "example.com/main:1", ports: [{containerPort: 80, hostPort: 54322, hostIP: %s}]}]\
        """;
    awaitRunning(create("all-addresses", pod.formatted("0.0.0.0")));
    awaitUnschedulable(create("one-address", pod.formatted("127.0.0.1")), "didn't have free ports");
  }

  @Test
  void theMoreImportantTakesTheRoomOfTheLess() {
    var low = "priorityClassName: low\n" + cpu(60);
    var victims = List.of(create("low-1", low), create("low-2", low));
    victims.forEach(this::awaitRunning);
    var high = create("high", "priorityClassName: high\n" + cpu(60));
    awaitRunning(high);
    OnCluster.await(
        "one victim to be gone",
        () -> victims.stream().filter(it -> rest.ask(it).code() == 404).count() == 1);
  }

  /// The most important needs the room of the two least important, and leaves the third alone.
  @Test
  void replicaSetsWhosePodsGaveWayMakeNewOnes() {
    var sets = "/apis/apps/v1/namespaces/scheduling/replicasets";
    var first = new ArrayList<String>();
    var sizes = List.of(20, 30, 45);
    for (int i = 0; i < sizes.size(); i++) {
      replicaSet(sets, i + 1, sizes.get(i));
      first.add(awaitPodOf(i + 1, "Running", ""));
    }
    replicaSet(sets, 4, 50);
    awaitPodOf(4, "Running", "");
    awaitPodOf(1, "Pending", first.get(0));
    awaitPodOf(2, "Pending", first.get(1));
    assertThat(podsOf(3)).extracting(SchedulingTest::name).containsExactly(first.get(2));
    for (int i = 1; i <= 4; i++) {
      var path = sets + "/step-" + i;
      OnCluster.await(
          path + " to count one",
          () -> Long.valueOf(1).equals(Trees.get(rest.get(path), "status", "replicas")));
    }
    rest.delete(sets, "{\"propagationPolicy\":\"Background\"}");
  }

  /// One replica on the first node; the number is its priority.
  private void replicaSet(String sets, int step, int percent) {
    rest.create(CLASSES, "metadata: {name: step-%d}\nvalue: %1$d".formatted(step));
    rest.create(
        sets,
        """
        metadata: {name: step-%d}
        spec:
          replicas: 1
          selector: {matchLabels: {step: "%1$d"}}
          template:
            metadata: {labels: {step: "%1$d"}}
            spec:
              terminationGracePeriodSeconds: 0
              priorityClassName: step-%1$d
              nodeSelector: {kubernetes.io/hostname: node-1}
              %2$s
        """
            .formatted(step, cpu(percent)));
  }

  private List<Object> podsOf(int step) {
    return Rest.list(rest.get(PODS + "?labelSelector=step%3D" + step), "items");
  }

  private static String name(Object pod) {
    return Trees.text(pod, "metadata", "name");
  }

  /// Waits until a set has one Pod, another than this one, and it has come so far.
  private String awaitPodOf(int step, String phase, String other) {
    var found = new String[1];
    OnCluster.await(
        "the Pod of step " + step + " to be " + phase,
        () -> {
          var pods = podsOf(step);
          if (pods.size() != 1) {
            return false;
          }
          found[0] = name(pods.getFirst());
          return !found[0].equals(other)
              && Trees.text(pods.getFirst(), "status", "phase").equals(phase);
        });
    return found[0];
  }

  @Test
  void theCriticalTakesTheRoomOfTheLessImportant() {
    var low = "priorityClassName: low\n" + cpu(60);
    var victims = List.of(create("low-1", low), create("low-2", low));
    victims.forEach(this::awaitRunning);
    var system = "/api/v1/namespaces/kube-system/pods";
    var account = "/api/v1/namespaces/kube-system/serviceaccounts/default";
    OnCluster.await("the account of kube-system", () -> rest.ask(account).code() == 200);
    rest.create(
        system,
        """
        metadata: {name: critical}
        spec:
          priorityClassName: system-cluster-critical
          %s
        """
            .formatted(cpu(60)));
    awaitRunning(system + "/critical");
    OnCluster.await(
        "one victim to be gone",
        () -> victims.stream().filter(it -> rest.ask(it).code() == 404).count() == 1);
    rest.delete(system + "/critical", "{\"gracePeriodSeconds\":0}");
    CLUSTER.awaitGone(system + "/critical");
  }

  @Test
  void whoGivesWayIsToldWhy() {
    var pinned = "nodeSelector: {kubernetes.io/hostname: node-1}\n";
    var victim = create("victim", pinned + "priorityClassName: low\n" + cpu(90));
    awaitRunning(victim);
    rest.patch(victim, "{\"metadata\":{\"finalizers\":[\"example.com/held\"]}}");
    create("preemptor", pinned + "priorityClassName: high\n" + cpu(90));
    OnCluster.await(
        "the victim to be told",
        () ->
            Rest.list(rest.get(victim), "status", "conditions").stream()
                .anyMatch(it ->
                    Trees.text(it, "type").equals("DisruptionTarget")
                        && Trees.text(it, "status").equals("True")
                        && Trees.text(it, "reason").equals("PreemptionByScheduler")));
    OnCluster.await(
        "the victim to be deleted",
        () -> !Trees.text(rest.get(victim), "metadata", "deletionTimestamp").isEmpty());
    rest.patch(victim, "{\"metadata\":{\"finalizers\":null}}");
    CLUSTER.awaitGone(victim);
  }

  @Test
  void prioritiesKeepTheirValue() {
    rest.create(CLASSES, "{metadata: {name: changing}, value: 5, description: before}");
    var path = CLASSES + "/changing";
    assertThat(Rest.list(rest.get(CLASSES), "items"))
        .extracting(it -> Trees.text(it, "metadata", "name"))
        .contains("changing", "low", "high", "system-node-critical");
    rest.patch(path, "{\"description\":\"patched\"}");
    rest.update(path, it -> Trees.set(it, "updated", "description"));
    assertThat(Trees.text(rest.get(path), "description")).isEqualTo("updated");
    rest.send("PATCH", path, Rest.MERGE, "{\"value\":6}").require(422, 403);
    var changed = Trees.set(rest.get(path), 6L, "value");
    var body = new String(Json.print(changed), StandardCharsets.UTF_8);
    rest.send("PUT", path, "application/json", body).require(422, 403);
    assertThat(Trees.get(rest.get(path), "value")).isEqualTo(5L);
    rest.delete(path);
  }
}
