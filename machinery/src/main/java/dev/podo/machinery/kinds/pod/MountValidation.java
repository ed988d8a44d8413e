package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.volume.LocalPaths;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Volume;
import dev.podo.model.core.v1.VolumeDevice;
import dev.podo.model.core.v1.VolumeMount;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the places must obey at which a container sees volumes.
final class MountValidation {
  private static final List<String> PROPAGATIONS =
      List.of("Bidirectional", "HostToContainer", "None");
  private static final List<String> RECURSIONS = List.of("Disabled", "Enabled", "IfPossible");

  private MountValidation() {}

  static void check(
      Container container, Map<String, Volume> volumes, FieldPath at, Findings findings) {
    var mounts = container.volumeMounts();
    var paths = new HashSet<String>();
    for (var i = 0; i < mounts.size(); i++) {
      var place = at.child("volumeMounts").index(i);
      checkMount(mounts.get(i), volumes, place, findings);
      if (!paths.add(mounts.get(i).mountPath())) {
        findings.invalid(place.child("mountPath"), mounts.get(i).mountPath(), "must be unique");
      }
      checkPropagation(mounts.get(i), container, place, findings);
      checkNoDevice(mounts.get(i), container.volumeDevices(), place, findings);
    }
    checkDevices(container, volumes, at.child("volumeDevices"), findings);
  }

  private static void checkMount(
      VolumeMount mount, Map<String, Volume> volumes, FieldPath at, Findings findings) {
    findings.requireText(mount.name(), at.child("name"));
    if (!volumes.containsKey(mount.name())) {
      findings.notFound(at.child("name"), mount.name());
    }
    findings.requireText(mount.mountPath(), at.child("mountPath"));
    if (!mount.subPath().isEmpty()) {
      LocalPaths.checkDescending(mount.subPath(), at.child("subPath"), findings);
    }
    if (!mount.subPathExpr().isEmpty()) {
      if (!mount.subPath().isEmpty()) {
        findings.invalid(
            at.child("subPathExpr"),
            mount.subPathExpr(),
            "subPathExpr and subPath are mutually exclusive");
      }
      LocalPaths.checkDescending(mount.subPathExpr(), at.child("subPathExpr"), findings);
    }
    checkRecursion(mount, at, findings);
  }

  private static void checkRecursion(VolumeMount mount, FieldPath at, Findings findings) {
    var recursion = Default.value(mount.recursiveReadOnly(), "Disabled");
    var place = at.child("recursiveReadOnly");
    findings.oneOf(place, recursion, RECURSIONS);
    if (recursion.equals("Disabled") || !RECURSIONS.contains(recursion)) {
      return;
    }
    if (!mount.readOnly()) {
      findings.forbidden(place, "may only be specified when readOnly is true");
    }
    if (!Default.value(mount.mountPropagation(), "None").equals("None")) {
      findings.forbidden(
          place, "may only be specified when mountPropagation is None or not specified");
    }
  }

  private static void checkPropagation(
      VolumeMount mount, Container container, FieldPath at, Findings findings) {
    var propagation = mount.mountPropagation();
    if (propagation == null) {
      return;
    }
    findings.oneOf(at.child("mountPropagation"), propagation, PROPAGATIONS);
    var context = container.securityContext();
    var privileged = context != null && Boolean.TRUE.equals(context.privileged());
    if (propagation.equals("Bidirectional") && !privileged) {
      findings.forbidden(
          at.child("mountPropagation"),
          "Bidirectional mount propagation is available only to privileged containers");
    }
  }

  private static void checkNoDevice(
      VolumeMount mount, List<VolumeDevice> devices, FieldPath at, Findings findings) {
    for (var device : devices) {
      if (device.name().equals(mount.name())) {
        findings.invalid(at.child("name"), mount.name(), "must not already exist in volumeDevices");
      }
      if (device.devicePath().equals(mount.mountPath())) {
        findings.invalid(
            at.child("mountPath"),
            mount.mountPath(),
            "must not already exist as a path in volumeDevices");
      }
    }
  }

  private static void checkDevices(
      Container container, Map<String, Volume> volumes, FieldPath at, Findings findings) {
    var names = new HashSet<String>();
    var paths = new HashSet<String>();
    for (var i = 0; i < container.volumeDevices().size(); i++) {
      var device = container.volumeDevices().get(i);
      var place = at.index(i);
      findings.requireText(device.name(), place.child("name"));
      findings.requireText(device.devicePath(), place.child("devicePath"));
      checkUnique(device.name(), names, place.child("name"), findings);
      checkUnique(device.devicePath(), paths, place.child("devicePath"), findings);
      LocalPaths.checkNoBacksteps(device.devicePath(), place.child("devicePath"), findings);
      var volume = volumes.get(device.name());
      if (volume == null) {
        findings.notFound(place.child("name"), device.name());
      } else if (volume.persistentVolumeClaim() == null && volume.ephemeral() == null) {
        findings.invalid(
            place.child("name"),
            device.name(),
            "can only use volume source type of PersistentVolumeClaim or Ephemeral for block"
                + " mode");
      }
    }
  }

  private static void checkUnique(String value, Set<String> seen, FieldPath at, Findings findings) {
    if (!seen.add(value)) {
      findings.invalid(at, value, "must be unique");
    }
  }
}
