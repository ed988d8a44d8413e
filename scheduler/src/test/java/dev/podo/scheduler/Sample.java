package dev.podo.scheduler;

import dev.podo.model.Quantity;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.NodeStatus;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.ResourceRequirements;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Nodes and pods for tests.
public final class Sample {
  private Sample() {}

  public static Node node(String name, String cpu, String memory) {
    return node(name, cpu, memory, Map.of());
  }

  public static Node node(String name, String cpu, String memory, Map<String, String> labels) {
    var amounts = new TreeMap<String, Quantity>();
    amounts.put("cpu", Quantity.parse(cpu));
    amounts.put("memory", Quantity.parse(memory));
    amounts.put("pods", Quantity.of(110));
    return Node.builder()
        .metadata(ObjectMeta.builder().name(name).labels(labels).build())
        .status(NodeStatus.builder().capacity(amounts).allocatable(amounts).build())
        .build();
  }

  public static Pod pod(String name, String cpu, String memory) {
    return pod(name, cpu, memory, it -> it);
  }

  public static Pod pod(
      String name, String cpu, String memory, UnaryOperator<PodSpec.Builder> spec) {
    var requests = new TreeMap<String, Quantity>();
    if (!cpu.equals("0")) {
      requests.put("cpu", Quantity.parse(cpu));
    }
    if (!memory.equals("0")) {
      requests.put("memory", Quantity.parse(memory));
    }
    var container =
        Container.builder()
            .name("c")
            .image("i")
            .resources(ResourceRequirements.builder().requests(requests).build())
            .build();
    var builder =
        PodSpec.builder().containers(List.of(container)).schedulerName("default-scheduler");
    return Pod.builder()
        .metadata(ObjectMeta.builder().namespace("default").name(name).uid("uid-" + name).build())
        .spec(spec.apply(builder).build())
        .build();
  }
}
