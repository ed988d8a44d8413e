package dev.podo.node.eviction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.events.EventRecorder;
import dev.podo.client.fake.FakeApi;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.model.core.v1.ObjectReference;
import dev.podo.model.core.v1.Pod;
import dev.podo.node.host.HostUsage;
import dev.podo.node.host.HostUsage.Amount;
import dev.podo.node.simulated.SimulatedHost;
import dev.podo.node.simulated.SimulatedRuntime;
import dev.podo.node.volumes.PodDirectories;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EvictionLoopTest {
  private final Environment environment = Environment.system();
  private final Scope scope = Scope.root("test", environment);
  private final SimulatedHost host = SimulatedHost.numbered("n1", 1);
  private final List<String> happened = new ArrayList<>();
  private final Residents residents = new Residents();
  private final EvictionLoop loop =
      new EvictionLoop(
          new EvictionLoop.Ports(
              new SimulatedRuntime(environment.clock(), 1),
              host,
              new PodDirectories(Path.of("/pods"), Path.of("/logs")),
              residents,
              EventRecorder.start(new FakeApi(environment), "kubelet", "n1", scope),
              ObjectReference.builder().kind("Node").name("n1").build()),
          EvictionSettings.DEFAULTS,
          scope);

  private final class Residents implements EvictionLoop.Residents {
    private List<Pod> active = List.of();
    private boolean evicting;

    @Override
    public List<Pod> active() {
      return active;
    }

    @Override
    public void evict(Pod pod, String message) {
      happened.add("evict " + pod.metadata().name());
      evicting = true;
    }

    @Override
    public boolean isEvicting() {
      return evicting;
    }

    @Override
    public void removeUnusedImages() {
      happened.add("clean");
    }

    @Override
    public void pressureChanged() {
      happened.add("now " + loop.conditions());
    }
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static HostUsage left(long memory, long disk) {
    var plenty = new Amount(100, 100);
    return new HostUsage(new Amount(memory, 1L << 33), new Amount(disk, 1000), plenty, plenty);
  }

  @Test
  void onePodAtATimeGoesAndOnlyWhileItIsTooLittle() throws Exception {
    residents.active =
        List.of(
            EvictedPodsTest.pod("important", 5, Map.of()), EvictedPodsTest.pod("b", 1, Map.of()));
    host.usage(left(1 << 30, 1000));
    loop.step();
    assertThat(happened).isEmpty();

    host.usage(left(1, 1000));
    loop.step();
    loop.step();
    assertThat(happened).containsExactly("now [MEMORY]", "evict b");

    residents.evicting = false;
    residents.active = List.of(residents.active.getFirst());
    loop.step();
    assertThat(happened).last().isEqualTo("evict important");

    residents.evicting = false;
    host.usage(left(1 << 30, 1000));
    loop.step();
    assertThat(happened).hasSize(3);
    assertThat(loop.refuses(EvictedPodsTest.pod("late", null, Map.of())))
        .isEqualTo("The node had condition: [MemoryPressure]. ");
  }

  @Test
  void aFullDiskIsCleanedBeforeAnybodyGoes() throws Exception {
    residents.active = List.of(EvictedPodsTest.pod("a", null, Map.of()));
    host.usage(left(1 << 30, 40));
    loop.step();
    assertThat(happened).containsExactly("now [DISK]", "clean", "evict a");
  }

  @Test
  void theSystemsOwnPodsStayWhateverHappens() throws Exception {
    residents.active = List.of(EvictedPodsTest.pod("system", 2_000_000_000, Map.of()));
    host.usage(left(1, 1000));
    loop.step();
    assertThat(happened).containsExactly("now [MEMORY]");
  }
}
