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
  private static final FieldSet METADATA = FieldSet.ofFields("metadata");
  private static final FieldSet ALL_BUT_STATUS = SPEC.union(METADATA);

  private static final FieldSet CONDITIONS = FieldSet.ofFields("status", "conditions");
  private static final FieldSet CERTIFICATE = FieldSet.ofFields("status", "certificate");
  private static final String REQUESTS = "certificatesigningrequests.certificates.k8s.io";

  /// Of the endpoints that are not as most are.
  private static final Map<String, FieldSet> OWN =
      Map.ofEntries(
          Map.entry("deployments.apps/status", SPEC.union(FieldSet.ofFields("metadata", "labels"))),
          Map.entry("customresourcedefinitions.apiextensions.k8s.io/status", ALL_BUT_STATUS),
          Map.entry("volumeattachments.storage.k8s.io/status", ALL_BUT_STATUS),
          Map.entry("apiservices.apiregistration.k8s.io/status", ALL_BUT_STATUS),
          Map.entry(
              "pods/status",
              SPEC.union(FieldSet.ofFields("metadata", "deletionTimestamp"))
                  .union(FieldSet.ofFields("metadata", "ownerReferences"))),
          Map.entry("pods/ephemeralcontainers", allButOfPod("ephemeralContainers")),
          Map.entry("pods/resize", allButOfPod("containers", "initContainers")),
          Map.entry(REQUESTS + "/", SPEC.union(STATUS)),
          Map.entry(REQUESTS + "/status", SPEC.union(CONDITIONS)),
          Map.entry(REQUESTS + "/approval", SPEC.union(CERTIFICATE)));

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
    var all = STATUS.union(METADATA);
    for (var field : PodSpec.SCHEMA.fields()) {
      if (!List.of(names).contains(field.name())) {
        all = all.union(FieldSet.ofFields("spec", field.name()));
      }
    }
    return all;
  }
}
