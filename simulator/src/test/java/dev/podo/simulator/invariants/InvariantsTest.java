package dev.podo.simulator.invariants;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.ApiObject;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.NodeStatus;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.PodStatus;
import dev.podo.model.core.v1.ResourceRequirements;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.meta.v1.OwnerReference;
import dev.podo.store.Key;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// That the invariants see what they look for.
class InvariantsTest {
  private final TreeMap<Key, ApiObject> objects = new TreeMap<>();
  private final List<Invariant> always = Invariants.always();
  private long revision;

  @Test
  void aPodMayBeBoundAndRun() {
    write(node("n1", "2"));
    write(pod("a", "", "", "1"));
    write(pod("a", "n1", "", "1"));
    assertThatCode(() -> write(pod("a", "n1", "10.0.0.1", "1"))).doesNotThrowAnyException();
  }

  @Test
  void aPodIsBoundOnce() {
    write(pod("a", "n1", "", "1"));
    assertThatThrownBy(() -> write(pod("a", "n2", "", "1"))).hasMessageContaining("moved from n1");
  }

  @Test
  void aNodeIsNeverOverCommitted() {
    write(node("n1", "2"));
    write(pod("a", "n1", "", "1500m"));
    assertThatThrownBy(() -> write(pod("b", "n1", "", "600m")))
        .hasMessageContaining("node n1 has 2 of cpu, its pods ask for 2100m");
  }

  @Test
  void noTwoPodsHaveOneAddress() {
    write(pod("a", "n1", "10.0.0.1", "1"));
    assertThatThrownBy(() -> write(pod("b", "n2", "10.0.0.1", "1")))
        .hasMessageContaining("has 10.0.0.1 as has a");
  }

  @Test
  void anObjectIsNotReplacedWithoutADeletion() {
    write(pod("a", "", "", "1"));
    var other = pod("a", "", "", "1");
    assertThatThrownBy(() -> write(other.withMetadata(other.metadata().withUid("other"))))
        .hasMessageContaining("became another object");
  }

  @Test
  void ownersExist() {
    var owner = OwnerReference.builder().kind("ReplicaSet").name("rs").uid("u-rs").build();
    var pod = pod("a", "", "", "1");
    var owned = pod.withMetadata(pod.metadata().with(m -> m.ownerReferences(List.of(owner))));
    assertThatThrownBy(() -> write(owned)).hasMessageContaining("rs (u-rs), which never was");
  }

  private void write(ApiObject after) {
    var kind = after instanceof Node ? Nodes.KIND.storageKey() : Pods.KIND.storageKey();
    var key = new Key(kind, after.metadata().namespace(), after.metadata().name());
    @Nullable ApiObject before = objects.put(key, after);
    var change = new Change(++revision, Instant.EPOCH, key, before, after);
    always.forEach(each -> each.check(change, objects));
  }

  private static Node node(String name, String cpu) {
    return Node.builder()
        .metadata(ObjectMeta.builder().name(name).uid("u-" + name).build())
        .status(NodeStatus.builder().allocatable(Map.of("cpu", Quantity.parse(cpu))).build())
        .build();
  }

  private static Pod pod(String name, String node, String ip, String cpu) {
    var requests =
        ResourceRequirements.builder().requests(Map.of("cpu", Quantity.parse(cpu))).build();
    var container = Container.builder().name("main").resources(requests).build();
    return Pod.builder()
        .metadata(ObjectMeta.builder().namespace("ns").name(name).uid("u-" + name).build())
        .spec(PodSpec.builder().nodeName(node).containers(List.of(container)).build())
        .status(PodStatus.builder().podIP(ip).build())
        .build();
  }
}
