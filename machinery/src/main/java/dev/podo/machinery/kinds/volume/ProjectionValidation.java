package dev.podo.machinery.kinds.volume;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.certificate.SignerNames;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.LabelSelectorRules;
import dev.podo.machinery.validation.Names;
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
import java.util.LinkedHashMap;
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
  private static final int CERTIFICATE_SECONDS_MIN = 3600;
  private static final int CERTIFICATE_SECONDS_MAX = 91 * 24 * 3600;
  private static final List<String> KEY_TYPES =
      List.of("RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519");

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
        checkProjections(projected.sources(), at, findings);
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
    findings.requireText(path, at);
    LocalPaths.checkNotReserved(path, at, findings);
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

  /// @param at where the volume's source lies, which errors about its paths name
  private static void checkProjections(
      List<VolumeProjection> sources, FieldPath at, Findings findings) {
    var paths = new HashSet<String>();
    for (var i = 0; i < sources.size(); i++) {
      var source = sources.get(i);
      var place = at.child("sources").index(i);
      checkMaps(source, new Claims(paths, at, findings), place, findings);
      var token = source.serviceAccountToken();
      if (token != null) {
        checkToken(token, at, place.child("serviceAccountToken"), findings);
      }
      var bundle = source.clusterTrustBundle();
      if (bundle != null) {
        checkTrustBundle(bundle, place.child("clusterTrustBundle"), findings);
        new Claims(paths, at, findings).claim(bundle.path(), bundle.path());
      }
      var certificate = source.podCertificate();
      if (certificate != null) {
        checkCertificate(
            certificate, new Claims(paths, at, findings), place.child("podCertificate"), findings);
      }
      var types =
          VolumeProjection.SCHEMA.fields().stream()
              .filter(it -> source.get(it.index()) != null)
              .count();
      if (types > 1) {
        findings.forbidden(place, "may not specify more than 1 volume type per source");
      }
    }
  }

  /// The paths that are taken: two sources may not write the same file.
  private record Claims(Set<String> paths, FieldPath at, Findings findings) {
    void claim(String path, String whose) {
      if (!path.isEmpty() && !paths.add(path)) {
        findings.invalid(at, whose, "conflicting duplicate paths");
      }
    }
  }

  private static void checkMaps(
      VolumeProjection source, Claims claims, FieldPath at, Findings findings) {
    var secret = source.secret();
    if (secret != null) {
      findings.requireText(secret.name(), at.child("secret", "name"));
      checkItems(secret.items(), at.child("secret", "items"), findings);
      secret.items().forEach(it -> claims.claim(it.path(), secret.name()));
    }
    var configMap = source.configMap();
    if (configMap != null) {
      findings.requireText(configMap.name(), at.child("configMap", "name"));
      checkItems(configMap.items(), at.child("configMap", "items"), findings);
      configMap.items().forEach(it -> claims.claim(it.path(), configMap.name()));
    }
    var downward = source.downwardAPI();
    if (downward != null) {
      checkFiles(downward.items(), at.child("downwardAPI"), findings);
      downward.items().forEach(it -> claims.claim(it.path(), it.path()));
    }
  }

  /// @param volume where the volume's source lies, which errors about the path name
  private static void checkToken(
      ServiceAccountTokenProjection token, FieldPath volume, FieldPath at, Findings findings) {
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
    checkPath(token.path(), volume.child("path"), findings);
  }

  private static void checkTrustBundle(
      ClusterTrustBundleProjection bundle, FieldPath at, Findings findings) {
    var name = bundle.name();
    var signer = bundle.signerName();
    if (name != null && signer != null) {
      findings.invalid(at, bundle, "only one of name and signerName may be used");
    } else if (name != null) {
      checkBundleName(name, at.child("name"), findings);
      if (bundle.labelSelector() != null) {
        findings.invalid(
            at.child("labelSelector"),
            bundle.labelSelector(),
            "labelSelector must be unset if name is specified");
      }
    } else if (signer != null) {
      if (signer.isEmpty()) {
        findings.required(at.child("signerName"), "must be a valid signer name");
      }
      SignerNames.check(signer, at.child("signerName"), findings);
      LabelSelectorRules.check(bundle.labelSelector(), at.child("labelSelector"), findings);
    } else {
      findings.required(at, "either name or signerName must be specified");
    }
    checkPath(bundle.path(), at.child("path"), findings);
  }

  /// The name of a bundle of a signer begins with the signer's.
  private static void checkBundleName(String name, FieldPath at, Findings findings) {
    if (name.isEmpty()) {
      findings.required(at, "must be a valid object name");
    }
    var colon = name.indexOf(':');
    var plain = colon < 0 ? name : name.substring(name.lastIndexOf(':') + 1);
    for (var problem : Names.dns1123Subdomain(plain)) {
      findings.invalid(at, name, "not a valid clustertrustbundlename: " + problem);
    }
  }

  private static void checkCertificate(
      PodCertificateProjection certificate, Claims claims, FieldPath at, Findings findings) {
    SignerNames.check(certificate.signerName(), at.child("signerName"), findings);
    findings.oneOf(at.child("keyType"), certificate.keyType(), KEY_TYPES);
    var seconds = certificate.maxExpirationSeconds();
    if (seconds != null && seconds < CERTIFICATE_SECONDS_MIN) {
      findings.invalid(
          at.child("maxExpirationSeconds"),
          seconds,
          "if provided, maxExpirationSeconds must be >= " + CERTIFICATE_SECONDS_MIN);
    }
    if (seconds != null && seconds > CERTIFICATE_SECONDS_MAX) {
      findings.invalid(
          at.child("maxExpirationSeconds"),
          seconds,
          "if provided, maxExpirationSeconds must be <= " + CERTIFICATE_SECONDS_MAX);
    }
    var paths = new LinkedHashMap<String, String>();
    paths.put("credentialBundlePath", certificate.credentialBundlePath());
    paths.put("keyPath", certificate.keyPath());
    paths.put("certificateChainPath", certificate.certificateChainPath());
    paths.values().removeIf(String::isEmpty);
    paths.forEach((field, path) -> {
      LocalPaths.checkNotReserved(path, at.child(field), findings);
      claims.claim(path, path);
    });
    if (paths.isEmpty()) {
      findings.required(
          at, "specify at least one of credentialBundlePath, keyPath, and certificateChainPath");
    }
  }
}
