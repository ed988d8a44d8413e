package dev.podo.machinery.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.machinery.codec.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPatchTest {
  /// The examples of RFC 6902, appendix A, and a few more.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'foo':'bar'}|[{'op':'add','path':'/baz','value':'qux'}]|{'baz':'qux','foo':'bar'}",
        "{'foo':['bar','baz']}|[{'op':'add','path':'/foo/1','value':'qux'}]|{'foo':['bar','qux','baz']}",
        "{'baz':'qux','foo':'bar'}|[{'op':'remove','path':'/baz'}]|{'foo':'bar'}",
        "{'foo':['bar','qux','baz']}|[{'op':'remove','path':'/foo/1'}]|{'foo':['bar','baz']}",
        "{'baz':'qux','foo':'bar'}|[{'op':'replace','path':'/baz','value':'boo'}]|{'baz':'boo','foo':'bar'}",
        "{'foo':{'bar':'baz','waldo':'fred'},'qux':{'corge':'grault'}}|[{'op':'move','from':'/foo/waldo','path':'/qux/thud'}]|{'foo':{'bar':'baz'},'qux':{'corge':'grault','thud':'fred'}}",
        "{'foo':['all','grass','cows','eat']}|[{'op':'move','from':'/foo/1','path':'/foo/3'}]|{'foo':['all','cows','eat','grass']}",
        "{'baz':'qux','foo':['a',2,'c']}|[{'op':'test','path':'/baz','value':'qux'},{'op':'test','path':'/foo/1','value':2.0}]|{'baz':'qux','foo':['a',2,'c']}",
        "{'foo':'bar'}|[{'op':'add','path':'/child','value':{'grandchild':{}}}]|{'child':{'grandchild':{}},'foo':'bar'}",
        "{'foo':'bar'}|[{'op':'add','path':'/baz','value':'qux','xyz':123}]|{'baz':'qux','foo':'bar'}",
        "{'/':9,'~1':10}|[{'op':'test','path':'/~01','value':10}]|{'/':9,'~1':10}",
        "{'foo':['bar']}|[{'op':'add','path':'/foo/-','value':['abc','def']}]|{'foo':['bar',['abc','def']]}",
        "{'a':1}|[{'op':'replace','path':'','value':{'b':2}}]|{'b':2}",
        "{'a':{'b':1}}|[{'op':'copy','from':'/a','path':'/c'}]|{'a':{'b':1},'c':{'b':1}}",
        "{'a':1}|[{'op':'add','path':'/a','value':null}]|{'a':null}",
        "{'a':1}|[{'op':'test','path':'/missing','value':null}]|{'a':1}",
        "{'a':1}|[{'op':'move','from':'/a','path':'/a'}]|{'a':1}",
        "{'a':1}|[]|{'a':1}",
        "{'m':{'a/b':{'c~d':1}}}|[{'op':'remove','path':'/m/a~1b/c~0d'}]|{'m':{'a/b':{}}}",
      })
  void changesTheTree(String tree, String patch, String expected) {
    assertThat(apply(tree, patch)).isEqualTo(json(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{'op':'test','path':'/a','value':2}]|testing value /a failed",
        "[{'op':'test','path':'/a','value':'1'}]|testing value /a failed",
        "[{'op':'add','path':'/x/y','value':1}]|the path component \"x\" does not exist",
        "[{'op':'remove','path':'/x'}]|the path component \"x\" does not exist",
        "[{'op':'replace','path':'/x','value':1}]|the path component \"x\" does not exist",
        "[{'op':'add','path':'/l/9','value':1}]|array index out of bounds: 9",
        "[{'op':'remove','path':'/l/1'}]|array index out of bounds: 1",
        "[{'op':'add','path':'/l/01','value':1}]|invalid array index \"01\"",
        "[{'op':'remove','path':'/l/-'}]|invalid array index \"-\"",
        "[{'op':'copy','from':'/x','path':'/y'}]|the path component \"x\" does not exist",
        "[{'op':'move','from':'/o','path':'/o/p'}]|cannot move /o into itself at /o/p",
        "[{'op':'add','path':'/a/b','value':1}]|the path component \"b\" does not exist",
      })
  void cannotBeProcessed(String patch, String message) {
    assertThatThrownBy(() -> apply("{'a':1,'l':[0],'o':{}}", patch))
        .isInstanceOfSatisfying(
            PatchException.class,
            it -> assertThat(it.kind()).isEqualTo(PatchException.Kind.UNPROCESSABLE))
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}",
        "[1]",
        "[{}]",
        "[{'op':'add','path':'/a'}]",
        "[{'op':'jump','path':'/a'}]",
        "[{'op':'add','path':'a','value':1}]",
        "[{'op':'add','value':1}]",
        "[{'op':'move','path':'/a'}]",
        "[{'op':1,'path':'/a'}]",
      })
  void isMalformed(String patch) {
    assertThatThrownBy(() -> apply("{'a':1}", patch))
        .isInstanceOfSatisfying(
            PatchException.class,
            it -> assertThat(it.kind()).isEqualTo(PatchException.Kind.MALFORMED));
  }

  @Test
  void anOperationThatFailsLeavesTheTreeAsItWas() {
    var tree = json("{'a':{'b':1}}");
    assertThatThrownBy(() ->
            JsonPatch.apply(
                tree, json("[{'op':'remove','path':'/a/b'},{'op':'remove','path':'/x'}]")))
        .isInstanceOf(PatchException.class);
    assertThat(tree).isEqualTo(json("{'a':{'b':1}}"));
  }

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
