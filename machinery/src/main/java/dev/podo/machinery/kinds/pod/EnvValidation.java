package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.NameRule;
import dev.podo.machinery.kinds.volume.DownwardApi;
import dev.podo.machinery.kinds.volume.LocalPaths;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.EnvFromSource;
import dev.podo.model.core.v1.EnvVar;
import dev.podo.model.core.v1.EnvVarSource;
import dev.podo.model.core.v1.FileKeySelector;
import dev.podo.model.core.v1.PodSpec;
import dev.podo.model.core.v1.Volume;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// What the environment of a container must obey.
final class EnvValidation {
  /// The fields of a Pod that a variable may show, in the order in which errors name them.
  private static final List<String> FIELDS =
      List.of(
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.serviceAccountName",
          "status.hostIP",
          "status.hostIPs",
          "status.podIP",
          "status.podIPs");

  private static final String ONE_ONLY = "may not have more than one field specified at a time";

  private EnvValidation() {}

  static void check(Container container, FieldPath at, Findings findings) {
    for (var i = 0; i < container.env().size(); i++) {
      checkVariable(container.env().get(i), at.child("env").index(i), findings);
    }
    for (var i = 0; i < container.envFrom().size(); i++) {
      checkFrom(container.envFrom().get(i), i, at.child("envFrom"), findings);
    }
  }

  /// Variables are read from files in volumes only that no other Pod can write.
  static void checkFileVolumes(PodSpec spec, FieldPath at, Findings findings) {
    var volumes = new HashMap<String, Volume>();
    spec.volumes().forEach(volume -> volumes.put(volume.name(), volume));
    for (var i = 0; i < spec.initContainers().size(); i++) {
      var place = at.child("initContainers").index(i).child("env");
      checkFileVolumes(spec.initContainers().get(i).env(), volumes, place, findings);
    }
    for (var i = 0; i < spec.containers().size(); i++) {
      var place = at.child("containers").index(i).child("env");
      checkFileVolumes(spec.containers().get(i).env(), volumes, place, findings);
    }
    for (var i = 0; i < spec.ephemeralContainers().size(); i++) {
      var place = at.child("ephemeralContainers").index(i).child("env");
      checkFileVolumes(spec.ephemeralContainers().get(i).env(), volumes, place, findings);
    }
  }

  private static void checkFileVolumes(
      List<EnvVar> variables, Map<String, Volume> volumes, FieldPath at, Findings findings) {
    for (var i = 0; i < variables.size(); i++) {
      var source = variables.get(i).valueFrom();
      var file = source == null ? null : source.fileKeyRef();
      if (file == null) {
        continue;
      }
      var place = at.index(i).child("valueFrom", "fileKeyRef", "volumeName");
      var volume = volumes.get(file.volumeName());
      if (volume == null) {
        findings.notFound(place, file.volumeName());
      } else if (volume.emptyDir() == null) {
        findings.invalid(place, file.volumeName(), "referenced volume must be of type emptyDir");
      }
    }
  }

  private static void checkVariable(EnvVar variable, FieldPath at, Findings findings) {
    if (findings.requireText(variable.name(), at.child("name"))) {
      findings.invalidFor(at.child("name"), variable.name(), Names.envVarName(variable.name()));
    }
    var source = variable.valueFrom();
    if (source == null) {
      return;
    }
    var place = at.child("valueFrom");
    checkSource(source, place, findings);
    var sources =
        Stream.of(
                source.fieldRef(),
                source.resourceFieldRef(),
                source.configMapKeyRef(),
                source.secretKeyRef(),
                source.fileKeyRef())
            .filter(Objects::nonNull)
            .count();
    if (sources == 0) {
      findings.invalid(
          place,
          "",
          "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`,"
              + " `secretKeyRef` or `fileKeyRef`");
    } else if (!variable.value().isEmpty()) {
      findings.invalid(place, "", "may not be specified when `value` is not empty");
    } else if (sources > 1) {
      findings.invalid(place, "", ONE_ONLY);
    }
  }

  private static void checkSource(EnvVarSource source, FieldPath at, Findings findings) {
    var field = source.fieldRef();
    if (field != null) {
      DownwardApi.checkField(field, FIELDS, at.child("fieldRef"), findings);
    }
    var resource = source.resourceFieldRef();
    if (resource != null) {
      DownwardApi.checkResource(resource, false, at.child("resourceFieldRef"), findings);
    }
    var configMap = source.configMapKeyRef();
    if (configMap != null) {
      checkKey(configMap.name(), configMap.key(), at.child("configMapKeyRef"), findings);
    }
    var secret = source.secretKeyRef();
    if (secret != null) {
      checkKey(secret.name(), secret.key(), at.child("secretKeyRef"), findings);
    }
    var file = source.fileKeyRef();
    if (file != null) {
      checkFile(file, at.child("fileKeyRef"), findings);
    }
  }

  private static void checkKey(String name, String key, FieldPath at, Findings findings) {
    findings.invalidFor(at.child("name"), name, Names.dns1123Subdomain(name));
    if (findings.requireText(key, at.child("key"))) {
      findings.invalidFor(at.child("key"), key, Names.configMapKey(key));
    }
  }

  private static void checkReference(String name, FieldPath at, Findings findings) {
    if (findings.requireText(name, at)) {
      findings.invalidFor(at, name, NameRule.SUBDOMAIN.prefixProblems(name));
    }
  }

  private static void checkFile(FileKeySelector file, FieldPath at, Findings findings) {
    if (findings.requireText(file.key(), at.child("key"))) {
      findings.invalidFor(at.child("key"), file.key(), Names.envVarName(file.key()));
    }
    if (findings.requireText(file.volumeName(), at.child("volumeName"))) {
      findings.invalidFor(
          at.child("volumeName"), file.volumeName(), Names.dns1123Label(file.volumeName()));
    }
    if (findings.requireText(file.path(), at.child("path"))) {
      LocalPaths.checkNoBacksteps(file.path(), at.child("path"), findings);
    }
  }

  private static void checkFrom(EnvFromSource from, int index, FieldPath at, Findings findings) {
    var place = at.index(index);
    if (!from.prefix().isEmpty()) {
      findings.invalidFor(place.child("prefix"), from.prefix(), Names.envVarName(from.prefix()));
    }
    var configMap = from.configMapRef();
    var secret = from.secretRef();
    if (configMap != null) {
      checkReference(configMap.name(), place.child("configMapRef", "name"), findings);
    }
    if (secret != null) {
      checkReference(secret.name(), place.child("secretRef", "name"), findings);
    }
    // How many sources there are is an error about the list, as upstream has it.
    if (configMap == null && secret == null) {
      findings.invalid(at, "", "must specify one of: `configMapRef` or `secretRef`");
    } else if (configMap != null && secret != null) {
      findings.invalid(at, "", ONE_ONLY);
    }
  }
}
