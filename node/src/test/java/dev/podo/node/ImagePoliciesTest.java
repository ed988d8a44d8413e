package dev.podo.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.LocalObjectReference;
import dev.podo.model.core.v1.Pod;
import dev.podo.node.simulated.SimulatedHost;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImagePoliciesTest {
  private static final String IMAGE = "registry.example.com/web:1";

  private final TestAgent agent =
      new TestAgent()
          .start(
              SimulatedHost.numbered(TestAgent.NODE, 1),
              NodeAgentConfig.of(TestAgent.NODE, "v1.36.0"));

  @AfterEach
  void close() {
    agent.close();
  }

  private static Container container(String policy) {
    return Container.builder().name("c").image(IMAGE).imagePullPolicy(policy).build();
  }

  private static String waiting(Pod pod) {
    var statuses = pod.status().containerStatuses();
    var waiting = statuses.isEmpty() ? null : statuses.getFirst().state().waiting();
    return waiting == null ? "" : waiting.reason() + ": " + waiting.message();
  }

  @Test
  void neverMeansThatItMustBeThere() throws InterruptedException {
    agent.create(container("Never"), Map.of(), it -> it);
    var pod = agent.await(it -> waiting(it).startsWith("ErrImageNeverPull"));
    assertThat(waiting(pod))
        .isEqualTo(
            "ErrImageNeverPull: Container image \"registry.example.com/web:1\" is not present with"
                + " pull policy of Never");
    assertThat(agent.awaitEvent("ErrImageNeverPull")).contains("pull policy of Never");
  }

  @Test
  void ifNotPresentAsksNobodyForWhatIsThere() throws InterruptedException {
    agent.runtime.images().pull(IMAGE, null);
    agent.create(container("IfNotPresent"), Map.of(), it -> it);
    agent.await(Pods::isReady);
    assertThat(agent.awaitEvent("Pulled"))
        .isEqualTo(
            "Container image \"registry.example.com/web:1\" already present on machine and can be"
                + " accessed by the pod");
  }

  @Test
  void alwaysPullsWhatIsThereToo() throws InterruptedException {
    agent.runtime.images().pull(IMAGE, null);
    agent.create(container("Always"), Map.of(), it -> it);
    agent.await(Pods::isReady);
    assertThat(agent.awaitEvent("Pulling"))
        .isEqualTo("Pulling image \"registry.example.com/web:1\"");
  }

  @Test
  void aMissingPullSecretIsToldAndThePullTriedAllTheSame() throws InterruptedException {
    var secret = LocalObjectReference.builder().name("gone").build();
    agent.create(container("IfNotPresent"), Map.of(), it -> it.imagePullSecrets(List.of(secret)));
    agent.await(Pods::isReady);
    assertThat(agent.awaitEvent("FailedToRetrieveImagePullSecret"))
        .isEqualTo(
            "Unable to retrieve some image pull secrets (gone); attempting to pull the image may"
                + " not succeed.");
  }
}
