package dev.podo.machinery.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.machinery.tree.Trees;
import dev.podo.model.core.v1.ConfigMap;
import dev.podo.model.core.v1.Pod;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {
  /// Plain scalars with the JSON that kubectl makes of them.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "yes|true",
        "Yes|true",
        "on|true",
        "y|true",
        "true|true",
        "no|false",
        "OFF|false",
        "n|false",
        "yEs|\"yEs\"",
        "~|null",
        "null|null",
        "=|\"=\"",
        "1|1",
        "-1|-1",
        "+1|1",
        "010|8",
        "0o10|8",
        "08|8",
        "0x1F|31",
        "0b101|5",
        "-0b101|-5",
        "1_000|1000",
        "1.5|1.5",
        ".5|0.5",
        "5.|5",
        "1e3|1000",
        "1E-3|0.001",
        "18446744073709551615|18446744073709552000",
        "1e999|\"1e999\"",
        "1:30|\"1:30\"",
        "22:22:22|\"22:22:22\"",
        "2026-01-02|\"2026-01-02\"",
        "2026-01-02T03:04:05Z|\"2026-01-02T03:04:05Z\"",
        "1.2.3|\"1.2.3\"",
        "0x|\"0x\"",
        "-|[null]",
        "'1'|\"1\"",
        "\"yes\"|\"yes\"",
        "!!str 1|\"1\"",
        "!!int \"1\"|1",
        "!!float 1|1",
        "!!binary aGk=|\"hi\"",
        "!foo 1|\"1\"",
        "a b|\"a b\"",
        "{a: 1}|{\"a\":1}",
        "[a, 'b']|[\"a\",\"b\"]",
      })
  void readsScalarsAsKubectl(String yaml, String json) {
    assertThat(json(Yaml.parse(yaml.getBytes(UTF_8)))).isEqualTo(json);
  }

  @Test
  void keysBecomeStrings() {
    assertThat(json(parse("1: a\nyes: b\n1.5: c\n'x': d\n")))
        .isEqualTo("{\"1\":\"a\",\"1.5\":\"c\",\"true\":\"b\",\"x\":\"d\"}");
  }

  @Test
  void followsAliasesAndMergesMaps() {
    assertThat(
            json(
                parse(
                    "a: &x {b: 1, c: 2}\nd: *x\ne:\n  <<: *x\n  c: 3\nf:\n  <<: [{g: 1}, {g: 2, h: 3}]\n")))
        .isEqualTo(
            "{\"a\":{\"b\":1,\"c\":2},\"d\":{\"b\":1,\"c\":2},\"e\":{\"b\":1,\"c\":3},\"f\":{\"g\":1,\"h\":3}}");
  }

  @Test
  void readsManyDocumentsAndLeavesOutEmptyOnes() {
    var stream = "# none\n---\na: 1\n---\n---\n# nothing\n---\nb: 2\n...\n";
    assertThat(Yaml.parseAll(stream.getBytes(UTF_8)))
        .isEqualTo(List.of(Map.of("a", 1L), Map.of("b", 2L)));
    assertThat(parse("---\na: 1\n---\n")).isEqualTo(Map.of("a", 1L));
    assertThat(parse("")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: b: c",
        "a: *x",
        "[1",
        "? {a: b}\n: c",
        "~: a",
        "a: .nan",
        "a: .inf",
        "\"\\x",
        "a: \"b\\u",
        "a: 1\n---\nb: 2",
        "a: !!binary '*'",
        "<<: 1",
        "\tx",
        "a: \u0000",
        "&a [*a]",
        "}"
      })
  void refusesMalformedText(String yaml) {
    assertThatThrownBy(() -> parse(yaml))
        .isInstanceOf(DecodeException.class)
        .hasMessageStartingWith("error converting YAML to JSON: ");
  }

  @Test
  void refusesDocumentsThatAliasesBlowUp() {
    var yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (var i = 1; i < 20; i++) {
      yaml.append("a%d: &a%d [".formatted(i, i))
          .append(("*a" + (i - 1) + ", ").repeat(10))
          .append("]\n");
    }
    assertThatThrownBy(() -> parse(yaml.toString()))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("excessive aliasing");
  }

  @Test
  void refusesDeepNesting() {
    assertThatThrownBy(() -> parse("[".repeat(20_000)))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("max depth");
    assertThatThrownBy(() -> parse("- ".repeat(20_000))).isInstanceOf(DecodeException.class);
  }

  @Test
  void reportsDuplicatesByLineAndUnknownFieldsByPath() {
    var yaml = "kind: Pod\nspec:\n  foo: 1\n  nodeName: a\n  nodeName: b\n";
    var decoded = Yaml.decode(Pod.SCHEMA, yaml.getBytes(UTF_8), Strictness.STRICT);
    assertThat(decoded.problems())
        .containsExactly(
            "yaml: unmarshal errors:\n  line 5: key \"nodeName\" already set in map",
            "unknown field \"spec.foo\"");
    assertThat(decoded.value().spec().nodeName()).isEqualTo("b");
    assertThat(Yaml.decode(Pod.SCHEMA, yaml.getBytes(UTF_8), Strictness.IGNORE).problems())
        .isEmpty();
    assertThat(Yaml.typeMeta(yaml.getBytes(UTF_8))).isEqualTo(new TypeMeta("", "Pod"));
  }

  @Test
  void printsAsKubectl() {
    var json =
        """
        {"metadata":{"name":"c","labels":{"a":"yes","b":"1","c":"plain text","d":""}},
        "data":{"app.conf":"a: b\\n  c\\n","last":"no newline\\nat end","tricky":"*star","colon":"a: b",
        "quote":"it's: me","tab":"a\\tb","trail":"x ","keep":"x\\n\\n","lead":" x\\ny\\n"}}
        """;
    var value = Json.decode(ConfigMap.SCHEMA, json.getBytes(UTF_8), Strictness.STRICT).value();
    assertThat(new String(Yaml.encode(value), UTF_8))
        .isEqualTo(
            """
            apiVersion: v1
            data:
              app.conf: |
                a: b
                  c
              colon: 'a: b'
              keep: |+
                x

              last: |-
                no newline
                at end
              lead: |2
                 x
                y
              quote: 'it''s: me'
              tab: "a\\tb"
              trail: 'x '
              tricky: '*star'
            kind: ConfigMap
            metadata:
              labels:
                a: "yes"
                b: "1"
                c: plain text
                d: ""
              name: c
            """);
  }

  @Test
  void printsListsUnderTheirField() {
    assertThat(
            new String(
                Yaml.print(Json.parse("{\"a\":[{\"b\":1,\"c\":[2]},[3,[4]],[],{}],\"d\":null}")),
                UTF_8))
        .isEqualTo("a:\n- b: 1\n  c:\n  - 2\n- - 3\n  - - 4\n- []\n- {}\nd: null\n");
  }

  @Test
  void treesReadBackAsTheyWere() {
    for (var seed = 0; seed < 1000; seed++) {
      var tree = new RandomTrees(seed).object();
      var printed = Yaml.print(tree);
      assertThat(Trees.deepEquals(Yaml.parse(printed), tree))
          .as("seed %d: %s as %s", seed, Json.show(tree), new String(printed, UTF_8))
          .isTrue();
    }
  }

  private static Object parse(String yaml) {
    return Yaml.parse(yaml.getBytes(UTF_8));
  }

  private static String json(Object tree) {
    return new String(Json.print(tree), UTF_8);
  }
}
