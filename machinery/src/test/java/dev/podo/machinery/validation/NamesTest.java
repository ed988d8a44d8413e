package dev.podo.machinery.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  private static final String LABEL =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must"
          + " start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used"
          + " for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
  private static final String SUBDOMAIN =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.',"
          + " and must start and end with an alphanumeric character (e.g. 'example.com', regex used"
          + " for validation is"
          + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

  @ParameterizedTest
  @ValueSource(strings = {"a", "ab", "a-b", "0", "a--b", "123-abc"})
  void acceptsLabels(String name) {
    assertThat(Names.dns1123Label(name)).isEmpty();
    assertThat(Names.dns1123Subdomain(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", "A", "a_b", "a b", "ä", "."})
  void rejectsOtherLabels(String name) {
    assertThat(Names.dns1123Label(name)).containsExactly(LABEL);
    assertThat(Names.dns1123Subdomain(name)).containsExactly(SUBDOMAIN);
  }

  @Test
  void saysThatDotsAreWhatIsWrong() {
    assertThat(Names.dns1123Label("a.b")).containsExactly("must not contain dots");
    assertThat(Names.dns1123Subdomain("a.b-c.9")).isEmpty();
    assertThat(Names.dns1123Subdomain("a..b")).containsExactly(SUBDOMAIN);
  }

  @Test
  void limitsLengths() {
    assertThat(Names.dns1123Label("a".repeat(63))).isEmpty();
    assertThat(Names.dns1123Label("a".repeat(64))).containsExactly("must be no more than 63 bytes");
    assertThat(Names.dns1123Subdomain("a".repeat(254)))
        .containsExactly("must be no more than 253 bytes");
    assertThat(Names.labelValue("é".repeat(40))).contains("must be no more than 63 bytes");
  }

  @Test
  void survivesHostileNames() {
    assertThat(Names.dns1123Subdomain("a.".repeat(1_000_000))).hasSize(2);
    assertThat(Names.qualifiedName("a/".repeat(1_000_000))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"a1,true", "1a,false", "a-b,true", "a.b,false", "'',false", "a-,false"})
  void dns1035LabelsBeginWithALetter(String name, boolean valid) {
    assertThat(Names.dns1035Label(name).isEmpty()).isEqualTo(valid);
  }

  @ParameterizedTest
  @CsvSource({"*.a.b,true", "*.a,true", "a.b,false", "*,false", "*.,false", "*.*.a,false"})
  void wildcardsStandForOneLabelInFront(String name, boolean valid) {
    assertThat(Names.wildcardDns1123Subdomain(name).isEmpty()).isEqualTo(valid);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "A.b_c-9", "example.com/MyName", "a.b/c"})
  void acceptsQualifiedNames(String name) {
    assertThat(Names.qualifiedName(name)).isEmpty();
  }

  @Test
  void namesTheWrongPartOfAQualifiedName() {
    var wrongName =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end"
            + " with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex"
            + " used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    assertThat(Names.qualifiedName("")).containsExactly("name part must be non-empty", wrongName);
    assertThat(Names.qualifiedName("a b")).containsExactly(wrongName);
    assertThat(Names.qualifiedName("/a")).containsExactly("prefix part must be non-empty");
    assertThat(Names.qualifiedName("A/a")).containsExactly("prefix part " + SUBDOMAIN);
    assertThat(Names.qualifiedName("a/b/c").getFirst())
        .startsWith("a valid label key must consist of")
        .endsWith("with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
  }

  @ParameterizedTest
  @CsvSource({"'',true", "a,true", "A.b_c,true", "-a,false", "a/b,false", "a.,false"})
  void labelValuesMayBeEmpty(String value, boolean valid) {
    assertThat(Names.labelValue(value).isEmpty()).isEqualTo(valid);
  }

  @Test
  void configMapKeysMayBecomeFileNames() {
    assertThat(Names.configMapKey("..data")).containsExactly("must not start with '..'");
    assertThat(Names.configMapKey("..")).containsExactly("must not be '..'");
    assertThat(Names.configMapKey(".")).containsExactly("must not be '.'");
    assertThat(Names.configMapKey(".profile")).isEmpty();
    assertThat(Names.configMapKey("a/b")).hasSize(1);
    assertThat(Names.configMapKey("")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"http,true", "8080,false", "a--b,false", "-a,false", "a-,false", "Http,false"})
  void portNamesAreServiceNames(String name, boolean valid) {
    assertThat(Names.portName(name).isEmpty()).isEqualTo(valid);
  }

  @Test
  void portNumbersFillSixteenBits() {
    assertThat(Names.portNumber(0)).containsExactly("must be between 1 and 65535, inclusive");
    assertThat(Names.portNumber(65535)).isEmpty();
    assertThat(Names.portNumber(65536)).hasSize(1);
  }

  @Test
  void otherFormats() {
    assertThat(List.of("A", "_a", "a.b-c", "1a", "a b"))
        .allMatch(it -> Names.envVarName(it).isEmpty());
    assertThat(List.of("", "a=b", "ä", "a\nb")).noneMatch(it -> Names.envVarName(it).isEmpty());
    assertThat(List.of("_a", "A9")).allMatch(it -> Names.cIdentifier(it).isEmpty());
    assertThat(List.of("", "9a", "a-b")).noneMatch(it -> Names.cIdentifier(it).isEmpty());
    assertThat(List.of("0%", "250%")).allMatch(it -> Names.percent(it).isEmpty());
    assertThat(List.of("", "%", "-1%", "5")).noneMatch(it -> Names.percent(it).isEmpty());
    assertThat(Names.httpHeaderName("X-A")).isEmpty();
    assertThat(Names.httpHeaderName("X_A")).hasSize(1);
    assertThat(Names.pathSegment("a/b%"))
        .containsExactly("may not contain '/'", "may not contain '%'");
    assertThat(Names.pathSegment("..")).containsExactly("may not be '..'");
    assertThat(Names.pathSegment("system:node")).isEmpty();
    assertThat(Names.maskTrailingDash("web-")).isEqualTo("weba");
  }
}
