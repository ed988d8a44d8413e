package dev.podo.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.model.Quantity;
import dev.podo.model.selector.FieldPredicate;
import dev.podo.model.selector.LabelPredicate;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Selectors, and other short texts with a grammar: the canonical form means the same.
final class Selectors {
  private static final Map<String, String> LABELS = Map.of("a", "1", "b", "x", "c", "", "e/f", "9");

  private Selectors() {}

  private static String text(byte[] input) {
    return new String(input, StandardCharsets.UTF_8);
  }

  static void labels(byte[] input) {
    LabelPredicate predicate;
    try {
      predicate = LabelPredicate.parse(text(input));
    } catch (IllegalArgumentException refused) {
      return;
    }
    var again = LabelPredicate.parse(predicate.toString());
    assertThat(again).isEqualTo(predicate);
    assertThat(again.matches(LABELS)).isEqualTo(predicate.matches(LABELS));
  }

  static void fields(byte[] input) {
    FieldPredicate predicate;
    try {
      predicate = FieldPredicate.parse(text(input));
    } catch (IllegalArgumentException refused) {
      return;
    }
    // Requirements are sorted as they are spelled, which printing may change.
    var again = FieldPredicate.parse(predicate.toString());
    assertThat(again.requirements()).containsExactlyInAnyOrderElementsOf(predicate.requirements());
    assertThat(again.matches(LABELS)).isEqualTo(predicate.matches(LABELS));
  }

  static void quantity(byte[] input) {
    Quantity quantity;
    try {
      quantity = Quantity.parse(text(input));
    } catch (IllegalArgumentException refused) {
      return;
    }
    var again = Quantity.parse(quantity.toString());
    assertThat(again.compareTo(quantity)).isZero();
    assertThat(again.toString()).isEqualTo(quantity.toString());
    assertThat(quantity.add(again).subtract(again).compareTo(quantity)).isZero();
  }
}
