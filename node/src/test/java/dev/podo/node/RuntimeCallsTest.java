package dev.podo.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.core.v1.Container;
import dev.podo.node.runtime.ContainerRuntime;
import dev.podo.node.runtime.ImageRuntime;
import dev.podo.node.runtime.Runtime;
import dev.podo.node.runtime.SandboxRuntime;
import dev.podo.node.simulated.SimulatedHost;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How often the runtime is asked: each call costs a real one milliseconds.
class RuntimeCallsTest {
  private static final String IMAGE = "registry.example.com/web:1";

  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final TestAgent agent = new TestAgent();

  @AfterEach
  void close() {
    agent.close();
  }

  private <T> T recording(Class<T> type, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("list")) { // the node's own, not a pod's
                calls.add(type.getSimpleName().replace("Runtime", "") + "." + method.getName());
              }
              try {
                return method.invoke(target, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private Runtime recordingRuntime() {
    var target = agent.runtime;
    var sandboxes = recording(SandboxRuntime.class, target.sandboxes());
    var containers = recording(ContainerRuntime.class, target.containers());
    var images = recording(ImageRuntime.class, target.images());
    return (Runtime)
        Proxy.newProxyInstance(
            Runtime.class.getClassLoader(),
            new Class<?>[] {Runtime.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "sandboxes" -> sandboxes;
                  case "containers" -> containers;
                  case "images" -> images;
                  default -> method.invoke(target, arguments);
                });
  }

  @Test
  void aPodAndARestartTakeNoMoreThanNeeded() throws InterruptedException {
    agent.runtime.images().pull(IMAGE, null);
    agent.start(
        SimulatedHost.numbered(TestAgent.NODE, 1),
        recordingRuntime(),
        NodeAgentConfig.of(TestAgent.NODE, "v1.36.0"));
    var container =
        Container.builder().name("c").image(IMAGE).imagePullPolicy("IfNotPresent").build();
    var pod = agent.create(container, Map.of(), it -> it);
    agent.await(Pods::isReady);
    assertThat(calls)
        .containsExactly(
            "Sandbox.create",
            "Sandbox.status",
            "Image.find",
            "Container.create",
            "Container.start",
            "Container.status");

    calls.clear();
    agent.runtime.crash(pod.metadata().uid(), "c", 1, "");
    agent.await(
        it -> Pods.isReady(it) && it.status().containerStatuses().getFirst().restartCount() == 1);
    assertThat(calls)
        .containsExactly(
            "Container.status",
            "Image.find",
            "Container.create",
            "Container.start",
            "Container.status");
  }
}
