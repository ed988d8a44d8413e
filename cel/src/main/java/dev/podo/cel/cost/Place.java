package dev.podo.cel.cost;

import dev.podo.cel.syntax.Expr;
import dev.podo.cel.type.CelType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value that an expression meets, as far as its size can be told.
///
/// @param path the way from a variable to it, `@items` and the like included; null if there is none
/// @param computed its size where the expression itself tells it
record Place(
    @Nullable List<String> path, CelType type, @Nullable Expr expr, @Nullable Size computed) {
  static List<String> append(@Nullable List<String> path, String step) {
    var longer = path == null ? new ArrayList<String>() : new ArrayList<>(path);
    longer.add(step);
    return longer;
  }

  /// An element of a list; null if this is none.
  @Nullable Place element() {
    if (!type.is(CelType.Sort.LIST) && !type.is(CelType.Sort.MAP)) {
      return null;
    }
    var elements = path == null ? null : append(path, "@items");
    return new Place(elements, type.parameter(0), null, null);
  }
}
