package dev.podo.machinery.kinds.admissionregistration;

import dev.podo.model.ApiObject;
import java.util.List;

/// Names that belong to what a server reads from files instead of its API, where they have no
/// meaning (KEP-5793).
final class StaticNames {
  private static final String SUFFIX = ".static.k8s.io";

  private StaticNames() {}

  static List<String> warnings(ApiObject object) {
    return object.metadata().name().endsWith(SUFFIX)
        ? List.of(
            "metadata.name: names ending with \""
                + SUFFIX
                + "\" are reserved for static manifest-based configurations and cannot be managed"
                + " via the API")
        : List.of();
  }
}
