package dev.podo.apiserver;

import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Namespace;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServiceAccount;
import dev.podo.model.core.v1.ServicePort;
import dev.podo.model.core.v1.ServiceSpec;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Small objects for tests.
public final class Objects {
  private Objects() {}

  public static ObjectMeta meta(String namespace, String name) {
    return ObjectMeta.builder().namespace(namespace).name(name).build();
  }

  public static ConfigMap configMap(String name, String... data) {
    var values = new TreeMap<String, String>();
    for (var i = 0; i < data.length; i += 2) {
      values.put(data[i], data[i + 1]);
    }
    return ConfigMap.builder().metadata(meta("default", name)).data(values).build();
  }

  public static Namespace namespace(String name) {
    return Namespace.builder().metadata(meta("", name)).build();
  }

  public static Node node(String name) {
    return Node.builder().metadata(meta("", name)).build();
  }

  public static ServiceAccount serviceAccount(String namespace, String name) {
    return ServiceAccount.builder().metadata(meta(namespace, name)).build();
  }

  public static Pod pod(String name) {
    var container = Container.builder().name("main").image("example/main:1").build();
    return Pod.builder()
        .metadata(meta("default", name))
        .spec(PodSpec.builder().containers(List.of(container)).build())
        .build();
  }

  public static Service service(String name, String type, int... ports) {
    var list =
        Arrays.stream(ports)
            .mapToObj(port -> ServicePort.builder().name("p" + port).port(port).build())
            .toList();
    return Service.builder()
        .metadata(meta("default", name))
        .spec(ServiceSpec.builder().type(type).ports(list).selector(Map.of("a", "b")).build())
        .build();
  }
}
