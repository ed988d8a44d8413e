package dev.podo.machinery.kinds.csi;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.StatusStrategy;
import dev.podo.machinery.table.Cells;
import dev.podo.model.storage.v1.VolumeAttachment;
import dev.podo.model.storage.v1.VolumeAttachmentList;
import dev.podo.model.storage.v1.VolumeAttachmentSpec;
import dev.podo.model.storage.v1.VolumeAttachmentStatus;
import java.util.List;

/// Volumes that are, or are to be, attached to nodes.
public final class VolumeAttachments {
  public static final Kind<VolumeAttachment> KIND =
      Kind.declare(
              new GroupVersionKind("storage.k8s.io", "v1", "VolumeAttachment"),
              VolumeAttachments::details)
          .subresources(Subresource.STATUS)
          .build();

  private VolumeAttachments() {}

  private static void details(KindBuilder<VolumeAttachment> kind) {
    kind.schema(VolumeAttachment.SCHEMA)
        .strategy(new Rules())
        .columns(
            List.of(
                Column.named(),
                new Column<>(
                    "Attacher",
                    "string",
                    "name",
                    "Who attaches it.",
                    0,
                    (it, now) -> it.spec().attacher()),
                Column.text(
                    "PV",
                    "Which volume.",
                    it -> Default.value(it.spec().source().persistentVolumeName(), "")),
                Column.text("Node", "To which node.", it -> it.spec().nodeName()),
                Column.flag("Attached", "Whether it is attached.", it -> it.status().attached()),
                Cells.age()))
        .listedAs(
            VolumeAttachmentList.SCHEMA,
            (meta, items) -> VolumeAttachmentList.builder().metadata(meta).items(items).build());
  }

  private static final class Rules
      extends StatusStrategy<VolumeAttachment, VolumeAttachmentSpec, VolumeAttachmentStatus> {
    Rules() {
      super(
          ofCluster(),
          new Parts<>(
              VolumeAttachment::withMetadata,
              VolumeAttachment::spec,
              VolumeAttachment::withSpec,
              VolumeAttachment::status,
              VolumeAttachment::withStatus,
              VolumeAttachmentStatus.EMPTY),
          false);
    }

    @Override
    protected boolean statusKeepsMetadata() {
      return true;
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
      return false;
    }

    @Override
    protected void check(VolumeAttachment attachment, Findings findings) {
      AttachmentRules.check(attachment, findings);
    }

    @Override
    protected void checkUpdate(VolumeAttachment now, VolumeAttachment old, Findings findings) {
      AttachmentRules.check(now, findings);
      findings.immutable(SPEC, now.spec(), old.spec());
    }
  }
}
