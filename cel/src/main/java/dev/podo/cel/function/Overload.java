package dev.podo.cel.function;

import dev.podo.cel.type.CelType;
import dev.podo.cel.value.ListValue;
import dev.podo.cel.value.MapValue;
import dev.podo.cel.value.OptionalValue;
import dev.podo.cel.value.Values;
import java.util.List;

/// One way to call a function.
///
/// @param id upstream's name of it, by which costs are told
/// @param member whether it is called on its first argument
public record Overload(
    String function,
    String id,
    boolean member,
    List<CelType> parameters,
    CelType result,
    Body body) {
  /// What a function does with its arguments, of which there are as many as parameters, each of its
  /// parameter's type.
  @FunctionalInterface
  public interface Body {
    Object apply(Object[] args);
  }

  /// Whether values can be its arguments.
  public boolean accepts(Object[] args) {
    if (args.length != parameters.size()) {
      return false;
    }
    for (var i = 0; i < args.length; i++) {
      if (!accepts(parameters.get(i), args[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean accepts(CelType parameter, Object value) {
    return switch (parameter.sort()) {
      case DYN, PARAMETER -> true;
      case LIST -> value instanceof ListValue list && acceptsElement(parameter.parameter(0), list);
      case MAP, OBJECT -> value instanceof MapValue;
      case OPTIONAL -> value instanceof OptionalValue;
      case OPAQUE -> Values.typeOf(value).name().equals(parameter.name());
      case NULL, BOOL, INT, UINT, DOUBLE, STRING, BYTES, DURATION, TIMESTAMP, TYPE ->
          Values.typeOf(value).is(parameter.sort());
    };
  }

  /// The first element tells apart what is called on lists of different types.
  private static boolean acceptsElement(CelType element, ListValue list) {
    return list.size() == 0 || element.is(CelType.Sort.LIST) || accepts(element, list.get(0));
  }
}
