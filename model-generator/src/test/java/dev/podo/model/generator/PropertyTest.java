package dev.podo.model.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PropertyTest {
  @ParameterizedTest
  @CsvSource({
    "replicas, replicas",
    "continue, continue_",
    "default, default_",
    "schema, schema_",
    "$ref, ref",
    "$schema, dollarSchema",
    "x-kubernetes-map-type, xKubernetesMapType",
    "hostIP, hostIP"
  })
  void namesComponentsAsJsonDoes(String json, String java) {
    var facts = new Property.Facts('v', '?', false);
    var property =
        new Property(
            json,
            PropertyType.Scalar.STRING,
            1,
            List.of(),
            facts,
            false,
            Property.Merge.NONE,
            null,
            "");
    assertThat(property.javaName()).isEqualTo(java);
  }
}
