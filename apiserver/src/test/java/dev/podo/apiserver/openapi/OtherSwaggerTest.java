package dev.podo.apiserver.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Json;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OtherSwaggerTest {
  private final Map<String, Supplier<Map<String, Object>>> paths = new TreeMap<>();
  private final Map<String, Supplier<Map<String, Object>>> types = new TreeMap<>();

  private static final String FIRST =
      """
      {"definitions":{"A":{"type":"object","x-kubernetes-group-version-kind":[{"kind":"A"}]},
      "B":{"type":"object","properties":{"a":{"$ref":"#/definitions/A"}}}},
      "paths":{"/apis/one":{"get":{"schema":{"$ref":"#/definitions/B"}}},"/version/":{}}}\
      """;

  private void add(String json) {
    var tree = new TreeMap<String, @Nullable Object>();
    ((Map<?, ?>) Json.parse(json.getBytes(UTF_8)))
        .forEach((name, value) -> tree.put(String.valueOf(name), value));
    new OtherSwagger(tree).addTo(paths, types, new TreeMap<>());
  }

  private static String text(Map<String, Supplier<Map<String, Object>>> from, String name) {
    return new String(Json.print(from.get(name).get()), UTF_8);
  }

  @Test
  void sharesWhatAllSayAlike() {
    add(FIRST);
    add("{\"definitions\":{\"A\":{\"type\":\"object\"}}}");

    assertThat(types).containsOnlyKeys("A", "B");
    assertThat(paths).containsOnlyKeys("/apis/one");
  }

  @Test
  void givesWhatMeansSomethingElseANameOfItsOwn() {
    add(FIRST);
    var other =
        """
        {"definitions":{"A":{"type":"string"},"A_v2":{"type":"number"},
        "C":{"allOf":[{"$ref":"#/definitions/A"}],"x":"#/definitions/A"}},
        "paths":{"/apis/%s":{"$ref":"#/definitions/A"},"/apis/one":{"post":{}}}}\
        """;
    add(other.formatted("two"));
    add(other.formatted("three"));

    assertThat(types).containsOnlyKeys("A", "A_v2", "A_v3", "B", "C", "C_v2");
    assertThat(text(types, "A")).contains("object");
    assertThat(text(types, "A_v3")).contains("string");
    assertThat(text(types, "C"))
        .isEqualTo("{\"allOf\":[{\"$ref\":\"#/definitions/A_v3\"}],\"x\":\"#/definitions/A\"}");
    assertThat(text(paths, "/apis/one")).contains("get");
    assertThat(text(paths, "/apis/two")).isEqualTo("{\"$ref\":\"#/definitions/A_v3\"}");
    assertThat(text(paths, "/apis/three")).isEqualTo(text(paths, "/apis/two"));
  }
}
