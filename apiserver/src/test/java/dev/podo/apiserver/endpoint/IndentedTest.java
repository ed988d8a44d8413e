package dev.podo.apiserver.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Json;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndentedTest {
  private static String print(String json, int atOnce) {
    var bytes = json.getBytes(UTF_8);
    var pieces = new ArrayList<byte[]>();
    for (var at = 0; at < bytes.length; at += atOnce) {
      pieces.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + atOnce)));
    }
    var out = new ByteArrayOutputStream();
    Indented.print(pieces).forEach(out::writeBytes);
    return out.toString(UTF_8);
  }

  @Test
  void givesEveryValueItsLine() {
    assertThat(
            print("{\"a\":1,\"b\":[true,null],\"c\":{},\"d\":[],\"e\":{\"f\":\"{,:\\\"}\"}}\n", 99))
        .isEqualTo(
            """
            {
              "a": 1,
              "b": [
                true,
                null
              ],
              "c": {},
              "d": [],
              "e": {
                "f": "{,:\\"}"
              }
            }
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}\n",
        "[]",
        "\"\\\\\"",
        "{\"x\":\"\\\\\\\"[포도]\",\"y\":[[],{},[{}]],\"z\":-1.5e3}",
        "[\"a\\nb\",\"\\u0000\"]"
      })
  void meansTheSameHoweverItIsCut(String json) {
    var whole = print(json, 1_000);
    for (var cut : List.of(1, 2, 3, 7)) {
      assertThat(print(json, cut)).isEqualTo(whole);
    }
    assertThat(Json.parse(whole.getBytes(UTF_8))).isEqualTo(Json.parse(json.getBytes(UTF_8)));
  }
}
