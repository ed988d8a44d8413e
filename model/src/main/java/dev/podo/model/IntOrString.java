package dev.podo.model;

import org.jspecify.annotations.Nullable;

/// An integer or a string: a port by number or name, an amount by number or percentage.
public sealed interface IntOrString {
  /// The zero value, which upstream shows as 0.
  IntOrString ZERO = new OfInt(0);

  record OfInt(int value) implements IntOrString {
    @Override
    public String toString() {
      return Integer.toString(value);
    }
  }

  record OfString(String value) implements IntOrString {
    @Override
    public String toString() {
      return value;
    }
  }

  static IntOrString of(int value) {
    return value == 0 ? ZERO : new OfInt(value);
  }

  static IntOrString of(String value) {
    return new OfString(value);
  }

  /// An integer if the text is one that fits 32 bits, else the text.
  static IntOrString parse(String text) {
    var number = parseInt(text);
    return number == null ? of(text) : of(number);
  }

  default boolean isInt() {
    return this instanceof OfInt;
  }

  /// The integer; of a string the integer that it spells, else 0.
  default int intValue() {
    return switch (this) {
      case OfInt(var value) -> value;
      case OfString(var value) -> {
        var number = parseInt(value);
        yield number == null ? 0 : number;
      }
    };
  }

  /// Whether this is a percentage such as `25%`.
  default boolean isPercent() {
    return this instanceof OfString(var value) && percent(value) != null;
  }

  /// The integer itself, or that percentage of a total.
  ///
  /// @throws IllegalArgumentException if this is a string but no percentage
  default int scaled(int total, boolean roundUp) {
    return switch (this) {
      case OfInt(var value) -> value;
      case OfString(var value) -> {
        var percent = percent(value);
        if (percent == null) {
          throw new IllegalArgumentException(
              "invalid value for IntOrString: invalid type: string is not a percentage");
        }
        var hundredfold = (long) percent * total;
        yield (int) (roundUp ? Math.ceilDiv(hundredfold, 100L) : Math.floorDiv(hundredfold, 100L));
      }
    };
  }

  private static @Nullable Integer percent(String text) {
    return text.endsWith("%") ? parseInt(text.substring(0, text.length() - 1)) : null;
  }

  private static @Nullable Integer parseInt(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }
}
