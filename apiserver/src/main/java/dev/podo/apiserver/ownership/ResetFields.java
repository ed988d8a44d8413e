package dev.podo.apiserver.ownership;

import dev.podo.machinery.fieldset.FieldSet;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.core.v1.PodSpec;
import java.util.List;
import java.util.Map;

/// The fields that an endpoint does not write, whatever is sent to it: nobody comes to own them by
/// writing there.
final class ResetFields {
  private static final FieldSet STATUS = FieldSet.ofFields("status");
  private static final FieldSet SPEC = FieldSet.ofFields("spec");

  private static final FieldSet CONDITIONS = FieldSet.ofFields("status", "conditions");
  private static final FieldSet CERTIFICATE = FieldSet.ofFields("status", "certificate");
  private static final String REQUESTS = "certificatesigningrequests.certificates.k8s.io";

  /// Of the endpoints that are not as most are.
  private static final Map<String, FieldSet> OWN =
      Map.of(
          "deployments.apps/status",
          SPEC.union(FieldSet.ofFields("metadata", "labels")),
          "pods/status",
          SPEC.union(FieldSet.ofFields("metadata", "deletionTimestamp"))
              .union(FieldSet.ofFields("metadata", "ownerReferences")),
          "pods/ephemeralcontainers",
          allButOfPod("ephemeralContainers"),
          "pods/resize",
          allButOfPod("containers", "initContainers"),
          REQUESTS + "/",
          SPEC.union(STATUS),
          REQUESTS + "/status",
          SPEC.union(CONDITIONS),
          REQUESTS + "/approval",
          SPEC.union(CERTIFICATE));

  private ResetFields() {}

  static FieldSet of(Kind<?> kind, String subresource) {
    var own = OWN.get(kind + "/" + subresource);
    if (own != null) {
      return own;
    }
    if (subresource.equals("status")) {
      return SPEC;
    }
    return kind.hasStatus() ? STATUS : FieldSet.EMPTY;
  }

  private static FieldSet allButOfPod(String... names) {
    var all = STATUS;
    for (var field : PodSpec.SCHEMA.fields()) {
      if (!List.of(names).contains(field.name())) {
        all = all.union(FieldSet.ofFields("spec", field.name()));
      }
    }
    return all;
  }
}
