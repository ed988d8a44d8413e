package dev.podo.bench.objects;

import dev.podo.model.IntOrString;
import dev.podo.model.Quantity;
import dev.podo.model.coordination.v1.Lease;
import dev.podo.model.coordination.v1.LeaseSpec;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ContainerPort;
import dev.podo.model.core.v1.EnvVar;
import dev.podo.model.core.v1.HTTPGetAction;
import dev.podo.model.core.v1.Namespace;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.NodeStatus;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.Probe;
import dev.podo.model.core.v1.ResourceRequirements;
import dev.podo.model.core.v1.ServiceAccount;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Objects such as clusters have by the thousand.
public final class SampleObjects {
  public static final String NAMESPACE = "bench";
  private static final String KILOBYTE = "0123456789abcdef".repeat(64);

  private SampleObjects() {}

  public static Namespace namespace() {
    return Namespace.builder().metadata(ObjectMeta.builder().name(NAMESPACE).build()).build();
  }

  /// Without which no pod is let in.
  public static ServiceAccount serviceAccount() {
    return ServiceAccount.builder().metadata(meta("default")).build();
  }

  /// Holds one kilobyte.
  public static ConfigMap configMap(String name) {
    return ConfigMap.builder()
        .metadata(meta(name))
        .data(new TreeMap<>(Map.of("value", KILOBYTE)))
        .build();
  }

  /// As a node renews it: some hundred bytes.
  public static Lease lease(String name) {
    var spec = LeaseSpec.builder().holderIdentity(name).leaseDurationSeconds(40).build();
    return Lease.builder().metadata(meta(name)).spec(spec).build();
  }

  /// What a Deployment's template makes of a web server: about two kilobytes of JSON.
  public static Pod webPod(String name) {
    var probe =
        Probe.builder()
            .httpGet(HTTPGetAction.builder().path("/healthz").port(IntOrString.of(8080)).build())
            .periodSeconds(10)
            .build();
    var container =
        Container.builder()
            .name("web")
            .image("registry.example.org/shop/web:1.2.3")
            .ports(List.of(ContainerPort.builder().name("http").containerPort(8080).build()))
            .env(
                List.of(env("MODE", "production"), env("DATABASE", "postgres://db.shop:5432/shop")))
            .resources(resources("100m", "128Mi"))
            .readinessProbe(probe)
            .livenessProbe(probe)
            .build();
    var labels =
        new TreeMap<>(Map.of("app", "web", "tier", "front", "pod-template-hash", "7d4b9c6f5"));
    return Pod.builder()
        .metadata(ObjectMeta.builder().namespace(NAMESPACE).name(name).labels(labels).build())
        .spec(PodSpec.builder().containers(List.of(container)).build())
        .build();
  }

  /// The least that can be a pod, with an image of the node's.
  public static Pod plainPod(String name, String image) {
    return Pod.builder().metadata(meta(name)).spec(plainSpec(image).build()).build();
  }

  private static PodSpec.Builder plainSpec(String image) {
    var container =
        Container.builder().name("main").image(image).imagePullPolicy("IfNotPresent").build();
    return PodSpec.builder().containers(List.of(container)).terminationGracePeriodSeconds(0L);
  }

  /// As the API would show it to the scheduler.
  ///
  /// @param more of the spec
  public static Pod pendingPod(String name, String app, UnaryOperator<PodSpec.Builder> more) {
    var container =
        Container.builder().name("main").image("web").resources(resources("100m", "128Mi")).build();
    var spec = PodSpec.builder().containers(List.of(container)).schedulerName("default-scheduler");
    var labels = new TreeMap<>(Map.of("app", app));
    return Pod.builder()
        .metadata(
            ObjectMeta.builder()
                .namespace(NAMESPACE)
                .name(name)
                .uid("uid-" + name)
                .labels(labels)
                .build())
        .spec(more.apply(spec).build())
        .build();
  }

  public static Node node(int number) {
    var name = "node-" + number;
    var amounts = new TreeMap<String, Quantity>();
    amounts.put("cpu", Quantity.parse("32"));
    amounts.put("memory", Quantity.parse("128Gi"));
    amounts.put("pods", Quantity.parse("110"));
    var labels =
        new TreeMap<>(
            Map.of(
                "kubernetes.io/hostname",
                name,
                "topology.kubernetes.io/zone",
                "zone-" + number % 10));
    return Node.builder()
        .metadata(ObjectMeta.builder().name(name).labels(labels).build())
        .status(NodeStatus.builder().capacity(amounts).allocatable(amounts).build())
        .build();
  }

  private static ObjectMeta meta(String name) {
    return ObjectMeta.builder().namespace(NAMESPACE).name(name).build();
  }

  private static EnvVar env(String name, String value) {
    return EnvVar.builder().name(name).value(value).build();
  }

  private static ResourceRequirements resources(String cpu, String memory) {
    var amounts = new TreeMap<String, Quantity>();
    amounts.put("cpu", Quantity.parse(cpu));
    amounts.put("memory", Quantity.parse(memory));
    return ResourceRequirements.builder().requests(amounts).limits(amounts).build();
  }
}
