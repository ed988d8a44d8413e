package dev.podo.controllers.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.replicaset.ReplicaSets;
import dev.podo.machinery.patch.StrategicMergePatch;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodCondition;
import dev.podo.model.core.v1.Taint;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.meta.v1.OwnerReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DifferencesTest {
  private static final Pod POD =
      Samples.pod("p", Map.of("a", "1", "b", "2"))
          .with(b -> b.metadata(Samples.named("p").with(m -> m.resourceVersion("7"))));

  private static PodCondition condition(String type, String status) {
    return PodCondition.builder().type(type).status(status).build();
  }

  private static Pod withConditions(Pod pod, PodCondition... conditions) {
    return pod.withStatus(pod.status().with(b -> b.conditions(List.of(conditions))));
  }

  @Test
  void equalStatesNeedNoPatch() {
    assertThat(Differences.ofObject(Pods.KIND, POD, POD)).isNull();
    assertThat(Differences.ofStatus(Pods.KIND, POD, POD)).isNull();
  }

  @Test
  void aStatusPatchNamesOnlyWhatChanged() {
    var before = withConditions(POD, condition("Ready", "True"), condition("Other", "True"));
    var after = withConditions(before, condition("Ready", "False"), condition("Other", "True"));

    assertThat(Differences.ofStatus(Pods.KIND, before, after).tree())
        .isEqualTo(
            Map.of(
                "status",
                Map.of("conditions", List.of(Map.of("type", "Ready", "status", "False")))));
  }

  @Test
  void aStatusPatchLeavesWhatOthersWroteMeanwhile() {
    var before = withConditions(POD, condition("Ready", "True"));
    var after = withConditions(before, condition("Ready", "False"));
    var meanwhile = withConditions(POD, condition("Ready", "True"), condition("Other", "True"));

    var patched = apply(meanwhile, Differences.ofStatus(Pods.KIND, before, after).tree());
    assertThat(patched.status().conditions())
        .containsExactlyInAnyOrder(condition("Ready", "False"), condition("Other", "True"));
  }

  @Test
  void anObjectPatchHoldsForOneVersionOnly() {
    var after = POD.withMetadata(POD.metadata().withLabels(Map.of("a", "1")));

    assertThat(
            Trees.get(
                Differences.ofObject(Pods.KIND, POD, after).tree(), "metadata", "resourceVersion"))
        .isEqualTo("7");
  }

  @Test
  void zeroIsWrittenWhereItMatters() {
    var before = Samples.replicaSet("web", 3);
    var after = ReplicaSets.withReplicas(before, 0);

    assertThat(
            Trees.get(
                Differences.ofObject(ReplicaSets.KIND, before, after).tree(), "spec", "replicas"))
        .isEqualTo(0L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void leadsFromAnyStateToAnyOther(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      var before = randomPod(random);
      var after = randomPod(random);
      assertLeads(before, after);
    }
  }

  private static void assertLeads(Pod before, Pod after) {
    var patch = Differences.ofObject(Pods.KIND, before, after);
    var metadata = patch == null ? before : apply(before, patch.tree());
    assertThat(sorted(metadata).metadata()).isEqualTo(sorted(after).metadata());
    var status = Differences.ofStatus(Pods.KIND, before, after);
    var patched = status == null ? before : apply(before, status.tree());
    assertThat(patched.status().phase()).isEqualTo(after.status().phase());
    assertThat(patched.status().conditions())
        .containsExactlyInAnyOrderElementsOf(after.status().conditions());
  }

  /// The order of what merges by key is not told by a patch.
  private static Pod sorted(Pod pod) {
    var owners = new ArrayList<>(pod.metadata().ownerReferences());
    owners.sort((a, b) -> a.uid().compareTo(b.uid()));
    var finalizers = new ArrayList<>(pod.metadata().finalizers());
    finalizers.sort(String::compareTo);
    UnaryOperator<ObjectMeta.Builder> order = b -> b.ownerReferences(owners).finalizers(finalizers);
    return pod.withMetadata(pod.metadata().with(order));
  }

  private static Pod randomPod(Random random) {
    var labels = new TreeMap<String, String>();
    var finalizers = new ArrayList<String>();
    var owners = new ArrayList<OwnerReference>();
    var conditions = new ArrayList<PodCondition>();
    for (var name : List.of("a", "b", "c")) {
      if (random.nextBoolean()) {
        labels.put(name, Integer.toString(random.nextInt(2)));
      }
      if (random.nextBoolean()) {
        finalizers.add("podo.dev/" + name);
      }
      if (random.nextBoolean()) {
        owners.add(
            OwnerReference.builder()
                .apiVersion("v1")
                .kind("Node")
                .name(name)
                .uid(name)
                .controller(random.nextBoolean() ? true : null)
                .build());
      }
      if (random.nextBoolean()) {
        var at = random.nextBoolean() ? Instant.ofEpochSecond(random.nextInt(3)) : null;
        conditions.add(
            condition(name, random.nextBoolean() ? "True" : "False")
                .with(b -> b.lastTransitionTime(at)));
      }
    }
    var metadata =
        POD.metadata().with(b -> b.labels(labels).finalizers(finalizers).ownerReferences(owners));
    var phase = random.nextBoolean() ? "Running" : "";
    return POD.withMetadata(metadata)
        .withStatus(POD.status().with(b -> b.phase(phase).conditions(conditions)));
  }

  private static Pod apply(Pod to, Object patch) {
    return Trees.to(Pod.SCHEMA, StrategicMergePatch.apply(Pod.SCHEMA, Trees.of(to), patch));
  }

  @Test
  void taintsAreReplacedWhole() {
    var before = Samples.node("n", true, Instant.EPOCH);
    var taint = Taint.builder().key("k").effect("NoSchedule").build();
    var after = before.withSpec(before.spec().with(b -> b.taints(List.of(taint))));

    assertThat(Trees.get(Differences.ofObject(Nodes.KIND, before, after).tree(), "spec", "taints"))
        .isEqualTo(List.of(Map.of("effect", "NoSchedule", "key", "k")));
  }
}
