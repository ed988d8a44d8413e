package dev.podo.machinery.jsonpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.tree.Node;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {
  private static final Node OBJECT =
      Node.of(
          Json.parse(
              """
              {"a":{"b.c":1,"d":[1,2,3]},"list":[{"n":"x","v":1},{"n":"y","v":2,"w":true}]}\
              """));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        ".a['b.c'] | [1]",
        ".a.b\\.c | [1]",
        ".a.d[0] | [1]",
        ".a.d[-1] | [3]",
        ".a.d[1:] | [2, 3]",
        ".a.d[1::2147483647] | [2]",
        ".a.d[0:2] | [1, 2]",
        ".list[*].n | [\"x\", \"y\"]",
        ".list[?(@.n==\"y\")].v | [2]",
        ".list[?(@.v>1)].n | [\"y\"]",
        ".list[?(@.w)].n | [\"y\"]",
        "..n | [\"x\", \"y\"]",
        ".none.at.all | []",
        ". | [{\"a\":{\"b.c\":1,\"d\":[1,2,3]},\"list\":[{\"n\":\"x\",\"v\":1},{\"n\":\"y\",\"v\":2,\"w\":true}]}]"
      })
  void finds(String path, String found) {
    assertThat(JsonPath.parse(path).find(OBJECT)).hasToString(found);
  }

  @ParameterizedTest
  @ValueSource(strings = {".a[", ".a[x]", "a", ".a[?(@.n==y)]"})
  void refusesWhatIsNoPath(String path) {
    assertThatIllegalArgumentException().isThrownBy(() -> JsonPath.parse(path));
  }
}
