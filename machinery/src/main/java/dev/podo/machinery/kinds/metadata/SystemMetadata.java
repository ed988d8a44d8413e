package dev.podo.machinery.kinds.metadata;

import dev.podo.model.meta.v1.ObjectMeta;

/// What of an object's metadata the server decides and users cannot set: the generation, which is
/// the number of the desired state, and what is fixed once and for all.
public final class SystemMetadata {
  private SystemMetadata() {}

  /// Of a new object whose kind counts generations.
  public static ObjectMeta first(ObjectMeta metadata) {
    return metadata.with(b -> b.generation(1L));
  }

  /// Of a new object whose kind counts none.
  public static ObjectMeta uncounted(ObjectMeta metadata) {
    return metadata.generation() == 0 ? metadata : metadata.with(b -> b.generation(0L));
  }

  /// Of an update: the generation is one more than the old if the desired state has changed, and
  /// what the client left out of the rest stays as it was. A deletion cannot be taken back.
  public static ObjectMeta next(ObjectMeta now, ObjectMeta old, boolean changed) {
    var deleted = old.deletionTimestamp() == null ? now : old;
    var grace =
        now.deletionGracePeriodSeconds() == null
            ? old.deletionGracePeriodSeconds()
            : now.deletionGracePeriodSeconds();
    return now.with(b ->
        b.generation(changed ? old.generation() + 1 : old.generation())
            .uid(Default.text(now.uid(), old.uid()))
            .creationTimestamp(
                now.creationTimestamp() == null ? old.creationTimestamp() : now.creationTimestamp())
            .deletionTimestamp(deleted.deletionTimestamp())
            .deletionGracePeriodSeconds(grace));
  }

  /// Of an update that is about a part of the object and leaves the users' metadata alone too.
  public static ObjectMeta ofPart(ObjectMeta now, ObjectMeta old, boolean changed) {
    return next(now, old, changed)
        .with(b ->
            b.labels(old.labels())
                .annotations(old.annotations())
                .finalizers(old.finalizers())
                .ownerReferences(old.ownerReferences()));
  }
}
