package dev.podo.model.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldPredicateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "metadata.name=a|metadata.name=a",
        "metadata.name==a|metadata.name=a",
        "b!=2,a=1|a=1,b!=2",
        "a=|a=",
        "a=x\\,y|a=x\\,y",
        "a=x\\=y|a=x\\=y",
        "a=1,,b=2|a=1,b=2",
        "''|''",
      })
  void isShownInCanonicalForm(String selector, String shown) {
    assertThat(FieldPredicate.parse(selector)).hasToString(shown);
  }

  @Test
  void matchesValuesOfFields() {
    var predicate = FieldPredicate.parse("spec.nodeName=n,status.phase!=Failed");
    assertThat(predicate.matches(Map.of("spec.nodeName", "n", "status.phase", "Running"))).isTrue();
    assertThat(predicate.matches(Map.of("spec.nodeName", "n", "status.phase", "Failed"))).isFalse();
    assertThat(predicate.matches(Map.of("status.phase", "Running"))).isFalse();
    assertThat(FieldPredicate.parse("a=").matches(Map.of())).isTrue();
    assertThat(predicate.exactValue("spec.nodeName")).isEqualTo("n");
    assertThat(predicate.exactValue("status.phase")).isNull();
    assertThat(FieldPredicate.everything().isEverything()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "abc|invalid selector: 'abc'; can't understand 'abc'",
        "a=1,b|invalid selector: 'a=1,b'; can't understand 'b'",
        "a=b=c|invalid field selector: unescaped character in value: 61",
        "a=\\x|invalid field selector: invalid escape sequence: \\x",
        "a=\\|invalid field selector: invalid escape sequence: \\",
      })
  void rejectsBadSyntaxInUpstreamsWords(String selector, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FieldPredicate.parse(selector))
        .withMessage(message);
  }
}
