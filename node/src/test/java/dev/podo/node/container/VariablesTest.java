package dev.podo.node.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.model.Bytes;
import dev.podo.model.Quantity;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.ConfigMapEnvSource;
import dev.podo.model.core.v1.ConfigMapKeySelector;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.EnvFromSource;
import dev.podo.model.core.v1.EnvVar;
import dev.podo.model.core.v1.EnvVarSource;
import dev.podo.model.core.v1.ObjectFieldSelector;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.ResourceFieldSelector;
import dev.podo.model.core.v1.Secret;
import dev.podo.model.core.v1.SecretEnvSource;
import dev.podo.model.core.v1.SecretKeySelector;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServicePort;
import dev.podo.model.core.v1.ServiceSpec;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.node.source.References;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VariablesTest {
  private final Fakes references = new Fakes();
  private final Pod pod =
      Pod.builder()
          .metadata(
              ObjectMeta.builder()
                  .namespace("shop")
                  .name("web-1")
                  .uid("u")
                  .labels(new TreeMap<>(Map.of("app", "web")))
                  .build())
          .spec(PodSpec.builder().nodeName("n1").serviceAccountName("robot").build())
          .build();
  private final PodFacts facts =
      new PodFacts(pod, List.of("10.0.0.9"), List.of("172.16.0.1"), Map.of("cpu", Quantity.of(4)));

  private static final class Fakes implements References {
    private final Map<String, ConfigMap> maps = new TreeMap<>();
    private final Map<String, Secret> secrets = new TreeMap<>();
    private final List<Service> services = new ArrayList<>();

    @Override
    public @Nullable ConfigMap configMap(String namespace, String name) {
      return maps.get(namespace + "/" + name);
    }

    @Override
    public @Nullable Secret secret(String namespace, String name) {
      return secrets.get(namespace + "/" + name);
    }

    @Override
    public List<Service> services(String namespace) {
      return services.stream().filter(it -> it.metadata().namespace().equals(namespace)).toList();
    }
  }

  private Map<String, String> of(EnvVar... env) {
    return new Variables(facts, references)
        .of(Container.builder().name("c").env(List.of(env)).build());
  }

  private static EnvVar plain(String name, String value) {
    return EnvVar.builder().name(name).value(value).build();
  }

  private static EnvVar from(String name, EnvVarSource.Builder source) {
    return EnvVar.builder().name(name).valueFrom(source.build()).build();
  }

  @Test
  void laterVariablesUseEarlierOnes() {
    assertThat(of(plain("A", "1"), plain("B", "$(A)2"), plain("C", "$(D)"), plain("D", "x")))
        .containsEntry("B", "12")
        .containsEntry("C", "$(D)");
  }

  @Test
  void fieldsOfThePodAreRead() {
    var env =
        of(
            from("IP", EnvVarSource.builder().fieldRef(field("status.podIP"))),
            from("HOST", EnvVarSource.builder().fieldRef(field("status.hostIP"))),
            from("NODE", EnvVarSource.builder().fieldRef(field("spec.nodeName"))),
            from("SA", EnvVarSource.builder().fieldRef(field("spec.serviceAccountName"))),
            from("APP", EnvVarSource.builder().fieldRef(field("metadata.labels['app']"))));
    assertThat(env)
        .containsEntry("IP", "10.0.0.9")
        .containsEntry("HOST", "172.16.0.1")
        .containsEntry("NODE", "n1")
        .containsEntry("SA", "robot")
        .containsEntry("APP", "web");
  }

  private static ObjectFieldSelector field(String path) {
    return ObjectFieldSelector.builder().fieldPath(path).build();
  }

  @Test
  void aLimitThatIsNotSetIsWhatTheNodeHas() {
    var cpu = ResourceFieldSelector.builder().resource("limits.cpu").build();
    var milli =
        ResourceFieldSelector.builder()
            .resource("limits.cpu")
            .divisor(Quantity.parse("1m"))
            .build();
    assertThat(
            of(
                from("CPU", EnvVarSource.builder().resourceFieldRef(cpu)),
                from("MILLI", EnvVarSource.builder().resourceFieldRef(milli))))
        .containsEntry("CPU", "4")
        .containsEntry("MILLI", "4000");
  }

  @Test
  void configMapsAndSecretsAreRead() {
    references.maps.put(
        "shop/conf",
        ConfigMap.builder().data(new TreeMap<>(Map.of("color", "red", "size", "9"))).build());
    references.secrets.put(
        "shop/pass",
        Secret.builder().data(new TreeMap<>(Map.of("word", Bytes.utf8("s3cret")))).build());
    var container =
        Container.builder()
            .envFrom(
                List.of(
                    EnvFromSource.builder()
                        .prefix("C_")
                        .configMapRef(ConfigMapEnvSource.builder().name("conf").build())
                        .build()))
            .env(
                List.of(
                    from(
                        "WORD",
                        EnvVarSource.builder()
                            .secretKeyRef(
                                SecretKeySelector.builder().name("pass").key("word").build()))))
            .build();
    assertThat(new Variables(facts, references).of(container))
        .containsEntry("C_color", "red")
        .containsEntry("C_size", "9")
        .containsEntry("WORD", "s3cret");
  }

  @Test
  void whatIsMissingIsAnErrorUnlessOptional() {
    var must = ConfigMapKeySelector.builder().name("conf").key("k").build();
    assertThatThrownBy(() -> of(from("A", EnvVarSource.builder().configMapKeyRef(must))))
        .isInstanceOf(ConfigError.class)
        .hasMessage("configmap \"conf\" not found");
    var may = must.with(it -> it.optional(true));
    assertThat(of(from("A", EnvVarSource.builder().configMapKeyRef(may)))).doesNotContainKey("A");
    references.maps.put("shop/conf", ConfigMap.EMPTY);
    assertThatThrownBy(() -> of(from("A", EnvVarSource.builder().configMapKeyRef(must))))
        .hasMessage("couldn't find key k in ConfigMap shop/conf");
  }

  @Test
  void servicesAreTold() {
    references.services.add(service("shop", "data-base", "10.96.0.5", 5432));
    references.services.add(service("default", "kubernetes", "10.96.0.1", 443));
    references.services.add(service("default", "other", "10.96.0.2", 80));
    assertThat(of())
        .containsEntry("DATA_BASE_SERVICE_HOST", "10.96.0.5")
        .containsEntry("DATA_BASE_SERVICE_PORT", "5432")
        .containsEntry("DATA_BASE_PORT_5432_TCP_ADDR", "10.96.0.5")
        .containsEntry("KUBERNETES_SERVICE_HOST", "10.96.0.1")
        .doesNotContainKey("OTHER_SERVICE_HOST");
    assertThat(of(plain("KUBERNETES_SERVICE_HOST", "mine")))
        .containsEntry("KUBERNETES_SERVICE_HOST", "mine");
  }

  private static Service service(String namespace, String name, String ip, int port) {
    return Service.builder()
        .metadata(ObjectMeta.builder().namespace(namespace).name(name).build())
        .spec(
            ServiceSpec.builder()
                .clusterIP(ip)
                .ports(List.of(ServicePort.builder().port(port).protocol("TCP").build()))
                .build())
        .build();
  }

  @Test
  void wholeMapsComeWithTheirPrefixAndSingleVariablesGoFirst() {
    references.maps.put(
        "shop/m",
        ConfigMap.builder().data(new TreeMap<>(Map.of("color", "red", "size", "9"))).build());
    var plain =
        EnvFromSource.builder().configMapRef(ConfigMapEnvSource.builder().name("m").build());
    var missing =
        EnvFromSource.builder()
            .secretRef(SecretEnvSource.builder().name("no").optional(true).build());
    var container =
        Container.builder()
            .name("c")
            .envFrom(List.of(plain.build(), plain.prefix("M_").build(), missing.build()))
            .env(List.of(plain("size", "10"), plain("both", "$(M_color)$(size)$$(x)")))
            .build();
    assertThat(new Variables(facts, references).of(container))
        .containsEntry("color", "red")
        .containsEntry("M_color", "red")
        .containsEntry("M_size", "9")
        .containsEntry("size", "10")
        .containsEntry("both", "red10$(x)");
  }
}
