package dev.podo.controllers.endpointslice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.controllers.engine.Samples;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServiceSpec;
import dev.podo.model.discovery.v1.ForNode;
import dev.podo.model.discovery.v1.ForZone;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HintsTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      emptyValue = "",
      value = {
        // trafficDistribution, zone → for zones, for nodes; - for no hints
        "-, z1, -, -",
        "PreferClose, z1, z1, ''",
        "PreferClose, '', -, -",
        "PreferSameZone, z1, z1, ''",
        "PreferSameNode, z1, z1, n1",
        "PreferSameNode, '', '', n1",
      })
  void nearEndpointsAreHintedAtWhereTheServiceAsks(
      String distribution, String zone, String zones, String nodes) {
    var spec = ServiceSpec.builder().trafficDistribution(distribution).build();
    var service = Service.builder().metadata(Samples.named("web")).spec(spec).build();
    var pod = Samples.pod("p", Map.of());
    var placed = pod.withSpec(pod.spec().with(b -> b.nodeName("n1")));

    var hints = Hints.of(service, placed, zone);
    if (zones == null) {
      assertThat(hints).isNull();
    } else {
      assertThat(String.join(",", hints.forZones().stream().map(ForZone::name).toList()))
          .isEqualTo(zones);
      assertThat(String.join(",", hints.forNodes().stream().map(ForNode::name).toList()))
          .isEqualTo(nodes);
    }
  }
}
