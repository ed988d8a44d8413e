package dev.podo.machinery.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Json;
import dev.podo.model.core.v1.Pod;
import org.junit.jupiter.api.Test;

class NodeTest {
  private static final Object TREE =
      Json.parse(
          "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"labels\":{\"a\":\"b\"},"
              + "\"managedFields\":[{\"fieldsV1\":{\"f:x\":{}}}]},\"spec\":{\"containers\":[{\"name\":\"c\","
              + "\"resources\":{\"limits\":{\"cpu\":\"1\"}},\"args\":[\"x\"],\"ports\":[{\"containerPort\":80}]}],"
              + "\"hostNetwork\":true,\"nodeSelector\":{},\"priority\":7},\"status\":{}}");

  @Test
  void recordsAndTreesLookTheSame() {
    var record = Node.of(Trees.to(Pod.SCHEMA, TREE));
    var tree = Node.of(Trees.remove(TREE, "spec", "nodeSelector"));
    same(record, tree);
  }

  private static void same(Node record, Node tree) {
    assertThat(record.kind()).isEqualTo(tree.kind());
    assertThat(record.tree()).isEqualTo(tree.tree());
    assertThat(record.names()).containsExactlyInAnyOrderElementsOf(tree.names());
    assertThat(record.size()).isEqualTo(tree.size());
    for (var name : tree.names()) {
      same(record.get(name), tree.get(name));
    }
    for (var i = 0; i < tree.size(); i++) {
      same(record.element(i), tree.element(i));
    }
    assertThat(record.get("no such name")).isNull();
  }

  @Test
  void walksDownByNames() {
    var node = Node.of(Trees.to(Pod.SCHEMA, TREE));
    assertThat(node.at("metadata", "labels", "a")).hasToString("\"b\"");
    assertThat(node.at("spec", "priority").tree()).isEqualTo(7L);
    assertThat(node.at("spec", "nodeName")).isNull();
    assertThat(node.at("spec", "nodeName", "x")).isNull();
    assertThat(node.at("spec", "containers").element(0).at("resources", "limits", "cpu").kind())
        .isEqualTo(Node.Kind.STRING);
  }
}
