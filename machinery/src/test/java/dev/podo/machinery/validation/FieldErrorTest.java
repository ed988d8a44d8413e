package dev.podo.machinery.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.model.IntOrString;
import dev.podo.model.Quantity;
import dev.podo.model.meta.v1.LabelSelector;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FieldErrorTest {
  private static final FieldPath AT = FieldPath.root("spec", "x");

  record Case(FieldError error, String text) {}

  static List<Case> texts() {
    return List.of(
        new Case(FieldError.required(AT, ""), "spec.x: Required value"),
        new Case(FieldError.required(AT, "give one"), "spec.x: Required value: give one"),
        new Case(FieldError.forbidden(AT, "may not"), "spec.x: Forbidden: may not"),
        new Case(FieldError.duplicate(AT, "a\"b"), "spec.x: Duplicate value: \"a\\\"b\""),
        new Case(FieldError.notFound(AT, "vol"), "spec.x: Not found: \"vol\""),
        new Case(FieldError.tooLong(AT, 253), "spec.x: Too long: may not be more than 253 bytes"),
        new Case(FieldError.tooLong(AT, 1), "spec.x: Too long: may not be more than 1 byte"),
        new Case(FieldError.tooMany(AT, 4, 3), "spec.x: Too many: 4: must have at most 3 items"),
        new Case(FieldError.tooMany(AT, -1, 1), "spec.x: Too many: must have at most 1 item"),
        new Case(FieldError.internal(AT, "broken"), "spec.x: Internal error: broken"),
        new Case(FieldError.typeInvalid(AT, 7L, "no"), "spec.x: Invalid value: 7: no"),
        new Case(
            FieldError.notSupported(AT, "C", List.of("A", "B")),
            "spec.x: Unsupported value: \"C\": supported values: \"A\", \"B\""),
        new Case(FieldError.notSupported(AT, "C", List.of()), "spec.x: Unsupported value: \"C\""),
        new Case(invalid(-1), "spec.x: Invalid value: -1: wrong"),
        new Case(invalid(true), "spec.x: Invalid value: true: wrong"),
        new Case(invalid(null), "spec.x: Invalid value: null: wrong"),
        new Case(invalid("a\nb\u0001"), "spec.x: Invalid value: \"a\\nb\\x01\": wrong"),
        new Case(invalid(Quantity.parse("1500m")), "spec.x: Invalid value: \"1500m\": wrong"),
        new Case(invalid(IntOrString.of("25%")), "spec.x: Invalid value: \"25%\": wrong"),
        new Case(invalid(IntOrString.of(0)), "spec.x: Invalid value: 0: wrong"),
        new Case(invalid(Map.of("a", "b")), "spec.x: Invalid value: {\"a\":\"b\"}: wrong"),
        new Case(invalid(List.of("a", 1)), "spec.x: Invalid value: [\"a\",1]: wrong"),
        new Case(
            FieldError.immutable(
                AT, LabelSelector.builder().matchLabels(Map.of("app", "web")).build()),
            "spec.x: Invalid value: {\"matchLabels\":{\"app\":\"web\"}}: field is immutable"));
  }

  private static FieldError invalid(@Nullable Object value) {
    return FieldError.invalid(AT, value, "wrong");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void printsAsUpstream(Case example) {
    assertThat(example.error()).hasToString(example.text());
  }

  @Test
  void causeNamesAreUpstreams() {
    assertThat(FieldError.required(AT, "").type().cause()).isEqualTo("FieldValueRequired");
    assertThat(FieldError.immutable(AT, 1).type().cause()).isEqualTo("FieldValueInvalid");
  }

  @Test
  void summaryOfOneIsTheErrorItselfAndSaysNothingTwice() {
    var one = FieldError.required(AT, "");
    var other = FieldError.forbidden(AT, "no");
    assertThat(FieldError.summary(List.of(one, one))).isEqualTo("spec.x: Required value");
    assertThat(FieldError.summary(List.of(one, other, one)))
        .isEqualTo("[spec.x: Required value, spec.x: Forbidden: no]");
  }

  @Test
  void quotesWhatCannotBePrinted() {
    assertThat(Texts.quote("ä\u00a0\u200b\ud83d\ude00\u007f\\"))
        .isEqualTo("\"ä\\u00a0\\u200b\ud83d\ude00\\x7f\\\\\"");
  }
}
