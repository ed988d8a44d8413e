package dev.podo.machinery.kinds.storageclass;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.DataRules;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.FieldError;
import java.util.Map;

/// The parameters of classes, which only drivers understand.
final class ClassParameters {
  private static final int COUNT_MAX = 512;
  private static final int BYTES_MAX = 256 << 10;

  private ClassParameters() {}

  static void check(Map<String, String> parameters, FieldPath at, Findings findings) {
    if (parameters.size() > COUNT_MAX) {
      findings.add(FieldError.tooLong(at, COUNT_MAX));
      return;
    }
    var total = 0L;
    for (var parameter : parameters.entrySet()) {
      if (parameter.getKey().isEmpty()) {
        findings.invalid(at, parameter.getKey(), "field can not be empty.");
      }
      total += DataRules.size(parameter.getKey()) + DataRules.size(parameter.getValue());
    }
    if (total > BYTES_MAX) {
      findings.add(FieldError.tooLong(at, BYTES_MAX));
    }
  }
}
