package dev.podo.apiserver.ownership;

import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.machinery.kind.Kind;
import java.util.List;
import java.util.Map;

/// The fields that an endpoint does not write, whatever is sent to it: nobody comes to own them by
/// writing there.
final class ResetFields {
  private static final FieldSet STATUS = FieldSet.ofFields("status");
  private static final FieldSet SPEC = FieldSet.ofFields("spec");

  /// What the status endpoints of some kinds leave alone besides the spec.
  private static final Map<String, List<FieldSet>> MORE =
      Map.of(
          "deployments.apps", List.of(FieldSet.ofFields("metadata", "labels")),
          "pods",
              List.of(
                  FieldSet.ofFields("metadata", "deletionTimestamp"),
                  FieldSet.ofFields("metadata", "ownerReferences")));

  private ResetFields() {}

  static FieldSet of(Kind<?> kind, String subresource) {
    if (subresource.equals("status")) {
      return MORE.getOrDefault(kind.toString(), List.of()).stream().reduce(SPEC, FieldSet::union);
    }
    return kind.hasStatus() ? STATUS : FieldSet.EMPTY;
  }
}
