package dev.podo.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.EphemeralContainer;
import dev.podo.node.runtime.ContainerConfig;
import dev.podo.node.runtime.ContainerRuntime;
import dev.podo.node.runtime.Runtime;
import dev.podo.node.simulated.SimulatedHost;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `kubectl debug --target`.
class LookingIntoTest {
  private final Map<String, ContainerConfig> made = new ConcurrentHashMap<>();
  private final TestAgent agent = new TestAgent();

  @AfterEach
  void close() {
    agent.close();
  }

  private <T> T noting(Class<T> type, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("containers")) {
                return noting(ContainerRuntime.class, agent.runtime.containers());
              }
              if (arguments != null
                  && arguments[arguments.length - 1] instanceof ContainerConfig c) {
                made.put(c.name(), c);
              }
              try {
                return method.invoke(target, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private static EphemeralContainer debugger(String name, String target) {
    return EphemeralContainer.builder()
        .name(name)
        .image("registry.example.com/debug:1")
        .targetContainerName(target)
        .build();
  }

  @Test
  void aDebuggerSeesTheProcessesOfItsTargetAndOnlyOfOneThatThereIs() throws InterruptedException {
    agent.start(
        SimulatedHost.numbered(TestAgent.NODE, 1),
        noting(Runtime.class, agent.runtime),
        NodeAgentConfig.of(TestAgent.NODE, "v1.36.0"));
    var container = Container.builder().name("c").image("registry.example.com/web:1").build();
    agent.create(
        container,
        Map.of(),
        pod -> pod.ephemeralContainers(List.of(debugger("sees", "c"), debugger("lost", "none"))));

    var pod =
        agent.await(it -> {
          var statuses = it.status().ephemeralContainerStatuses();
          return statuses.size() == 2
              && statuses.get(0).state().running() != null
              && statuses.get(1).state().waiting() != null
              && statuses.get(1).state().waiting().reason().equals("CreateContainerConfigError");
        });
    assertThat(pod.status().ephemeralContainerStatuses().get(1).state().waiting().message())
        .isEqualTo("unable to find target container none");
    var target = pod.status().containerStatuses().getFirst().containerID();
    assertThat(target).endsWith("://" + made.get("sees").security().namespaces().target());
    assertThat(made.get("c").security().namespaces().target()).isEmpty();
  }
}
