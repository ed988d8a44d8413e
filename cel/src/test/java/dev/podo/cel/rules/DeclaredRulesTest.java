package dev.podo.cel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rules that a definition may not state.
class DeclaredRulesTest {
  private static final String AT =
      "spec.versions[0].schema.openAPIV3Schema.properties[spec].x-kubernetes-validations[0]";

  private static List<String> problems(String rule) {
    return Widgets.ofSpec("num: {type: integer}, s: {type: string}", rule).problems();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{rule: ' '}|rule: Required value: rule is not specified",
        "{rule: self.num > 1, message: ' '}"
            + "|message: Invalid value: \" \": must be non-empty if specified",
        "{rule: self.num > 1, message: \"a\\nb\"}"
            + "|message: Invalid value: \"a\\nb\": must not contain line breaks",
        "{rule: \"self.n\\n> 1\"}"
            + "|message: Required value: message must be specified if rule contains line breaks",
        "{rule: self.num > 1, messageExpression: ' '}"
            + "|messageExpression: Required value: messageExpression must be non-empty if specified",
        "{rule: self.num > 1, reason: Odd}"
            + "|reason: Unsupported value: \"Odd\": supported values: \"FieldValueDuplicate\","
            + " \"FieldValueForbidden\", \"FieldValueInvalid\", \"FieldValueRequired\"",
        "{rule: self.num > 1, fieldPath: .x}"
            + "|fieldPath: Invalid value: \".x\": must be a valid path",
        "{rule: self.num > 1, fieldPath: num}"
            + "|fieldPath: Invalid value: \"num\": must be a valid path",
        "{rule: self.num > 1, optionalOldSelf: true}"
            + "|optionalOldSelf: Invalid value: true: may not be set if oldSelf is not used in rule",
      })
  void refusesWhatSaysTooLittle(String rule, String problem) {
    assertThat(problems(rule)).containsExactly(AT + "." + problem);
  }

  @Test
  void compilesNothingBeforeTheTextsAreSound() {
    assertThat(problems("{rule: 'self.num > '}, {rule: self.num > 1, message: ' '}"))
        .containsExactly(
            AT.replaceFirst("validations\\[0\\]$", "validations[1]")
                + ".message: Invalid value: \" \": must be non-empty if specified");
  }

  @Test
  void refusesWhatIsNoExpression() {
    assertThat(problems("{rule: 'self.num > '}"))
        .hasSize(1)
        .first()
        .asString()
        .startsWith(
            AT
                + ".rule: Invalid value: {\"rule\":\"self.num \\u003e \"}: compilation failed: ERROR: ");
    assertThat(problems("{rule: self.num + 1}"))
        .hasSize(1)
        .first()
        .asString()
        .endsWith("cel expression must evaluate to a bool");
    assertThat(problems("{rule: self.num > 1, messageExpression: self.num}"))
        .hasSize(1)
        .first()
        .asString()
        .startsWith(AT + ".messageExpression: ")
        .endsWith("messageExpression must evaluate to a string");
    assertThat(problems("{rule: self.num > 1, messageExpression: self.x}"))
        .hasSize(1)
        .first()
        .asString()
        .contains("messageExpression compilation failed: ERROR: ");
  }

  @Test
  void refusesToCompareWhatCannotBeFoundAgain() {
    var list =
        Widgets.ofSpec(
            "list: {type: array, maxItems: 3, items: {type: string, maxLength: 9,"
                + " x-kubernetes-validations: [{rule: self == oldSelf}]}}",
            "");
    assertThat(list.problems())
        .containsExactly(
            "spec.versions[0].schema.openAPIV3Schema.properties[spec].properties[list].items"
                + ".x-kubernetes-validations[0].rule: Invalid value: \"self == oldSelf\": oldSelf"
                + " cannot be used on the uncorrelatable portion of the schema within"
                + " spec.versions[0].schema.openAPIV3Schema.properties[spec].properties[list]");
    var map =
        Widgets.ofSpec(
            "map: {type: object, x-kubernetes-map-type: atomic, properties: {a: {type: integer,"
                + " x-kubernetes-validations: [{rule: self == oldSelf}]}}}",
            "");
    assertThat(map.problems()).isEmpty();
  }

  @Test
  void refusesWhatMayCostTooMuch() {
    var unbounded =
        Widgets.ofSpec(
            "list: {type: array, items: {type: string, x-kubernetes-validations: [{rule:"
                + " 'self.contains(\"x\")'}]}}",
            "");
    assertThat(unbounded.problems())
        .anySatisfy(problem ->
            assertThat(problem)
                .contains(
                    "rule: Forbidden: estimated rule cost exceeds budget by factor of more than 100x"
                        + " (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where"
                        + " arrays, maps, and strings are declared)"));
    var bounded =
        Widgets.ofSpec(
            "list: {type: array, maxItems: 100, items: {type: string, maxLength: 100,"
                + " x-kubernetes-validations: [{rule: 'self.contains(\"x\")'}]}}",
            "");
    assertThat(bounded.problems()).isEmpty();
  }

  @Test
  void countsAMessageOnceHoweverOftenItsRuleApplies() {
    var widgets =
        Widgets.ofSpec(
            "list: {type: array, items: {type: string, maxLength: 20, x-kubernetes-validations:"
                + " [{rule: 'self.size() < 5', messageExpression: 'self + self + self"
                + " + self + self'}]}}",
            "");
    assertThat(widgets.problems()).isEmpty();
  }

  @Test
  void refusesWhatCostsTooMuchTogether() {
    var properties = new StringBuilder();
    for (var i = 0; i < 40; i++) {
      properties.append(
          "p%d: {type: array, maxItems: 2000, items: {type: string, maxLength: 4000, x-kubernetes-validations: [{rule: 'self.contains(\"x\")'}]}},"
              .formatted(i));
    }
    var problems = Widgets.ofSpec(properties.toString(), "").problems();
    assertThat(problems).hasSize(5);
    assertThat(problems)
        .filteredOn(problem ->
            problem.contains(
                "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema"))
        .hasSize(4);
    assertThat(problems.getLast())
        .startsWith(
            "spec.versions[0].schema.openAPIV3Schema: Forbidden: x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema exceeds budget by factor of ");
  }

  @Test
  void hasNoPlaceWithinAlternatives() {
    var widgets =
        Widgets.ofSpec(
            "num: {type: integer, anyOf: [{x-kubernetes-validations: [{rule: self > 1}]}]}", "");
    assertThat(widgets.problems())
        .containsExactly(
            "spec.versions[0].schema.openAPIV3Schema.properties[spec].properties[num].anyOf[0]"
                + ".x-kubernetes-validations: Forbidden: must be empty to be structural");
  }

  @Test
  void holdsDefaultsToTheRules() {
    var at = "spec.versions[0].schema.openAPIV3Schema.properties[spec].properties[num].default";
    assertThat(
            Widgets.ofSpec(
                    "num: {type: integer, default: 1, x-kubernetes-validations: [{rule: self > 3,"
                        + " message: too few}]}",
                    "")
                .problems())
        .containsExactly(at + ": Invalid value: 1: too few");
    assertThat(
            Widgets.ofSpec(
                    "num: {type: integer, default: 1, x-kubernetes-validations: [{rule: self > oldSelf,"
                        + " message: must grow}]}",
                    "")
                .problems())
        .containsExactly(at + ": Invalid value: 1: must grow");
    assertThat(
            Widgets.ofSpec(
                    "num: {type: integer, default: 1, x-kubernetes-validations: [{rule:"
                        + " oldSelf.hasValue(), optionalOldSelf: true, message: must be there}]}",
                    "")
                .problems())
        .containsExactly(at + ": Invalid value: 1: must be there");
    assertThat(
            Widgets.ofSpec(
                    "list: {type: array, maxItems: 2, default: [a, b], items: {type: string, maxLength:"
                        + " 3, x-kubernetes-validations: [{rule: self == 'a', message: no a}]}}",
                    "")
                .problems())
        .containsExactly(at.replace("[num]", "[list]") + "[1]: Invalid value: \"b\": no a");
  }
}
