package dev.podo.cel.cost;

import dev.podo.cel.type.Bounds;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The sizes that the schemas of variables allow.
///
/// @param variables the types of the variables of which something is known
public record SizeHints(Map<String, Bounds> variables) {
  private static final String SELF = "self";

  /// The most elements that a value can have; null if no schema tells. What starts from no variable
  /// (elements of what is written out, names of types) is taken to be `self` where there is one, as
  /// upstream does: estimates decide which definitions are accepted.
  @Nullable Size size(@Nullable List<String> path) {
    if (path == null || path.isEmpty()) {
      return null;
    }
    @Nullable Bounds at = variables.getOrDefault(path.get(0), variables.get(SELF));
    for (var step : path.subList(1, path.size())) {
      if (at == null) {
        return null;
      }
      switch (step) {
        case "@items", "@values" -> at = at.element();
        case "@keys" -> {
          var longest = at.maxKey();
          return longest == null ? null : new Size(0, longest);
        }
        default -> at = at.field(step);
      }
    }
    return at == null ? null : new Size(0, at.maxElements());
  }
}
