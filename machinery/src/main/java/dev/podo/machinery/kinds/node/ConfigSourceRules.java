package dev.podo.machinery.kinds.node;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.ConfigMapNodeConfigSource;
import dev.podo.model.core.v1.NodeConfigSource;
import org.jspecify.annotations.Nullable;

/// What the configuration of a node's agent in a ConfigMap must obey: a field that nothing reads
/// any more.
final class ConfigSourceRules {
  private ConfigSourceRules() {}

  static void checkStatus(@Nullable NodeConfigSource source, FieldPath at, Findings findings) {
    if (source != null) {
      check(source, true, at, findings);
    }
  }

  /// @param found whether this tells what was found, or else what is wanted
  static void check(NodeConfigSource source, boolean found, FieldPath at, Findings findings) {
    var map = source.configMap();
    if (map == null) {
      findings.invalid(at, source, "exactly one reference subfield must be non-nil");
      return;
    }
    var place = at.child("configMap");
    if (found) {
      findings.requireText(map.uid(), place.child("uid"));
      findings.requireText(map.resourceVersion(), place.child("resourceVersion"));
    } else {
      if (!map.uid().isEmpty()) {
        findings.forbidden(place.child("uid"), "uid must not be set in spec");
      }
      if (!map.resourceVersion().isEmpty()) {
        findings.forbidden(
            place.child("resourceVersion"), "resourceVersion must not be set in spec");
      }
    }
    checkMap(map, place, findings);
  }

  private static void checkMap(ConfigMapNodeConfigSource map, FieldPath at, Findings findings) {
    if (findings.requireText(map.namespace(), at.child("namespace"))) {
      findings.invalidFor(
          at.child("namespace"), map.namespace(), Names.dns1123Label(map.namespace()));
    }
    if (findings.requireText(map.name(), at.child("name"))) {
      findings.invalidFor(at.child("name"), map.name(), Names.dns1123Subdomain(map.name()));
    }
    var key = map.kubeletConfigKey();
    var place = at.child("kubeletConfigKey");
    if (findings.requireText(key, place)) {
      findings.invalidFor(place, key, Names.configMapKey(key));
    }
  }
}
