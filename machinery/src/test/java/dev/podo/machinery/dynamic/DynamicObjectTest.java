package dev.podo.machinery.dynamic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Protobuf;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.patch.JsonPatch;
import dev.podo.machinery.patch.MergePatch;
import dev.podo.machinery.tree.Node;
import dev.podo.machinery.tree.Trees;
import dev.podo.model.meta.v1.ListMeta;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DynamicObjectTest {
  private static final String JSON =
      """
      {"above":1,"apiVersion":"e.com/v1","items":[],"kind":"Thing","metadata":{"name":"a",\
      "labels":{"x":"y"}},"spec":{"b":null,"a":[1,2.5,true]}}\
      """;
  private static final String PRINTED =
      """
      {"above":1,"apiVersion":"e.com/v1","items":[],"kind":"Thing","metadata":{"name":"a",\
      "labels":{"x":"y"}},"spec":{"a":[1,2.5,true],"b":null}}\
      """;

  private static DynamicObject read(String json) {
    return Json.decode(DynamicObject.SCHEMA, json.getBytes(UTF_8), Strictness.IGNORE).value();
  }

  private static String print(DynamicObject object) {
    return new String(Json.encode(object), UTF_8);
  }

  @Test
  void readsWhatItPrintsWithFieldsSortedByName() {
    var object = read(JSON);
    assertThat(print(object)).isEqualTo(PRINTED);
    assertThat(read(print(object))).isEqualTo(object).hasSameHashCodeAs(object);
    assertThat(object.metadata().labels()).containsEntry("x", "y");
    assertThat(object.get("spec", "a")).isEqualTo(List.of(1L, 2.5, true));
  }

  @Test
  void isTheSameByTreeAndByYaml() {
    var object = read(JSON);
    assertThat(DynamicObject.of(Trees.of(object))).isEqualTo(object);
    assertThat(new String(Json.print(Trees.of(object)), UTF_8))
        .contains("\"above\":1,\"apiVersion\"");
    var yaml = Yaml.encode(object);
    assertThat(Yaml.decode(DynamicObject.SCHEMA, yaml, Strictness.IGNORE).value())
        .isEqualTo(object);
  }

  @Test
  void hasNoProtobufForm() {
    assertThat(Protobuf.supports(DynamicObject.SCHEMA)).isFalse();
    assertThat(Protobuf.supports(DynamicList.SCHEMA)).isFalse();
  }

  @Test
  void tellsDuplicateFieldsAtAnyDepthAndUnknownOnesInMetadata() {
    var json =
        """
        {"apiVersion":"e.com/v1","kind":"Thing","metadata":{"name":"a","colour":1},
         "spec":{"a":1,"a":2,"list":[{"b":1,"b":2}]},"spec2":1,"spec2":2}\
        """;
    var decoded = Json.decode(DynamicObject.SCHEMA, json.getBytes(UTF_8), Strictness.STRICT);
    assertThat(decoded.problems())
        .containsExactly(
            "unknown field \"metadata.colour\"",
            "duplicate field \"spec.a\"",
            "duplicate field \"spec.list[0].b\"",
            "duplicate field \"spec2\"");
    assertThat(decoded.value().get("spec", "a")).isEqualTo(2L);
  }

  @Test
  void showsItselfAsANode() {
    var node = Node.of(read(JSON));
    assertThat(node.names()).contains("metadata", "spec", "above");
    assertThat(node.at("spec", "a")).extracting(Node::size).isEqualTo(3);
    assertThat(node.at("metadata", "labels", "x")).extracting(Node::tree).isEqualTo("y");
    assertThat(node.get("none")).isNull();
  }

  @Test
  void takesPatches() {
    var tree = Trees.of(read(JSON));
    var merged = MergePatch.apply(tree, Json.parse("{\"spec\":{\"c\":1},\"above\":null}"));
    assertThat(print(DynamicObject.of(merged))).contains("\"c\":1").doesNotContain("above");
    var patched =
        JsonPatch.apply(tree, Json.parse("[{\"op\":\"add\",\"path\":\"/spec/d\",\"value\":[]}]"));
    assertThat(DynamicObject.of(patched).get("spec", "d")).isEqualTo(List.of());
  }

  @Test
  void listsLikeAnyOther() {
    var list =
        new DynamicList(
            "e.com/v1",
            "ThingList",
            ListMeta.builder().resourceVersion("7").build(),
            List.of(read(JSON)));
    var read = Json.decode(DynamicList.SCHEMA, Json.encode(list), Strictness.STRICT);
    assertThat(read.value()).isEqualTo(list);
    assertThat(read.problems()).isEmpty();
  }

  @Test
  void changesByCopyOnly() {
    var object = read(JSON);
    var changed = object.with("status", Map.of("ready", true)).withApiVersion("e.com/v2");
    assertThat(changed.get("status", "ready")).isEqualTo(true);
    assertThat(changed.apiVersion()).isEqualTo("e.com/v2");
    assertThat(changed.with("status", null).withApiVersion("e.com/v1")).isEqualTo(object);
  }
}
