package dev.podo.machinery.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.Schema;
import dev.podo.model.core.v1.Pod;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StrategicMergePatchTest {
  @Test
  void leavesTheTreeAndThePatchAsTheyWere() {
    var tree = yaml("spec: {containers: [{name: a}], nodeSelector: {x: y}}");
    var patch = yaml("spec: {containers: [{name: a, image: i}], nodeSelector: {x: null}}");
    StrategicMergePatch.apply(Pod.SCHEMA, tree, patch);
    assertThat(tree).isEqualTo(yaml("spec: {containers: [{name: a}], nodeSelector: {x: y}}"));
    assertThat(patch)
        .isEqualTo(yaml("spec: {containers: [{name: a, image: i}], nodeSelector: {x: null}}"));
  }

  /// A patch that orders all elements puts them in that order, whatever they were.
  @Test
  void ordersWhatItNamesInAnyOrder() {
    for (var seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      var before = random.ints(6, 0, 10).distinct().mapToObj(it -> "{name: c" + it + "}").toList();
      var order = random.ints(8, 0, 10).distinct().mapToObj(it -> "{name: c" + it + "}").toList();
      var result =
          apply(
              Pod.SCHEMA,
              "spec: {containers: " + before + "}",
              "spec: {$setElementOrder/containers: " + order + ", containers: " + order + "}");
      var named = Trees.asList(Trees.get(result, "spec", "containers")).stream();
      var expected = Trees.asList(yaml(order.toString()));
      assertThat(named.filter(expected::contains)).as("seed %d", seed).isEqualTo(expected);
    }
  }

  private static Object apply(Schema<?> schema, String tree, String patch) {
    return StrategicMergePatch.apply(schema, yaml(tree), yaml(patch));
  }

  private static Object yaml(String text) {
    return Json.parse(Json.print(Yaml.parse(text.getBytes(StandardCharsets.UTF_8))));
  }
}
