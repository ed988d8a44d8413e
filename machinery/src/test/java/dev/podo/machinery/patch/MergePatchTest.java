package dev.podo.machinery.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.RandomTrees;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':1}|{'a':1}|{}",
        "{'a':1}|{'a':1.0}|{}",
        "{'a':1,'b':2}|{'a':1}|{'b':null}",
        "{'a':{'b':1,'c':2}}|{'a':{'b':1,'c':3}}|{'a':{'c':3}}",
        "{'a':[1,2]}|{'a':[1]}|{'a':[1]}",
        "{'a':{'b':1}}|{'a':'x'}|{'a':'x'}",
      })
  void diffIsTheSmallestPatch(String from, String to, String expected) {
    assertThat(MergePatch.diff(json(from), json(to))).isEqualTo(json(expected));
  }

  @Test
  void applyingTheDiffGivesTheOther() {
    for (var seed = 0; seed < 2000; seed++) {
      var from = new RandomTrees(seed).objectWithoutNulls();
      var to = new RandomTrees(seed + 1_000_000L).objectWithoutNulls();
      assertThat(MergePatch.apply(from, MergePatch.diff(from, to)))
          .as("seed %d", seed)
          .isEqualTo(to);
      assertThat(MergePatch.diff(from, from)).as("seed %d", seed).isEqualTo(Json.parse("{}"));
    }
  }

  private static Object json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }
}
