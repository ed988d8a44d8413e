package dev.podo.machinery.fieldset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Protobuf;
import dev.podo.model.meta.v1.ManagedFieldsEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FieldSetTest {
  private static FieldSet set(String json) {
    return FieldSet.parse(Json.parse(json));
  }

  private static String json(FieldSet set) {
    return new String(Json.print(set.tree()), StandardCharsets.UTF_8);
  }

  @Test
  void tellsMembersFromWhatLeadsToThem() {
    var set = set("{\"f:a\":{},\"f:b\":{\".\":{},\"f:c\":{}},\"f:d\":{\"f:e\":{}}}");
    assertThat(set.paths()).containsExactly(".a", ".b", ".b.c", ".d.e");
    assertThat(set.has("f:b")).isTrue();
    assertThat(set.has("f:d")).isFalse();
    assertThat(set.has("f:d", "f:e")).isTrue();
    assertThat(set.has("f:d", "f:x", "f:y")).isFalse();
    assertThat(set.has()).isFalse();
  }

  @Test
  void showsPathsAsConflictsTellThem() {
    var set =
        set(
            "{\"f:l\":{\"k:{\\\"port\\\":80,\\\"name\\\":\\\"x\\\"}\":{},\"v:\\\"q\\\"\":{},\"v:1\":{},\"i:3\":{},\"v:true\":{}}}");
    assertThat(set.paths())
        .containsExactlyInAnyOrder(
            ".l[name=\"x\",port=80]", ".l[=\"q\"]", ".l[=1]", ".l[3]", ".l[=true]");
  }

  /// What upstream's `Set.ToJSON` prints of the same set, byte for byte.
  @Test
  void isPrintedInUpstreamsOrder() {
    var printed =
        """
        {"f:l":{".":{},"k:{\\"port\\":80,\\"protocol\\":\\"TCP\\"}":{},"k:{\\"port\\":80,\\"protocol\\":\\"UDP\\"}":{".":{},"f:x":{}},\
        "k:{\\"port\\":443,\\"protocol\\":\\"TCP\\"}":{}},"f:m":{"k:{\\"name\\":\\"a\\"}":{},"k:{\\"name\\":\\"a b\\"}":{},"k:{\\"name\\":\\"ab\\"}":{}},\
        "f:s":{"f:a":{},"k:{\\"b\\":true}":{},"v:-1":{},"v:2":{},"v:2.5":{},"v:10":{},"v:\\"10\\"":{},"v:\\"2\\"":{},"v:false":{},"v:true":{},"i:2":{},"i:10":{}}}
        """
            .strip();
    var set = set(printed);
    assertThat(new String(Json.printFields(set.tree()), StandardCharsets.UTF_8)).isEqualTo(printed);
    var entry = ManagedFieldsEntry.builder().manager("m").fieldsV1(set.tree()).build();
    assertThat(new String(Json.encode(entry), StandardCharsets.UTF_8))
        .isEqualTo("{\"manager\":\"m\",\"fieldsV1\":" + printed + "}");
    var message = new String(Protobuf.encode(entry), StandardCharsets.UTF_8);
    assertThat(message).contains(printed);
  }

  @Test
  void spellsWhatComesFromOutsideInOneWay() {
    var spelled = "{\"f:l\":{\"k:{ \\\"b\\\" : 2, \\\"a\\\":\\\"x\\\" }\":{}}}";
    assertThat(json(set(spelled)))
        .isEqualTo("{\"f:l\":{\"k:{\\\"a\\\":\\\"x\\\",\\\"b\\\":2}\":{}}}");
    assertThat(json(set("{\".\":{},\"f:a\":{}}"))).isEqualTo("{\"f:a\":{}}");
  }

  @Test
  void refusesWhatIsNoFieldsV1() {
    for (var bad :
        new String[] {
          "{\"a\":{}}",
          "{\"x:a\":{}}",
          "{\"f:a\":1}",
          "{\"f:a\":null}",
          "{\"k:[]\":{}}",
          "{\"k:{\":{}}",
          "{\"v:{\":{}}",
          "{\"i:x\":{}}"
        }) {
      assertThatIllegalArgumentException().as(bad).isThrownBy(() -> set(bad));
    }
    assertThat(FieldSet.parse(null).isEmpty()).isTrue();
  }

  @Test
  void quotesOnlyWhatNeedsIt() {
    assertThat(PathElement.value("a\"<\u00e9")).isEqualTo("v:\"a\\\"\\u003c\u00e9\"");
    assertThat(PathElement.value(1L)).isEqualTo("v:1");
    assertThat(PathElement.show(PathElement.value("a\"b"))).isEqualTo("[=\"a\\\"b\"]");
  }

  @Test
  void returnsTheVerySetWhereNothingChanges() {
    var set = set("{\"f:a\":{\".\":{},\"f:b\":{}},\"f:c\":{}}");
    var part = set("{\"f:a\":{\"f:b\":{}}}");
    assertThat(set.union(part)).isSameAs(set);
    assertThat(set.difference(set("{\"f:x\":{},\"f:a\":{\"f:z\":{}}}"))).isSameAs(set);
    assertThat(part.intersection(set)).isSameAs(part);
    assertThat(set.union(FieldSet.EMPTY)).isSameAs(set);
  }

  @Test
  void takesWholeTreesWhereAMemberIsTakenRecursively() {
    var set = set("{\"f:a\":{\"f:b\":{}},\"f:c\":{\"f:d\":{},\"f:e\":{}}}");
    assertThat(set.recursiveDifference(set("{\"f:a\":{},\"f:c\":{\"f:d\":{}}}")).paths())
        .containsExactly(".c.e");
  }

  /// Sets of paths as plain sets of texts are the model that the trees are held against.
  @Test
  void doesWhatSetsDo() {
    var random = new Random(20_26);
    for (var i = 0; i < 500; i++) {
      var left = randomSet(random);
      var right = randomSet(random);
      var a = new TreeSet<>(left.paths());
      var b = new TreeSet<>(right.paths());
      var union = new TreeSet<>(a);
      union.addAll(b);
      assertThat(new TreeSet<>(left.union(right).paths())).isEqualTo(union);
      var difference = new TreeSet<>(a);
      difference.removeAll(b);
      assertThat(new TreeSet<>(left.difference(right).paths())).isEqualTo(difference);
      var intersection = new TreeSet<>(a);
      intersection.retainAll(b);
      assertThat(new TreeSet<>(left.intersection(right).paths())).isEqualTo(intersection);
      assertThat(FieldSet.parse(Json.parse(Json.print(left.tree())))).isEqualTo(left);
    }
  }

  private static FieldSet randomSet(Random random) {
    var set = FieldSet.EMPTY;
    for (var n = random.nextInt(8); n > 0; n--) {
      var path = new ArrayList<String>();
      for (var depth = 1 + random.nextInt(3); depth > 0; depth--) {
        path.add("f:" + (char) ('a' + random.nextInt(3)));
      }
      set = set.union(FieldSet.ofPath(path.toArray(new String[0])));
    }
    return set;
  }

  @Test
  void sharesEqualParts() {
    var pool = new FieldSetPool();
    var first = pool.share(set("{\"f:a\":{\"f:b\":{},\"f:c\":{}},\"f:x\":{\"v:1\":{}}}"));
    var second = pool.share(set("{\"f:a\":{\"f:b\":{},\"f:c\":{}},\"f:x\":{\"v:2\":{}}}"));
    assertThat(second.tree().get("f:a")).isSameAs(first.tree().get("f:a"));
    assertThat(second.paths()).containsExactly(".a.b", ".a.c", ".x[=2]");
    assertThat(pool.share(set("{\"f:a\":{\"f:b\":{},\"f:c\":{}},\"f:x\":{\"v:1\":{}}}")).tree())
        .isSameAs(first.tree());
  }

  @Test
  void forgetsRatherThanGrows() {
    var pool = new FieldSetPool();
    for (var i = 0; i < 50_000; i++) {
      var set = FieldSet.ofFields("status", "f" + i);
      assertThat(pool.share(set)).isEqualTo(set);
    }
  }
}
