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
    var list = at.child("volumeMounts");
    var paths = new HashSet<String>();
    for (var i = 0; i < mounts.size(); i++) {
      var place = list.index(i);
      var mount = mounts.get(i);
      checkVolume(mount, volumes, place, findings);
      if (!paths.add(mount.mountPath())) {
        findings.invalid(place.child("mountPath"), mount.mountPath(), "must be unique");
      }
      checkNoDevice(mount, container.volumeDevices(), place, findings);
      checkSubPaths(mount, list, place, findings);
      checkPropagation(mount, container, list.child("mountPropagation"), findings);
      checkRecursion(mount, list.child("recursiveReadOnly"), findings);
    }
    checkDevices(container, volumes, at.child("volumeDevices"), findings);
  }

  private static void checkVolume(
      VolumeMount mount, Map<String, Volume> volumes, FieldPath at, Findings findings) {
    findings.requireText(mount.name(), at.child("name"));
    if (!volumes.containsKey(mount.name())) {
      findings.notFound(at.child("name"), mount.name());
    }
    findings.requireText(mount.mountPath(), at.child("mountPath"));
  }

  private static void checkNoDevice(
      VolumeMount mount, List<VolumeDevice> devices, FieldPath at, Findings findings) {
    if (devices.stream().anyMatch(it -> it.name().equals(mount.name()))) {
      findings.invalid(at.child("name"), mount.name(), "must not already exist in volumeDevices");
    }
    if (devices.stream().anyMatch(it -> it.devicePath().equals(mount.mountPath()))) {
      findings.invalid(
          at.child("mountPath"),
          mount.mountPath(),
          "must not already exist as a path in volumeDevices");
    }
  }

  /// @param list the path of all mounts, which upstream's errors about paths within volumes name
  private static void checkSubPaths(
      VolumeMount mount, FieldPath list, FieldPath at, Findings findings) {
    var path = mount.subPath();
    var expression = mount.subPathExpr();
    if (!path.isEmpty()) {
      LocalPaths.checkDescending(path, list.child("subPath"), findings);
    }
    if (!expression.isEmpty()) {
      if (!path.isEmpty()) {
        findings.invalid(
            at.child("subPathExpr"), expression, "subPathExpr and subPath are mutually exclusive");
      }
      LocalPaths.checkDescending(expression, list.child("subPathExpr"), findings);
    }
  }

  private static void checkRecursion(VolumeMount mount, FieldPath at, Findings findings) {
    var recursion = mount.recursiveReadOnly();
    if (recursion == null || recursion.equals("Disabled")) {
      return;
    }
    if (!RECURSIONS.contains(recursion)) {
      findings.notSupported(at, recursion, RECURSIONS);
      return;
    }
    if (!mount.readOnly()) {
      findings.forbidden(at, "may only be specified when readOnly is true");
    }
    if (!Default.value(mount.mountPropagation(), "None").equals("None")) {
      findings.forbidden(
          at, "may only be specified when mountPropagation is None or not specified");
    }
  }

  private static void checkPropagation(
      VolumeMount mount, Container container, FieldPath at, Findings findings) {
    var propagation = mount.mountPropagation();
    if (propagation == null) {
      return;
    }
    findings.oneOf(at, propagation, PROPAGATIONS);
    var context = container.securityContext();
    var privileged = context != null && Boolean.TRUE.equals(context.privileged());
    if (propagation.equals("Bidirectional") && !privileged) {
      findings.forbidden(
          at, "Bidirectional mount propagation is available only to privileged containers");
    }
  }

  private static void checkDevices(
      Container container, Map<String, Volume> volumes, FieldPath at, Findings findings) {
    var names = new HashSet<String>();
    var paths = new HashSet<String>();
    for (var i = 0; i < container.volumeDevices().size(); i++) {
      var device = container.volumeDevices().get(i);
      var place = at.index(i);
      checkDeviceName(device, names, volumes, place.child("name"), findings);
      checkDevicePath(device.devicePath(), paths, place.child("devicePath"), findings);
      checkNoMount(device, container.volumeMounts(), place, findings);
      if (!device.name().isEmpty()) {
        names.add(device.name());
      }
    }
  }

  private static void checkDeviceName(
      VolumeDevice device,
      Set<String> seen,
      Map<String, Volume> volumes,
      FieldPath at,
      Findings findings) {
    findings.requireText(device.name(), at);
    if (seen.contains(device.name())) {
      findings.invalid(at, device.name(), "must be unique");
    }
    var volume = volumes.get(device.name());
    if (volume == null) {
      findings.notFound(at, device.name());
    } else if (volume.persistentVolumeClaim() == null && volume.ephemeral() == null) {
      findings.invalid(
          at,
          device.name(),
          "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
    }
  }

  private static void checkDevicePath(
      String path, Set<String> seen, FieldPath at, Findings findings) {
    findings.requireText(path, at);
    if (seen.contains(path)) {
      findings.invalid(at, path, "must be unique");
    }
    if (LocalPaths.hasBacksteps(path)) {
      findings.invalid(at, path, "can not contain backsteps ('..')");
    } else {
      seen.add(path);
    }
  }

  private static void checkNoMount(
      VolumeDevice device, List<VolumeMount> mounts, FieldPath at, Findings findings) {
    if (mounts.stream().anyMatch(it -> it.name().equals(device.name()))) {
      findings.invalid(at.child("name"), device.name(), "must not already exist in volumeMounts");
    }
    if (mounts.stream().anyMatch(it -> it.mountPath().equals(device.devicePath()))) {
      findings.invalid(
          at.child("devicePath"),
          device.devicePath(),
          "must not already exist as a path in volumeMounts");
    }
  }
}
