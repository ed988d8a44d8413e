package dev.podo.machinery.kinds.volume;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.LabelSelectorRules;
import dev.podo.model.Struct;
import dev.podo.model.core.v1.ClusterTrustBundleProjection;
import dev.podo.model.core.v1.ConfigMapVolumeSource;
import dev.podo.model.core.v1.DownwardAPIVolumeFile;
import dev.podo.model.core.v1.DownwardAPIVolumeSource;
import dev.podo.model.core.v1.KeyToPath;
import dev.podo.model.core.v1.PodCertificateProjection;
import dev.podo.model.core.v1.ProjectedVolumeSource;
import dev.podo.model.core.v1.SecretVolumeSource;
import dev.podo.model.core.v1.ServiceAccountTokenProjection;
import dev.podo.model.core.v1.VolumeProjection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What volumes must obey whose files the cluster writes.
final class ProjectionValidation {
  private static final List<String> FIELDS =
      List.of(
          "metadata.annotations",
          "metadata.labels",
          "metadata.name",
          "metadata.namespace",
          "metadata.uid");
  private static final int MODE_MAX = 0777;
  private static final String WRONG_MODE =
      "must be a number between 0 and 0777 (octal), both inclusive";
  private static final long TOKEN_SECONDS_MIN = 600;

  private ProjectionValidation() {}

  /// Checks the source if it is such a volume; says whether it is.
  static boolean check(Struct source, FieldPath at, Findings findings) {
    switch (source) {
      case ConfigMapVolumeSource map -> {
        findings.requireText(map.name(), at.child("name"));
        checkMode(map.defaultMode(), at.child("defaultMode"), findings);
        checkItems(map.items(), at.child("items"), findings);
      }
      case SecretVolumeSource secret -> {
        findings.requireText(secret.secretName(), at.child("secretName"));
        checkMode(secret.defaultMode(), at.child("defaultMode"), findings);
        checkItems(secret.items(), at.child("items"), findings);
      }
      case DownwardAPIVolumeSource downward -> {
        checkMode(downward.defaultMode(), at.child("defaultMode"), findings);
        checkFiles(downward.items(), at, findings);
      }
      case ProjectedVolumeSource projected -> {
        checkMode(projected.defaultMode(), at.child("defaultMode"), findings);
        checkProjections(projected.sources(), at.child("sources"), findings);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void checkMode(@Nullable Integer mode, FieldPath at, Findings findings) {
    if (mode != null && (mode < 0 || mode > MODE_MAX)) {
      findings.invalid(at, mode, WRONG_MODE);
    }
  }

  private static void checkItems(List<KeyToPath> items, FieldPath at, Findings findings) {
    for (var i = 0; i < items.size(); i++) {
      var item = items.get(i);
      var place = at.index(i);
      findings.requireText(item.key(), place.child("key"));
      checkPath(item.path(), place.child("path"), findings);
      checkMode(item.mode(), place.child("mode"), findings);
    }
  }

  private static void checkPath(String path, FieldPath at, Findings findings) {
    if (findings.requireText(path, at)) {
      LocalPaths.checkNotReserved(path, at, findings);
    }
  }

  private static void checkFiles(
      List<DownwardAPIVolumeFile> files, FieldPath at, Findings findings) {
    for (var file : files) {
      checkPath(file.path(), at.child("path"), findings);
      var field = file.fieldRef();
      var resource = file.resourceFieldRef();
      if (field != null) {
        DownwardApi.checkField(field, FIELDS, at.child("fieldRef"), findings);
        if (resource != null) {
          findings.invalid(
              at, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
        }
      } else if (resource != null) {
        DownwardApi.checkResource(resource, true, at.child("resourceFieldRef"), findings);
      } else {
        findings.required(at, "one of fieldRef and resourceFieldRef is required");
      }
      checkMode(file.mode(), at.child("mode"), findings);
    }
  }

  private static void checkProjections(
      List<VolumeProjection> sources, FieldPath at, Findings findings) {
    var paths = new HashSet<String>();
    for (var i = 0; i < sources.size(); i++) {
      checkProjection(sources.get(i), paths, at.index(i), findings);
    }
  }

  private static void checkProjection(
      VolumeProjection source, Set<String> paths, FieldPath at, Findings findings) {
    var found = 0;
    for (var field : VolumeProjection.SCHEMA.fields()) {
      if (source.get(field.index()) != null && found++ > 0) {
        findings.forbidden(at.child(field.name()), "may not specify more than 1 volume type");
      }
    }
    if (found == 0) {
      findings.required(at, "must specify a volume type");
    }
    checkMaps(source, paths, at, findings);
    var token = source.serviceAccountToken();
    if (token != null) {
      checkToken(token, at.child("serviceAccountToken"), findings);
      claim(token.path(), token, paths, at, findings);
    }
    var bundle = source.clusterTrustBundle();
    if (bundle != null) {
      checkTrustBundle(bundle, at.child("clusterTrustBundle"), findings);
      claim(bundle.path(), bundle, paths, at, findings);
    }
    var certificate = source.podCertificate();
    if (certificate != null) {
      checkCertificate(certificate, at.child("podCertificate"), findings);
    }
  }

  private static void checkMaps(
      VolumeProjection source, Set<String> paths, FieldPath at, Findings findings) {
    var secret = source.secret();
    if (secret != null) {
      findings.requireText(secret.name(), at.child("secret", "name"));
      checkItems(secret.items(), at.child("secret", "items"), findings);
      secret.items().forEach(it -> claim(it.path(), secret.name(), paths, at, findings));
    }
    var configMap = source.configMap();
    if (configMap != null) {
      findings.requireText(configMap.name(), at.child("configMap", "name"));
      checkItems(configMap.items(), at.child("configMap", "items"), findings);
      configMap.items().forEach(it -> claim(it.path(), configMap.name(), paths, at, findings));
    }
    var downward = source.downwardAPI();
    if (downward != null) {
      checkFiles(downward.items(), at.child("downwardAPI"), findings);
      downward.items().forEach(it -> claim(it.path(), it.path(), paths, at, findings));
    }
  }

  /// Two sources may not write the same file.
  private static void claim(
      String path, Object whose, Set<String> paths, FieldPath at, Findings findings) {
    if (!path.isEmpty() && !paths.add(path)) {
      findings.invalid(at, whose, "conflicting duplicate paths");
    }
  }

  private static void checkToken(
      ServiceAccountTokenProjection token, FieldPath at, Findings findings) {
    var seconds = token.expirationSeconds();
    if (seconds != null && seconds < TOKEN_SECONDS_MIN) {
      findings.invalid(
          at.child("expirationSeconds"),
          seconds,
          "may not specify a duration less than 10 minutes");
    }
    if (seconds != null && seconds > 1L << 32) {
      findings.invalid(
          at.child("expirationSeconds"),
          seconds,
          "may not specify a duration larger than 2^32 seconds");
    }
    checkPath(token.path(), at.child("path"), findings);
  }

  private static void checkTrustBundle(
      ClusterTrustBundleProjection bundle, FieldPath at, Findings findings) {
    var name = bundle.name();
    var signer = bundle.signerName();
    if (name != null && signer != null) {
      findings.invalid(at, bundle, "only one of name and signerName may be used");
    } else if (name == null && signer == null) {
      findings.required(at, "either name or signerName must be specified");
    }
    LabelSelectorRules.check(bundle.labelSelector(), at.child("labelSelector"), findings);
    checkPath(bundle.path(), at.child("path"), findings);
  }

  private static void checkCertificate(
      PodCertificateProjection certificate, FieldPath at, Findings findings) {
    findings.requireText(certificate.signerName(), at.child("signerName"));
    findings.requireText(certificate.keyType(), at.child("keyType"));
    var bundled = !certificate.credentialBundlePath().isEmpty();
    var split = !certificate.keyPath().isEmpty() || !certificate.certificateChainPath().isEmpty();
    if (!bundled && !split) {
      findings.required(
          at,
          "specify at least one of credentialBundlePath, keyPath, and" + " certificateChainPath");
    }
  }
}
