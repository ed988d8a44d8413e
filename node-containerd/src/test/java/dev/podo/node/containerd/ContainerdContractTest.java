package dev.podo.node.containerd;

import dev.podo.foundation.Clock;
import dev.podo.node.runtime.Runtime;
import dev.podo.node.runtime.RuntimeContract;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnContainerd.class)
final class ContainerdContractTest extends RuntimeContract {
  private final TestNode node;

  ContainerdContractTest(TestNode node) {
    this.node = node;
  }

  @Override
  protected Runtime runtime() {
    return node.runtime();
  }

  @Override
  protected String image() {
    return "box:1";
  }

  @Override
  protected Clock clock() {
    return Clock.system();
  }

  @Override
  protected List<String> sleepForever() {
    return List.of("sh", "-c", "trap 'exit 0' TERM; while true; do sleep 0.1; done");
  }
}
