package dev.podo.machinery.kinds.csi;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.DataRules;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.persistentvolumeclaim.AccessModes;
import dev.podo.machinery.validation.FieldError;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.PersistentVolumeSpec;
import dev.podo.model.storage.v1.VolumeAttachment;
import dev.podo.model.storage.v1.VolumeAttachmentSource;
import dev.podo.model.storage.v1.VolumeAttachmentStatus;
import dev.podo.model.storage.v1.VolumeError;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is to be attached where, and what has come of it.
final class AttachmentRules {
  private static final FieldPath SPEC = FieldPath.root("spec");
  private static final FieldPath STATUS = FieldPath.root("status");
  private static final int METADATA_MAX = 256 << 10;
  private static final int MESSAGE_MAX = 1024;

  private AttachmentRules() {}

  static void check(VolumeAttachment attachment, Findings findings) {
    var spec = attachment.spec();
    CsiDrivers.checkName(spec.attacher(), SPEC.child("attacher"), findings);
    checkSource(spec.source(), SPEC.child("source"), findings);
    findings.invalidFor(
        SPEC.child("nodeName"), spec.nodeName(), Names.dns1123Subdomain(spec.nodeName()));
    checkStatus(attachment.status(), findings);
    var volume = spec.source().persistentVolumeName();
    if (volume != null) {
      findings.invalidFor(
          SPEC.child("source", "persistentVolumeName"), volume, Names.dns1123Subdomain(volume));
    }
  }

  private static void checkSource(VolumeAttachmentSource source, FieldPath at, Findings findings) {
    var name = source.persistentVolumeName();
    var inline = source.inlineVolumeSpec();
    var one = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";
    if (name == null && inline == null) {
      findings.required(at, one);
    } else if (name != null && inline != null) {
      findings.forbidden(at, one);
    } else if (inline != null) {
      checkInline(inline, at.child("inlineVolumeSpec"), findings);
    } else if (name != null && name.isEmpty()) {
      findings.required(
          at.child("persistentVolumeName"), "must specify non empty persistentVolumeName");
    }
  }

  /// A volume that is no object of its own is of a driver, and nobody's.
  private static void checkInline(PersistentVolumeSpec volume, FieldPath at, Findings findings) {
    var elsewhere = "may not be specified in the context of inline volumes";
    if (volume.claimRef() != null) {
      findings.forbidden(at.child("claimRef"), elsewhere);
    }
    if (!volume.capacity().isEmpty()) {
      findings.forbidden(at.child("capacity"), elsewhere);
    }
    var csi = volume.csi();
    if (csi == null) {
      findings.required(at.child("csi"), "has to be specified in the context of inline volumes");
    }
    if (volume.accessModes().isEmpty()) {
      findings.required(at.child("accessModes"));
    }
    AccessModes.check(volume.accessModes(), at.child("accessModes"), findings);
    var policy = volume.persistentVolumeReclaimPolicy();
    if (!policy.isEmpty() && !policy.equals("Retain")) {
      findings.forbidden(
          at.child("persistentVolumeReclaimPolicy"),
          "may only be Retain in the context of inline volumes");
    }
    if (volume.nodeAffinity() != null) {
      findings.forbidden(at.child("nodeAffinity"), elsewhere);
    }
    if (csi != null) {
      CsiDrivers.checkName(csi.driver(), at.child("csi", "driver"), findings);
      findings.requireText(csi.volumeHandle(), at.child("csi", "volumeHandle"));
    }
    if (!volume.storageClassName().isEmpty()) {
      findings.forbidden(at.child("storageClassName"), elsewhere);
    }
    var mode = volume.volumeMode();
    if (mode != null && !mode.equals("Filesystem")) {
      findings.forbidden(
          at.child("volumeMode"),
          "may not specify volumeMode other than Filesystem in the context of inline volumes");
    }
  }

  private static void checkStatus(VolumeAttachmentStatus status, Findings findings) {
    checkMetadata(status.attachmentMetadata(), STATUS.child("attachmentMetadata"), findings);
    checkError(status.attachError(), STATUS.child("attachError"), findings);
    checkError(status.detachError(), STATUS.child("detachError"), findings);
  }

  private static void checkMetadata(Map<String, String> metadata, FieldPath at, Findings findings) {
    var size = 0L;
    for (var entry : metadata.entrySet()) {
      size += DataRules.size(entry.getKey()) + DataRules.size(entry.getValue());
    }
    if (size > METADATA_MAX) {
      findings.add(FieldError.tooLong(at, METADATA_MAX));
    }
  }

  private static void checkError(@Nullable VolumeError error, FieldPath at, Findings findings) {
    if (error == null) {
      return;
    }
    if (DataRules.size(error.message()) > MESSAGE_MAX) {
      // The limit that is named is not the one that holds, as upstream has it.
      findings.add(FieldError.tooLong(at.child("message"), METADATA_MAX));
    }
    var code = error.errorCode();
    if (code != null && code < 0) {
      findings.invalid(at.child("errorCode"), code, "must be between 0 and 2147483647, inclusive");
    }
  }
}
