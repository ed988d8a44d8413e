package dev.podo.cel.function;

import dev.podo.cel.type.CelType;
import dev.podo.cel.value.EvaluationError;
import dev.podo.cel.value.Opaque;
import dev.podo.model.Quantity;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Quantities as Kubernetes writes them: `1.5Gi`.
public final class Quantities {
  public static final String TYPE = "kubernetes.Quantity";

  private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  private Quantities() {}

  /// The quantity as a value.
  public static Object value(Quantity quantity) {
    return new Value(quantity);
  }

  /// A quantity; equal to any of the same amount, however it is written.
  private record Value(Quantity quantity) implements Opaque {
    @Override
    public CelType celType() {
      return CelType.opaque(TYPE);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Value that && quantity.compareTo(that.quantity) == 0;
    }

    @Override
    public int hashCode() {
      return Double.hashCode(quantity.doubleValue());
    }
  }

  static void declare(Library library) {
    library.global(
        "string_to_quantity",
        "quantity",
        "(string) kubernetes.Quantity",
        args -> parse((String) args[0]));
    library.global(
        "is_quantity_string", "isQuantity", "(string) bool", args -> isQuantity((String) args[0]));
    // Upstream's documentation shows a member; it declares this.
    library.global(
        "quantity_sign",
        "sign",
        "(kubernetes.Quantity) int",
        args -> (long) quantity(args, 0).signum());
    member(library, "isInteger", ") bool", args -> isInteger(quantity(args, 0)));
    member(library, "asInteger", ") int", args -> asInteger(quantity(args, 0)));
    member(library, "asApproximateFloat", ") double", args -> quantity(args, 0).doubleValue());
    arithmetic(library);
  }

  private static void arithmetic(Library library) {
    member(
        library,
        "isGreaterThan",
        ", kubernetes.Quantity) bool",
        args -> quantity(args, 0).compareTo(quantity(args, 1)) > 0);
    member(
        library,
        "isLessThan",
        ", kubernetes.Quantity) bool",
        args -> quantity(args, 0).compareTo(quantity(args, 1)) < 0);
    member(
        library,
        "compareTo",
        ", kubernetes.Quantity) int",
        args -> (long) quantity(args, 0).compareTo(quantity(args, 1)));
    member(
        library,
        "add",
        ", kubernetes.Quantity) kubernetes.Quantity",
        args -> new Value(quantity(args, 0).add(quantity(args, 1))));
    member(
        library,
        "add",
        ", int) kubernetes.Quantity",
        args -> new Value(quantity(args, 0).add(Quantity.of((Long) args[1]))));
    member(
        library,
        "sub",
        ", kubernetes.Quantity) kubernetes.Quantity",
        args -> new Value(quantity(args, 0).subtract(quantity(args, 1))));
    member(
        library,
        "sub",
        ", int) kubernetes.Quantity",
        args -> new Value(quantity(args, 0).subtract(Quantity.of((Long) args[1]))));
  }

  private static void member(
      Library library, String function, String signature, Overload.Body body) {
    var id = "quantity_" + function + (signature.startsWith(", int") ? "_int" : "");
    library.member(id, function, "(kubernetes.Quantity" + signature, body);
  }

  private static Quantity quantity(Object[] args, int index) {
    return ((Value) args[index]).quantity();
  }

  private static Value parse(String text) {
    try {
      return new Value(Quantity.parse(text));
    } catch (IllegalArgumentException e) {
      throw new EvaluationError(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isQuantity(String text) {
    try {
      Quantity.parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isInteger(Quantity quantity) {
    var amount = quantity.amount();
    return amount.compareTo(LONG_MIN) >= 0
        && amount.compareTo(LONG_MAX) <= 0
        && amount.stripTrailingZeros().scale() <= 0;
  }

  private static Long asInteger(Quantity quantity) {
    if (!isInteger(quantity)) {
      throw new EvaluationError("cannot convert value to integer");
    }
    return quantity.amount().longValueExact();
  }
}
