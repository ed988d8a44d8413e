package dev.podo.machinery.kinds.volume;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.RequiredFields;
import dev.podo.machinery.validation.Names;
import dev.podo.model.Struct;
import dev.podo.model.core.v1.EmptyDirVolumeSource;
import dev.podo.model.core.v1.HostPathVolumeSource;
import dev.podo.model.core.v1.ImageVolumeSource;
import dev.podo.model.core.v1.NFSVolumeSource;
import dev.podo.model.core.v1.Volume;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the volumes of a Pod must obey.
public final class VolumeValidation {
  private static final List<String> HOST_PATH_TYPES =
      List.of(
          "",
          "BlockDevice",
          "CharDevice",
          "Directory",
          "DirectoryOrCreate",
          "File",
          "FileOrCreate",
          "Socket");

  private VolumeValidation() {}

  /// The volumes that containers may name: those with nothing wrong.
  public static Map<String, Volume> check(List<Volume> volumes, FieldPath at, Findings findings) {
    var valid = new TreeMap<String, Volume>();
    var names = new HashSet<String>();
    for (var i = 0; i < volumes.size(); i++) {
      var volume = volumes.get(i);
      var own = new Findings();
      checkSource(volume, at.index(i), own);
      var name = at.index(i).child("name");
      if (own.requireText(volume.name(), name)) {
        own.invalidFor(name, volume.name(), Names.dns1123Label(volume.name()));
      }
      if (names.contains(volume.name())) {
        own.duplicate(name, volume.name());
      }
      if (own.isEmpty()) {
        names.add(volume.name());
        valid.put(volume.name(), volume);
      }
      findings.addAll(own);
    }
    return valid;
  }

  private static void checkSource(Volume volume, FieldPath at, Findings findings) {
    var sources = VolumeSources.of(volume);
    if (sources.isEmpty()) {
      findings.required(at, "must specify a volume type");
      return;
    }
    for (var another : sources.subList(1, sources.size())) {
      findings.forbidden(at.child(another), "may not specify more than 1 volume type");
    }
    var field = Volume.SCHEMA.field(sources.getFirst());
    if (field != null && volume.get(field.index()) instanceof Struct source) {
      checkOne(volume, source, at.child(field.name()), findings);
    }
  }

  private static void checkOne(Volume volume, Struct source, FieldPath at, Findings findings) {
    RequiredFields.check(source, at, findings);
    var projected = ProjectionValidation.check(source, at, findings);
    if (projected) {
      return;
    }
    switch (source) {
      case EmptyDirVolumeSource empty -> checkEmptyDir(empty, at, findings);
      case HostPathVolumeSource host -> checkHostPath(host, at, findings);
      case NFSVolumeSource nfs -> checkNfs(nfs, at, findings);
      case ImageVolumeSource image -> checkImage(image, at, findings);
      default -> {
        var ephemeral = volume.ephemeral();
        if (ephemeral != null && ephemeral.volumeClaimTemplate() == null) {
          findings.required(at.child("volumeClaimTemplate"));
        }
      }
    }
  }

  private static void checkEmptyDir(EmptyDirVolumeSource empty, FieldPath at, Findings findings) {
    var limit = empty.sizeLimit();
    if (limit != null && limit.signum() < 0) {
      findings.forbidden(
          at.child("sizeLimit"), "SizeLimit field must be a valid resource quantity");
    }
  }

  private static void checkHostPath(HostPathVolumeSource host, FieldPath at, Findings findings) {
    LocalPaths.checkNoBacksteps(host.path(), at.child("path"), findings);
    var type = host.type();
    if (type != null) {
      findings.oneOf(at.child("type"), type, HOST_PATH_TYPES);
    }
  }

  private static void checkNfs(NFSVolumeSource nfs, FieldPath at, Findings findings) {
    if (!nfs.path().isEmpty() && !nfs.path().startsWith("/")) {
      findings.invalid(at.child("path"), nfs.path(), "must be an absolute path");
    }
  }

  private static void checkImage(ImageVolumeSource image, FieldPath at, Findings findings) {
    findings.requireText(image.reference(), at.child("reference"));
    findings.requireOneOf(
        at.child("pullPolicy"), image.pullPolicy(), List.of("Always", "IfNotPresent", "Never"));
  }
}
