package dev.podo.machinery.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.model.core.v1.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TreesTest {
  private static final Object TREE =
      Json.parse("{\"a\":{\"b\":[{\"c\":1}],\"d\":\"x\"},\"e\":null}");

  @Test
  void getsByNamesAndByPath() {
    assertThat(Trees.get(TREE, "a", "d")).isEqualTo("x");
    assertThat(Trees.text(TREE, "a", "d")).isEqualTo("x");
    assertThat(Trees.text(TREE, "a", "b")).isEmpty();
    assertThat(Trees.get(TREE, "a", "x", "y")).isNull();
    assertThat(Trees.get(TREE, FieldPath.root("a", "b").index(0).child("c"))).isEqualTo(1L);
    assertThat(Trees.get(TREE, FieldPath.root("a", "b").index(1))).isNull();
    assertThat(Trees.get(TREE, FieldPath.root("a").key("d"))).isEqualTo("x");
  }

  @Test
  void setsAndRemovesWithoutChangingTheOld() {
    assertThat(Trees.set(TREE, 2L, "a", "n", "m"))
        .isEqualTo(
            Json.parse("{\"a\":{\"b\":[{\"c\":1}],\"d\":\"x\",\"n\":{\"m\":2}},\"e\":null}"));
    assertThat(Trees.remove(TREE, "a", "b"))
        .isEqualTo(Json.parse("{\"a\":{\"d\":\"x\"},\"e\":null}"));
    assertThat(Trees.remove(TREE, "e"))
        .isEqualTo(Json.parse("{\"a\":{\"b\":[{\"c\":1}],\"d\":\"x\"}}"));
    assertThat(Trees.remove(TREE, "x", "y")).isSameAs(TREE);
    assertThat(TREE).isEqualTo(Json.parse("{\"a\":{\"b\":[{\"c\":1}],\"d\":\"x\"},\"e\":null}"));
    assertThatThrownBy(() -> Trees.set(TREE, 1L, "a", "d", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not an object: \"x\"");
  }

  @Test
  void equalNumbersAreEqualHoweverTheyAreHeld() {
    assertThat(Trees.deepEquals(Json.parse("[1,{\"a\":2.0}]"), Json.parse("[1.0,{\"a\":2}]")))
        .isTrue();
    assertThat(Trees.deepEquals(Json.parse("[1]"), Json.parse("[1,null]"))).isFalse();
    assertThat(Trees.deepEquals(Json.parse("{\"a\":null}"), Json.parse("{\"b\":null}"))).isFalse();
    assertThat(Trees.deepEquals(null, false)).isFalse();
  }

  @Test
  void canonicalTreesAreSortedAndClosed() {
    var open = new TreeMap<String, Object>(Map.of("b", new ArrayList<>(List.of(1)), "a", "x"));
    var closed = Trees.canonical(open);
    open.clear();
    assertThat(closed).isEqualTo(Json.parse("{\"a\":\"x\",\"b\":[1]}"));
    assertThatThrownBy(() -> Trees.asMap(closed).put("c", 1))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void turnsIntoRecordsAndBack() {
    var tree = Json.parse("{\"metadata\":{\"name\":\"a\",\"generation\":2.0},\"unknown\":1}");
    var pod = Trees.to(Pod.SCHEMA, tree);
    assertThat(pod.metadata().generation()).isEqualTo(2);
    assertThat(Trees.to(Pod.SCHEMA, Trees.of(pod))).isEqualTo(pod);
    assertThatThrownBy(() -> Trees.to(Pod.SCHEMA, Json.parse("{\"spec\":{\"nodeName\":1}}")))
        .isInstanceOf(DecodeException.class);
  }
}
