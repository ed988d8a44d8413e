package dev.podo.cel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Objects against the rules of their definitions.
class ObjectRulesTest {
  private static final String COUNTS = "min: {type: integer}, max: {type: integer}";

  @Test
  void tellsWhichRuleIsBroken() {
    var widgets = Widgets.ofSpec(COUNTS, "{rule: 'self.min <= self.max'}");
    assertThat(widgets.problems()).isEmpty();
    assertThat(widgets.created("spec: {min: 1, max: 2}")).isEmpty();
    assertThat(widgets.created("spec: {min: 3, max: 2}"))
        .containsExactly("spec: Invalid value: failed rule: self.min <= self.max");
    assertThat(widgets.created("spec: {min: 3}"))
        .containsExactly(
            "spec: Invalid value: \"object\": no such key: max evaluating rule: self.min <="
                + " self.max");
    assertThat(widgets.created("")).isEmpty();
  }

  @Test
  void saysWhatTheDefinitionSays() {
    var widgets =
        Widgets.ofSpec(
            COUNTS + ", name: {type: string, maxLength: 10}",
            """
            {rule: 'self.min < 5', message: ' too many '},
            {rule: 'self.min < 6', message: plain, messageExpression: '"too many for " + self.name'},
            {rule: 'self.min < 7', message: plain, messageExpression: 'self.name.substring(self.min)'},
            {rule: 'self.min < 8', reason: FieldValueForbidden, fieldPath: .max, message: not so},
            {rule: 'self.min < 8', reason: FieldValueRequired, message: need},
            {rule: 'self.min < 8', reason: FieldValueDuplicate, message: twice}
            """);
    assertThat(widgets.problems()).isEmpty();
    assertThat(widgets.created("spec: {min: 9, name: box}"))
        .containsExactly(
            "spec: Invalid value: too many",
            "spec: Invalid value: too many for box",
            "spec: Invalid value: plain",
            "spec.max: Forbidden: not so",
            "spec: Required value: need",
            "spec: Duplicate value");
  }

  @Test
  void looksAtTheWholeObject() {
    var widgets =
        new Widgets(
            "{type: object, x-kubernetes-validations: [{rule: 'self.metadata.name == self.spec.name',"
                + " message: names differ}], properties: {spec: {type: object, properties: {name:"
                + " {type: string}}}}}");
    assertThat(widgets.problems()).isEmpty();
    assertThat(widgets.created("spec: {name: w}")).isEmpty();
    assertThat(widgets.created("spec: {name: x}"))
        .containsExactly("<nil>: Invalid value: names differ");
  }

  @Test
  void looksAtEachPart() {
    var widgets =
        Widgets.ofSpec(
            """
            list: {type: array, maxItems: 3, items: {type: string, maxLength: 5,
              x-kubernetes-validations: [{rule: 'self.startsWith("a")', message: not a}]}},
            map: {type: object, maxProperties: 3, additionalProperties: {type: integer,
              x-kubernetes-validations: [{rule: 'self > 0', message: not positive}]}},
            none: {type: string, nullable: true,
              x-kubernetes-validations: [{rule: 'self.size() > 9', message: short}]}
            """,
            "");
    assertThat(widgets.problems()).isEmpty();
    assertThat(widgets.created("spec: {list: [ab, b, a], map: {x: 1, y.z: 0}, none: null}"))
        .containsExactly(
            "spec.list[1]: Invalid value: \"b\": not a",
            "spec.map[y.z]: Invalid value: 0: not positive");
  }

  @Test
  void comparesWithWhatWas() {
    var widgets =
        Widgets.ofSpec(
            """
            fixed: {type: string, x-kubernetes-validations: [{rule: 'self == oldSelf', message: fixed}]},
            parts: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [id], items: {
              type: object, required: [id], properties: {id: {type: string}, num: {type: integer}},
              x-kubernetes-validations: [{rule: 'self.num >= oldSelf.num', message: shrinks}]}},
            first: {type: string}
            """,
            "{rule: '!oldSelf.hasValue() || has(oldSelf.value().first) == has(self.first)',"
                + " optionalOldSelf: true, message: first is for ever}");
    assertThat(widgets.problems()).isEmpty();
    assertThat(widgets.created("spec: {fixed: a, parts: [{id: x, num: 1}]}")).isEmpty();
    assertThat(
            widgets.changed(
                "spec: {fixed: a, parts: [{id: x, num: 3}, {id: yy, num: 1}]}",
                "spec: {fixed: b, parts: [{id: yy, num: 2}, {id: x, num: 2}, {id: z, num: 0}], first: f}"))
        .containsExactly(
            "spec: Invalid value: first is for ever",
            "spec.fixed: Invalid value: \"b\": fixed",
            "spec.parts[1]: Invalid value: shrinks");
  }

  @Test
  void comparesWithinAtomicMaps() {
    var widgets =
        Widgets.ofSpec(
            "map: {type: object, x-kubernetes-map-type: atomic, properties: {a: {type: integer,"
                + " x-kubernetes-validations: [{rule: self >= oldSelf, message: shrinks}]}}}",
            "");
    assertThat(widgets.changed("spec: {map: {a: 2}}", "spec: {map: {a: 1}}"))
        .containsExactly("spec.map.a: Invalid value: 1: shrinks");
    assertThat(widgets.changed("spec: {map: {a: 2}}", "spec: {map: {a: 3}}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'spec: {min: 9, other: a}', 'spec: {min: 9, other: b}', true",
    "'spec: {min: 9, other: a}', 'spec: {min: 8, other: a}', true",
    "'spec: {min: 1, other: a}', 'spec: {min: 9, other: a}', true",
    "'spec: {min: 9}', 'spec: {min: 9}', false"
  })
  void forgivesWhatHasNotChanged(String before, String after, boolean tells) {
    var widgets =
        Widgets.ofSpec(
            "min: {type: integer}, other: {type: string}",
            "{rule: 'self.min < 5', message: too many}");
    assertThat(widgets.changed(before, after).isEmpty()).isEqualTo(!tells);
  }

  @Test
  void tellsWhatItForgives() {
    var widgets =
        Widgets.ofSpec(
            "min: {type: integer}, other: {type: string}",
            "{rule: 'self.min < 5', message: too many}");
    var text = "spec: Invalid value: too many";
    assertThat(widgets.warnings("spec: {min: 9}", "spec: {min: 9}")).containsExactly(text);
    assertThat(widgets.warnings("spec: {min: 9}", "spec: {min: 8}")).isEmpty();
    assertThat(widgets.warnings("spec: {min: 1}", "spec: {min: 1}")).isEmpty();
  }

  @Test
  void forgivesAnUnchangedElementOfAMapList() {
    var widgets =
        Widgets.ofSpec(
            """
            parts: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [id], items: {
              type: object, required: [id], properties: {id: {type: string}, num: {type: integer}},
              x-kubernetes-validations: [{rule: 'self.num < 5', message: too many}]}}
            """,
            "");
    assertThat(
            widgets.changed(
                "spec: {parts: [{id: x, num: 9}]}",
                "spec: {parts: [{id: yy, num: 9}, {id: x, num: 9}]}"))
        .containsExactly("spec.parts[0]: Invalid value: too many");
  }

  @Test
  void waitsForTheSchemaToHold() {
    var widgets = Widgets.ofSpec(COUNTS, "{rule: 'self.min <= self.max'}");
    assertThat(widgets.created("spec: {min: a}"))
        .hasSize(2)
        .last()
        .asString()
        .contains(
            "some validation rules were not checked because the object was invalid; correct the"
                + " existing errors to complete validation");
  }

  @Test
  void givesUpWhatCostsTooMuch() {
    var widgets =
        Widgets.ofSpec(
            "list: {type: array, items: {type: string}}",
            "{rule: 'self.list.all(a, self.list.all(b, self.list.all(c, a + b != c)))', message:"
                + " slow}, {rule: 'false', message: never reached}");
    var list = "x,".repeat(200);
    assertThat(widgets.created("spec: {list: [" + list + "]}"))
        .containsExactly(
            "spec: Invalid value: \"object\": 'operation cancelled: actual cost limit exceeded':"
                + " no further validation rules will be run due to call cost exceeds limit for"
                + " rule: slow");
  }

  @Test
  void endsWhereTheBudgetEnds() {
    var widgets =
        Widgets.ofSpec(
            """
            list: {type: array, items: {type: array, items: {type: integer},
              x-kubernetes-validations: [{rule: 'self.all(a, self.all(b, a + b > 0))', message: slow}]}}
            """,
            "");
    var row = "[" + "1,".repeat(180) + "],";
    assertThat(widgets.created("spec: {list: [" + row.repeat(200) + "]}"))
        .hasSize(1)
        .first()
        .asString()
        .contains("validation failed due to running out of cost budget");
  }
}
