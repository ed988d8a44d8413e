package dev.podo.apiserver.verbs;

import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.verbs.Delete.Gone;
import dev.podo.apiserver.verbs.Delete.Left;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.GroupResource;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions;
import dev.podo.machinery.kinds.namespace.Namespaces;
import dev.podo.model.ApiObject;
import dev.podo.model.meta.v1.DeleteOptions;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.meta.v1.Status;
import dev.podo.model.meta.v1.StatusDetails;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What deletions are told: what they led to, and why they are refused. Kinds differ in both, as
/// they always have.
public final class Deletions {
  /// Answered with the object that is gone; all others with a Status.
  private static final Set<String> TOLD =
      Set.of(
          "/PersistentVolumeClaim",
          "/Pod",
          "/PodTemplate",
          "/ResourceQuota",
          "/ServiceAccount",
          "/Service",
          "/PersistentVolume",
          "resource.k8s.io/DeviceClass",
          "resource.k8s.io/ResourceClaim",
          "resource.k8s.io/ResourceClaimTemplate",
          "resource.k8s.io/ResourceSlice",
          "storage.k8s.io/CSIDriver",
          "storage.k8s.io/CSINode",
          "storage.k8s.io/StorageClass",
          "storage.k8s.io/VolumeAttachment",
          "storage.k8s.io/VolumeAttributesClass");

  private Deletions() {}

  /// Whether a deletion that is done is answered with the object, not with a Status.
  public static boolean tellsObject(Kind<?> kind) {
    return TOLD.contains(kind.group() + "/" + kind.kind());
  }

  static <T extends ApiObject> Answer answer(
      Call call, Kind<T> kind, DeleteOptions options, Delete.Outcome<T> outcome) {
    return switch (outcome) {
      // Only who has asked so of old is told that it takes its time.
      case Left<T>(var stored) ->
          new Answer.OfObject<>(
              Boolean.FALSE.equals(options.orphanDependents()) ? 202 : 200, kind, stored);
      // In the process an object means that it is still there.
      case Gone<T>(var last) ->
          tellsObject(kind) && call.http() != null
              ? new Answer.OfObject<>(200, kind, last)
              : new Answer.OfValue(200, success(kind, last.as(kind)));
    };
  }

  private static Status success(Kind<?> kind, ApiObject last) {
    var details =
        StatusDetails.builder()
            .name(last.metadata().name())
            .group(kind.group())
            .kind(kind.plural())
            .uid(last.metadata().uid())
            .build();
    return Status.builder().status("Success").details(details).code(0).build();
  }

  /// @throws ApiException `Conflict` when the object is another than was meant
  static void checkPreconditions(Kind<?> kind, ObjectMeta metadata, DeleteOptions options) {
    var wanted = options.preconditions();
    if (wanted != null) {
      check(kind, metadata, Part.UID, wanted.uid(), metadata.uid());
      check(kind, metadata, Part.VERSION, wanted.resourceVersion(), metadata.resourceVersion());
    }
  }

  private enum Part {
    UID("UID", "deleted and then recreated"),
    VERSION("ResourceVersion", "modified");

    private final String text;
    private final String fate;

    Part(String text, String fate) {
      this.text = text;
      this.fate = fate;
    }
  }

  private static void check(
      Kind<?> kind, ObjectMeta metadata, Part part, @Nullable String wanted, String actual) {
    if (wanted != null && !wanted.equals(actual)) {
      throw isDeletedInSteps(kind)
          ? ApiErrors.conflict(
              kind.groupResource(),
              metadata.name(),
              "Precondition failed: %1$s in precondition: %2$s, %1$s in object meta: %3$s"
                  .formatted(part.text, wanted, actual))
          : ApiErrors.conflict(
              new GroupResource(kind.group(), kind.kind()),
              metadata.name(),
              ("the %1$s in the precondition (%2$s) does not match the %1$s in record (%3$s)."
                      + " The object might have been %4$s")
                  .formatted(part.text, wanted, actual, part.fate));
    }
  }

  private static boolean isDeletedInSteps(Kind<?> kind) {
    return kind.equals(Namespaces.KIND) || kind.equals(CustomResourceDefinitions.KIND);
  }
}
