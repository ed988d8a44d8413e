package dev.podo.machinery.kinds.pod;

import dev.podo.model.core.v1.PodSpec;
import java.util.ArrayList;
import java.util.List;

/// What is allowed in a Pod but is likely to be a mistake.
final class PodWarnings {
  private PodWarnings() {}

  /// @param at the path of the spec
  static List<String> of(PodSpec spec, String at) {
    var warnings = new ArrayList<String>();
    var grace = spec.terminationGracePeriodSeconds();
    if (grace != null && grace < 0) {
      warnings.add(at + ".terminationGracePeriodSeconds: must be >= 0; negative values are invalid"
          + " and will be treated as 1");
    }
    return warnings;
  }
}
