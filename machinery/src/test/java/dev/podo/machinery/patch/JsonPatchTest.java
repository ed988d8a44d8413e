package dev.podo.machinery.patch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.machinery.codec.Json;
import org.junit.jupiter.api.Test;

class JsonPatchTest {
  @Test
  void refusesPatchesOfMoreThanTenThousandOperations() {
    var patch =
        "["
            + "{'op':'test','path':'/a','value':1},".repeat(10_000)
            + "{'op':'remove','path':'/a'}]";
    assertThatThrownBy(() -> apply("{'a':1}", patch)).hasMessageContaining("10000, got 10001");
  }

  @Test
  void refusesCopiesOfCopiesThatGrowWithoutBound() {
    var copies = "{'op':'copy','from':'/l','path':'/l/-'},".repeat(100);
    assertThatThrownBy(() -> apply("{'l':['x']}", "[" + copies + "{'op':'remove','path':'/l'}]"))
        .isInstanceOf(PatchException.class)
        .hasMessage("the accumulated size increase of copy exceeds the limit of 3145728");
  }

  @Test
  void countsNumbersOfCopiesAsTheyArePrinted() {
    var list = "[" + "1234567890123456,".repeat(1_000) + "1]";
    var copies = "{'op':'copy','from':'/l','path':'/l/-'},".repeat(8);
    assertThatThrownBy(
            () -> apply("{'l':" + list + "}", "[" + copies + "{'op':'remove','path':'/l'}]"))
        .hasMessage("the accumulated size increase of copy exceeds the limit of 3145728");
  }

  private static Object apply(String tree, String patch) {
    return JsonPatch.apply(json(tree), json(patch));
  }

  private static Object json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }
}
