package dev.podo.machinery.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.RandomTrees;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {
  /// The table of RFC 7386, appendix A.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':'b'}|{'a':'c'}|{'a':'c'}",
        "{'a':'b'}|{'b':'c'}|{'a':'b','b':'c'}",
        "{'a':'b'}|{'a':null}|{}",
        "{'a':'b','b':'c'}|{'a':null}|{'b':'c'}",
        "{'a':['b']}|{'a':'c'}|{'a':'c'}",
        "{'a':'c'}|{'a':['b']}|{'a':['b']}",
        "{'a':{'b':'c'}}|{'a':{'b':'d','c':null}}|{'a':{'b':'d'}}",
        "{'a':[{'b':'c'}]}|{'a':[1]}|{'a':[1]}",
        "['a','b']|['c','d']|['c','d']",
        "{'a':'b'}|['c']|['c']",
        "{'a':'foo'}|null|null",
        "{'a':'foo'}|'bar'|'bar'",
        "{'e':null}|{'a':1}|{'a':1,'e':null}",
        "[1,2]|{'a':'b','c':null}|{'a':'b'}",
        "{}|{'a':{'bb':{'ccc':null}}}|{'a':{'bb':{}}}",
      })
  void changesTheTree(String tree, String patch, String expected) {
    assertThat(MergePatch.apply(json(tree), json(patch))).isEqualTo(json(expected));
  }

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
