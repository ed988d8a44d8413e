package dev.podo.machinery.structural;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a schema demands of a value besides its type. Lengths are in characters.
///
/// @param format as upstream spells it; "" if none is stated, or one that is not looked at
/// @param pattern "" if there is none
/// @param choices the values of an enumeration; empty if it is none
public record ValueRules(
    String format,
    Bounds bounds,
    Sizes sizes,
    String pattern,
    List<@Nullable Object> choices,
    List<String> required,
    Combined combined) {

  /// The bounds of numbers; null where there is none.
  public record Bounds(
      @Nullable Double minimum,
      boolean exclusiveMinimum,
      @Nullable Double maximum,
      boolean exclusiveMaximum,
      @Nullable Double multipleOf) {
    static final Bounds NONE = new Bounds(null, false, null, false, null);
  }

  /// How long strings, lists and objects may be; null where nothing is said.
  public record Sizes(
      @Nullable Long minLength,
      @Nullable Long maxLength,
      @Nullable Long minItems,
      @Nullable Long maxItems,
      @Nullable Long minProperties,
      @Nullable Long maxProperties) {
    static final Sizes NONE = new Sizes(null, null, null, null, null, null);
  }

  /// Other schemas that must hold, or must not.
  public record Combined(
      List<StructuralSchema> allOf,
      List<StructuralSchema> anyOf,
      List<StructuralSchema> oneOf,
      @Nullable StructuralSchema not) {
    static final Combined NONE = new Combined(List.of(), List.of(), List.of(), null);

    boolean isNone() {
      return allOf.isEmpty() && anyOf.isEmpty() && oneOf.isEmpty() && not == null;
    }
  }

  static final ValueRules NONE =
      new ValueRules("", Bounds.NONE, Sizes.NONE, "", List.of(), List.of(), Combined.NONE);

  /// The pattern, ready to be matched.
  Pattern matcher() {
    return Objects.requireNonNull(Patterns.shared(pattern));
  }
}
