package dev.podo.machinery.kinds.volume;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.persistentvolumeclaim.PersistentVolumeClaims;
import dev.podo.machinery.validation.Names;
import dev.podo.machinery.validation.Texts;
import dev.podo.model.Struct;
import dev.podo.model.core.v1.EmptyDirVolumeSource;
import dev.podo.model.core.v1.EphemeralVolumeSource;
import dev.podo.model.core.v1.ImageVolumeSource;
import dev.podo.model.core.v1.PersistentVolumeClaimTemplate;
import dev.podo.model.core.v1.PersistentVolumeClaimVolumeSource;
import dev.podo.model.core.v1.Volume;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the volumes of a Pod must obey.
public final class VolumeValidation {
  /// The sources in the order in which upstream looks for them, the first of which counts.
  private static final List<String> ORDER =
      List.of(
          "emptyDir",
          "hostPath",
          "gitRepo",
          "gcePersistentDisk",
          "awsElasticBlockStore",
          "secret",
          "nfs",
          "iscsi",
          "glusterfs",
          "flocker",
          "persistentVolumeClaim",
          "rbd",
          "cinder",
          "cephfs",
          "quobyte",
          "downwardAPI",
          "fc",
          "flexVolume",
          "configMap",
          "azureFile",
          "vsphereVolume",
          "photonPersistentDisk",
          "portworxVolume",
          "azureDisk",
          "storageos",
          "projected",
          "scaleIO",
          "csi",
          "ephemeral",
          "image");

  private VolumeValidation() {}

  /// The volumes that containers may name: those with nothing wrong.
  ///
  /// @param pod the name of the Pod; null for a template
  public static Map<String, Volume> check(
      List<Volume> volumes, @Nullable String pod, FieldPath at, Findings findings) {
    var valid = new TreeMap<String, Volume>();
    var made = claimsMade(volumes, pod);
    for (var i = 0; i < volumes.size(); i++) {
      var volume = volumes.get(i);
      var own = new Findings();
      checkSource(volume, pod, at.index(i), own);
      var name = at.index(i).child("name");
      if (own.requireText(volume.name(), name)) {
        own.invalidFor(name, volume.name(), Names.dns1123Label(volume.name()));
      }
      if (valid.containsKey(volume.name())) {
        own.duplicate(name, volume.name());
      }
      if (own.isEmpty()) {
        valid.put(volume.name(), volume);
      }
      findings.addAll(own);
      var claim = volume.persistentVolumeClaim();
      if (claim != null && made.contains(claim.claimName())) {
        findings.invalid(
            at.index(i).child("persistentVolumeClaim", "claimName"),
            claim.claimName(),
            "must not reference a PVC that gets created for an ephemeral volume");
      }
    }
    return valid;
  }

  /// The names of the claims that will be made for the Pod.
  private static Set<String> claimsMade(List<Volume> volumes, @Nullable String pod) {
    var names = new HashSet<String>();
    for (var volume : volumes) {
      if (pod != null && !pod.isEmpty() && volume.ephemeral() != null) {
        names.add(pod + "-" + volume.name());
      }
    }
    return names;
  }

  private static void checkSource(
      Volume volume, @Nullable String pod, FieldPath at, Findings findings) {
    var sources =
        VolumeSources.of(volume).stream().sorted(Comparator.comparingInt(ORDER::indexOf)).toList();
    if (sources.isEmpty()) {
      findings.required(at, "must specify a volume type");
      return;
    }
    var field = Volume.SCHEMA.field(sources.getFirst());
    if (field != null && volume.get(field.index()) instanceof Struct source) {
      checkOne(new Place(at, pod), volume.name(), field.name(), source, findings);
    }
    for (var another : sources.subList(1, sources.size())) {
      findings.forbidden(at.child(shown(another)), "may not specify more than 1 volume type");
    }
    var iscsi = volume.iscsi();
    if (iscsi != null
        && iscsi.initiatorName() != null
        && RemoteVolumes.isPortalTooLong(volume.name(), iscsi.targetPortal())) {
      findings.invalid(at.child("name"), volume.name(), RemoteVolumes.PORTAL_TOO_LONG);
    }
  }

  /// As upstream spells it in this one error.
  private static String shown(String field) {
    return switch (field) {
      case "downwardAPI" -> "downwarAPI";
      case "cephfs" -> "cephFS";
      default -> field;
    };
  }

  /// @param at where the volume lies
  /// @param pod in which Pod; null for a template
  private record Place(FieldPath at, @Nullable String pod) {}

  private static void checkOne(
      Place in, String name, String field, Struct source, Findings findings) {
    var place = RemoteVolumes.place(in.at(), field);
    if (ProjectionValidation.check(source, place, findings)) {
      return;
    }
    switch (source) {
      case EmptyDirVolumeSource empty -> checkEmptyDir(empty, place, findings);
      case PersistentVolumeClaimVolumeSource claim ->
          findings.requireText(claim.claimName(), place.child("claimName"));
      case EphemeralVolumeSource ephemeral -> checkEphemeral(ephemeral, name, in, findings);
      case ImageVolumeSource image -> checkImage(image, in.pod(), place, findings);
      default -> RemoteVolumes.check(source, "", place, findings);
    }
  }

  private static void checkEmptyDir(EmptyDirVolumeSource empty, FieldPath at, Findings findings) {
    var limit = empty.sizeLimit();
    if (limit != null && limit.signum() < 0) {
      findings.forbidden(
          at.child("sizeLimit"), "SizeLimit field must be a valid resource quantity");
    }
  }

  private static void checkEphemeral(
      EphemeralVolumeSource ephemeral, String volume, Place in, Findings findings) {
    var place = in.at().child("ephemeral", "volumeClaimTemplate");
    var template = ephemeral.volumeClaimTemplate();
    if (template == null) {
      findings.required(place);
    } else {
      checkTemplate(template, place, findings);
    }
    var pod = in.pod();
    if (pod != null && !pod.isEmpty() && !volume.isEmpty()) {
      var claim = pod + "-" + volume;
      for (var problem : Names.dns1123Subdomain(claim)) {
        findings.invalid(
            in.at().child("name"), volume, "PVC name " + Texts.quote(claim) + ": " + problem);
      }
    }
  }

  private static void checkTemplate(
      PersistentVolumeClaimTemplate template, FieldPath at, Findings findings) {
    var metadata = template.metadata();
    var place = at.child("metadata");
    MetadataRules.checkAnnotations(metadata.annotations(), place.child("annotations"), findings);
    MetadataRules.checkLabels(metadata.labels(), place.child("labels"), findings);
    for (var field : ObjectMeta.SCHEMA.fields()) {
      var isAllowed = field.name().equals("annotations") || field.name().equals("labels");
      var isSet = !Objects.equals(metadata.get(field.index()), ObjectMeta.EMPTY.get(field.index()));
      if (isSet && !isAllowed) {
        findings.forbidden(place.child(field.name()), "cannot be set");
      }
    }
    PersistentVolumeClaims.checkSpec(template.spec(), at.child("spec"), findings);
  }

  private static void checkImage(
      ImageVolumeSource image, @Nullable String pod, FieldPath at, Findings findings) {
    if (pod != null) {
      findings.requireText(image.reference(), at.child("reference"));
    }
    findings.requireOneOf(
        at.child("pullPolicy"), image.pullPolicy(), List.of("Always", "IfNotPresent", "Never"));
  }
}
