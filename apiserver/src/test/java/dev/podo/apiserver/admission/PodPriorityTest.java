package dev.podo.apiserver.admission;

import static dev.podo.apiserver.Objects.meta;
import static dev.podo.apiserver.Objects.pod;
import static dev.podo.apiserver.Objects.serviceAccount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.apiserver.TestServer;
import dev.podo.client.Api;
import dev.podo.client.WriteOptions;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.priorityclass.PriorityClasses;
import dev.podo.machinery.kinds.serviceaccount.ServiceAccounts;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.scheduling.v1.PriorityClass;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PodPriorityTest {
  private final TestServer server = TestServer.inProcess();
  private final Api api = server.admin();
  private final WriteOptions options = WriteOptions.defaults();

  @BeforeEach
  void account() {
    api.create(ServiceAccounts.KIND, serviceAccount("default", "default"), options);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void define(String name, int value, boolean isDefault, String preemption) {
    var made =
        PriorityClass.builder()
            .metadata(meta("", name))
            .value(value)
            .globalDefault(isDefault)
            .preemptionPolicy(preemption)
            .build();
    api.create(PriorityClasses.KIND, made, options);
  }

  private PodSpec created(UnaryOperator<PodSpec.Builder> change) {
    Pod wanted = pod("p").withSpec(pod("p").spec().with(change));
    return api.create(Pods.KIND, wanted, options).spec();
  }

  @Test
  void isThatOfTheNamedClass() {
    define("high", 1000, false, "Never");
    var spec = created(s -> s.priorityClassName("high"));
    assertThat(spec.priority()).isEqualTo(1000);
    assertThat(spec.preemptionPolicy()).isEqualTo("Never");
  }

  @Test
  void isThatOfTheDefaultClassWithoutAName() {
    define("usual", 7, true, "PreemptLowerPriority");
    var spec = created(s -> s);
    assertThat(spec.priorityClassName()).isEqualTo("usual");
    assertThat(spec.priority()).isEqualTo(7);
  }

  @Test
  void isZeroWithoutAnyClass() {
    var spec = created(s -> s);
    assertThat(spec.priorityClassName()).isEmpty();
    assertThat(spec.priority()).isZero();
    assertThat(spec.preemptionPolicy()).isEqualTo("PreemptLowerPriority");
  }

  @Test
  void refusesAClassThatIsNotThereAndANumberOfItsOwn() {
    assertThatThrownBy(() -> created(s -> s.priorityClassName("none")))
        .hasMessageContaining("no PriorityClass with name none was found");
    assertThatThrownBy(() -> created(s -> s.priority(5)))
        .hasMessageContaining("the integer value of priority (5) must not be provided in pod spec");
  }
}
