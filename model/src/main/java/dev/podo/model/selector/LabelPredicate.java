package dev.podo.model.selector;

import dev.podo.model.meta.v1.LabelSelector;
import dev.podo.model.meta.v1.LabelSelectorRequirement;
import dev.podo.model.selector.LabelRequirement.Operator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A condition on the labels of an object: all of its requirements hold.
public final class LabelPredicate {
  private static final LabelPredicate EVERYTHING = new LabelPredicate(List.of(), true);
  private static final LabelPredicate NOTHING = new LabelPredicate(List.of(), false);

  private final List<LabelRequirement> requirements;
  private final boolean selectable;

  private LabelPredicate(List<LabelRequirement> requirements, boolean selectable) {
    this.requirements = requirements;
    this.selectable = selectable;
  }

  /// Holds for any labels.
  public static LabelPredicate everything() {
    return EVERYTHING;
  }

  /// Holds for no labels.
  public static LabelPredicate nothing() {
    return NOTHING;
  }

  /// The predicate that a `labelSelector` parameter spells.
  ///
  /// @throws IllegalArgumentException with upstream's message if it is malformed
  public static LabelPredicate parse(String selector) {
    return ofAll(new LabelSelectorParser(selector).parse());
  }

  /// Holds for labels that contain all of these; not checked.
  public static LabelPredicate of(Map<String, String> labels) {
    var requirements = new ArrayList<LabelRequirement>(labels.size());
    new TreeMap<>(labels)
        .forEach((key, value) ->
            requirements.add(new LabelRequirement(key, Operator.EQUALS, List.of(value))));
    return ofAll(requirements);
  }

  /// The meaning of an API object's selector: absent selects nothing, an empty one everything.
  ///
  /// @throws IllegalArgumentException with upstream's message if it is invalid
  public static LabelPredicate of(@Nullable LabelSelector selector) {
    if (selector == null) {
      return NOTHING;
    }
    var requirements = new ArrayList<LabelRequirement>();
    selector
        .matchLabels()
        .forEach((key, value) ->
            requirements.add(LabelRequirement.checked(key, Operator.EQUALS, List.of(value))));
    for (var expression : selector.matchExpressions()) {
      requirements.add(
          LabelRequirement.checked(expression.key(), operator(expression), expression.values()));
    }
    return ofAll(requirements);
  }

  private static Operator operator(LabelSelectorRequirement expression) {
    return switch (expression.operator()) {
      case "In" -> Operator.IN;
      case "NotIn" -> Operator.NOT_IN;
      case "Exists" -> Operator.EXISTS;
      case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
      default ->
          throw new IllegalArgumentException(
              GoText.quote(expression.operator()) + " is not a valid label selector operator");
    };
  }

  private static LabelPredicate ofAll(List<LabelRequirement> requirements) {
    if (requirements.isEmpty()) {
      return EVERYTHING;
    }
    var sorted = new ArrayList<>(requirements);
    sorted.sort(
        Comparator.comparing(LabelRequirement::key)); // Stable: equal keys keep their order.
    return new LabelPredicate(List.copyOf(sorted), true);
  }

  /// Whether this holds for an object with these labels.
  public boolean matches(Map<String, String> labels) {
    if (!selectable) {
      return false;
    }
    for (var requirement : requirements) {
      if (!requirement.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /// Whether this holds for any labels.
  public boolean isEverything() {
    return selectable && requirements.isEmpty();
  }

  /// Whether this holds for no labels whatever they are.
  public boolean isNothing() {
    return !selectable;
  }

  /// The requirements, sorted by key.
  public List<LabelRequirement> requirements() {
    return requirements;
  }

  /// The one value that this demands of a label; null if it demands none or leaves a choice.
  public @Nullable String exactValue(String key) {
    for (var requirement : requirements) {
      if (requirement.key().equals(key)) {
        return switch (requirement.operator()) {
          case EQUALS, DOUBLE_EQUALS, IN ->
              requirement.values().size() == 1 ? requirement.values().getFirst() : null;
          default -> null;
        };
      }
    }
    return null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LabelPredicate that
        && selectable == that.selectable
        && requirements.equals(that.requirements);
  }

  @Override
  public int hashCode() {
    return requirements.hashCode() * 31 + Boolean.hashCode(selectable);
  }

  /// The canonical text of the selector, which [#parse] reads back.
  @Override
  public String toString() {
    return requirements.stream().map(LabelRequirement::toString).collect(Collectors.joining(","));
  }
}
