package dev.podo.network.podnetwork;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.podo.machinery.codec.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CniNetworkTest {
  @Test
  void isValidJsonWithBridgeAndPortMapping() {
    var text =
        new CniNetwork("podo", "podo0", "10.244.0.0/24", "/var/lib/\"podo\"/cni", 1450).confList();
    var tree = (Map<?, ?>) Json.parse(text.getBytes(UTF_8));
    var plugins = (List<?>) tree.get("plugins");
    assertThat(tree.get("name")).isEqualTo("podo");
    assertThat(plugins).hasSize(2);
    var bridge = (Map<?, ?>) plugins.getFirst();
    assertThat(bridge.get("bridge")).isEqualTo("podo0");
    assertThat(bridge.get("mtu")).isEqualTo(1450L);
    assertThat(bridge.get("ipam"))
        .isEqualTo(
            Map.of(
                "type", "host-local",
                "dataDir", "/var/lib/\"podo\"/cni",
                "ranges", List.of(List.of(Map.of("subnet", "10.244.0.0/24")))));
  }

  @Test
  void refusesALinkNameThatIsTooLong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CniNetwork("podo", "a-very-long-link", "10.244.0.0/24", "/x", 0))
        .withMessageContaining("a-very-long-link");
  }
}
