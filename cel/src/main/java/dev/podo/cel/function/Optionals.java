package dev.podo.cel.function;

import dev.podo.cel.value.ListValue;
import dev.podo.cel.value.MapValue;
import dev.podo.cel.value.Null;
import dev.podo.cel.value.OptionalValue;
import dev.podo.cel.value.Uint;
import dev.podo.cel.value.Values;
import java.time.Duration;
import java.time.Instant;

/// Values that may be absent.
final class Optionals {
  private static final Instant ZERO_TIME = Instant.parse("0001-01-01T00:00:00Z");

  private Optionals() {}

  static void declare(Library library) {
    library.global(
        "optional_of", "optional.of", "(V) optional(V)", args -> OptionalValue.of(args[0]));
    library.global("optional_none", "optional.none", "() optional(V)", args -> OptionalValue.NONE);
    library.global(
        "optional_ofNonZeroValue",
        "optional.ofNonZeroValue",
        "(V) optional(V)",
        args -> isZero(args[0]) ? OptionalValue.NONE : OptionalValue.of(args[0]));
    library.member(
        "optional_value", "value", "(optional(V)) V", args -> ((OptionalValue) args[0]).orFail());
    library.member(
        "optional_hasValue",
        "hasValue",
        "(optional(V)) bool",
        args -> ((OptionalValue) args[0]).value() != null);
    // Evaluation knows these itself: their second argument may stay unevaluated.
    library.member(
        "optional_or_optional",
        "or",
        "(optional(V), optional(V)) optional(V)",
        args -> ((OptionalValue) args[0]).value() != null ? args[0] : args[1]);
    library.member(
        "optional_orValue_value",
        "orValue",
        "(optional(V), V) V",
        args -> {
          var value = ((OptionalValue) args[0]).value();
          return value != null ? value : args[1];
        });
    indexes(library);
  }

  private static void indexes(Library library) {
    library.global(
        "list_optindex_optional_int",
        "_[?_]",
        "(list(V), int) optional(V)",
        args -> find(args[0], args[1]));
    library.global(
        "optional_list_optindex_optional_int",
        "_[?_]",
        "(optional(list(V)), int) optional(V)",
        args -> find(args[0], args[1]));
    library.global(
        "map_optindex_optional_value",
        "_[?_]",
        "(map(K, V), K) optional(V)",
        args -> find(args[0], args[1]));
    library.global(
        "optional_map_optindex_optional_value",
        "_[?_]",
        "(optional(map(K, V)), K) optional(V)",
        args -> find(args[0], args[1]));
    library.global(
        "optional_list_index_int",
        "_[_]",
        "(optional(list(V)), int) optional(V)",
        args -> find(args[0], args[1]));
    library.global(
        "optional_map_index_value",
        "_[_]",
        "(optional(map(K, V)), K) optional(V)",
        args -> find(args[0], args[1]));
  }

  /// The element of a list or the value in a map, if there is one.
  static OptionalValue find(Object container, Object index) {
    var inner = container instanceof OptionalValue optional ? optional.value() : container;
    return switch (inner) {
      case ListValue list when index instanceof Long at ->
          at >= 0 && at < list.size() ? OptionalValue.of(list.at(at)) : OptionalValue.NONE;
      case MapValue map -> OptionalValue.of(map.find(index));
      case null, default -> OptionalValue.NONE;
    };
  }

  private static boolean isZero(Object value) {
    return switch (value) {
      case Boolean truth -> !truth;
      case Long number -> number == 0;
      case Uint number -> number.bits() == 0;
      case Double number -> number == 0;
      case Null none -> true;
      case Duration duration -> duration.isZero();
      case Instant time -> time.equals(ZERO_TIME);
      case OptionalValue optional -> optional.value() == null;
      default -> Values.size(value) == 0;
    };
  }
}
