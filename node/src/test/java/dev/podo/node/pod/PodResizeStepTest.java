package dev.podo.node.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.Quantity;
import dev.podo.model.core.v1.ContainerResizePolicy;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.ResourceRequirements;
import dev.podo.node.container.Sizes;
import dev.podo.node.runtime.Container.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PodResizeStepTest extends PodSteps {
  private static ResourceRequirements cpu(String amount) {
    return ResourceRequirements.builder()
        .requests(new TreeMap<>(Map.of("cpu", Quantity.parse(amount))))
        .build();
  }

  private static Pod sized(String amount, String policy) {
    var resize = ContainerResizePolicy.builder().resourceName("cpu").restartPolicy(policy).build();
    var container =
        container("a").with(b -> b.resources(cpu(amount)).resizePolicy(List.of(resize)));
    return pod(it -> it.restartPolicy("OnFailure").containers(List.of(container, container("b"))));
  }

  @Test
  void aContainerIsResizedWhereItRunsOnceThatIsGranted() {
    running();
    observed.sizes().grant(sized("1", "NotRequired"));
    observed.sizes().have("a0", cpu("1"));
    var larger = sized("2", "NotRequired");
    observed.sizes().ask(larger, pod -> new Sizes.Refusal("Deferred", "no room"));
    assertThat(next(larger)).isEqualTo(new Verb.Await(null));
    assertThat(observed.sizes().refused()).isNotNull();
    observed.sizes().ask(larger, pod -> null);
    assertThat(observed.sizes().refused()).isNull();
    var resize = new Verb.ResizeContainer("a", "a0");
    assertThat(next(larger)).isEqualTo(resize);
    observed.begin(resize);
    assertThat(next(larger)).isEqualTo(new Verb.Await(null));
    observed.end(resize);
    observed.sizes().have("a0", cpu("2"));
    assertThat(next(larger)).isEqualTo(new Verb.Await(null));
  }

  @Test
  void aContainerIsStartedAgainForItsSizeWhereItsPolicySaysSo() {
    running();
    observed.sizes().grant(sized("1", "RestartContainer"));
    observed.sizes().have("a0", cpu("1"));
    var larger = sized("2", "RestartContainer");
    observed.sizes().ask(larger, pod -> null);
    var stop =
        new Verb.StopContainer(
            "a", "a0", "Container a resize requires restart", Duration.ofSeconds(30));
    assertThat(next(larger)).isEqualTo(stop);
    observed.sizes().stopping("a0", larger.spec().containers().getFirst());
    observed.begin(stop);
    container("a", State.EXITED, 0);
    observed.end(stop);
    image("a");
    assertThat(next(larger)).isEqualTo(new Verb.StartContainer("a", 1));
  }
}
