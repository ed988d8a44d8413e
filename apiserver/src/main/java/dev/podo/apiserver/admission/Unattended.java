package dev.podo.apiserver.admission;

import dev.podo.machinery.kinds.Catalogue;
import dev.podo.model.ApiObject;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Warns who creates an object of a kind that is kept, validated and watched, but that no part of
/// this version acts on. Nothing is worse than a NetworkPolicy that protects in silence nobody.
///
/// Whoever makes a kind take effect removes its line here.
public final class Unattended implements Admission {
  private static final SortedSet<String> RESOURCES =
      Collections.unmodifiableSortedSet(
          new TreeSet<>(
              List.of(
                  "clusterrolebindings",
                  "clusterroles",
                  "cronjobs",
                  "csidrivers",
                  "daemonsets",
                  "horizontalpodautoscalers",
                  "jobs",
                  "limitranges",
                  "networkpolicies",
                  "persistentvolumeclaims",
                  "persistentvolumes",
                  "poddisruptionbudgets",
                  "replicationcontrollers",
                  "resourcequotas",
                  "rolebindings",
                  "roles",
                  "runtimeclasses",
                  "servicecidrs",
                  "statefulsets",
                  "storageclasses",
                  "volumeattachments",
                  "volumeattributesclasses")));

  @Override
  public <T extends ApiObject> void validate(AdmissionRequest<T> request) {
    var kind = request.kind();
    if (request.operation() == AdmissionRequest.Operation.CREATE
        && request.place().subresource().isEmpty()
        && isUnattended(kind.group(), kind.plural())) {
      var text = kind.kind() + " is stored, but nothing in this version of Podo acts on it";
      request.call().notes().warn(List.of(text));
    }
  }

  /// Only Podo's own kinds: what a definition adds has a controller of its own.
  private static boolean isUnattended(String group, String plural) {
    return RESOURCES.contains(plural)
        && Catalogue.builtIn().all().stream()
            .anyMatch(kind -> kind.plural().equals(plural) && kind.group().equals(group));
  }
}
