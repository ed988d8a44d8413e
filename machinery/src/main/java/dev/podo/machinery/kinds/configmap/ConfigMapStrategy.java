package dev.podo.machinery.kinds.configmap;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.DataRules;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.model.core.v1.ConfigMap;

final class ConfigMapStrategy extends ObjectStrategy<ConfigMap> {
  private static final FieldPath DATA = FieldPath.root("data");
  private static final FieldPath BINARY_DATA = FieldPath.root("binaryData");

  ConfigMapStrategy() {
    super(inNamespace(), ConfigMap::withMetadata);
  }

  @Override
  protected void check(ConfigMap map, Findings findings) {
    var total = 0L;
    for (var entry : map.data().entrySet()) {
      DataRules.checkKey(entry.getKey(), DATA, findings);
      if (map.binaryData().containsKey(entry.getKey())) {
        findings.invalid(
            DATA.key(entry.getKey()), entry.getKey(), "duplicate of key present in binaryData");
      }
      total += DataRules.size(entry.getValue());
    }
    for (var entry : map.binaryData().entrySet()) {
      DataRules.checkKey(entry.getKey(), BINARY_DATA, findings);
      total += entry.getValue().size();
    }
    // As upstream shows the path of nothing in particular.
    DataRules.checkTotal(total, FieldPath.empty().key(""), findings);
  }

  @Override
  protected void checkUpdate(ConfigMap now, ConfigMap old, Findings findings) {
    if (Boolean.TRUE.equals(old.immutable())) {
      DataRules.checkStaysImmutable(now.immutable(), findings);
      DataRules.checkSame(now.data(), old.data(), DATA, findings);
      DataRules.checkSame(now.binaryData(), old.binaryData(), BINARY_DATA, findings);
    }
    check(now, findings);
  }
}
