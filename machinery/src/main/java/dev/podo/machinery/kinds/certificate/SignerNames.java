package dev.podo.machinery.kinds.certificate;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.validation.FieldError;
import dev.podo.machinery.validation.Names;
import dev.podo.machinery.validation.Texts;
import java.util.List;
import java.util.function.Function;

/// The names of signers, such as `kubernetes.io/kube-apiserver-client`.
public final class SignerNames {
  /// What requests of old asked for that named no signer.
  static final String LEGACY_UNKNOWN = "kubernetes.io/legacy-unknown";

  private static final int DOMAIN_MAX = 253;
  // A namespace, a dot and a name of an object.
  private static final int PATH_MAX = 253 + 63 + 1;

  private SignerNames() {}

  public static void check(String name, FieldPath at, Findings findings) {
    if (!findings.requireText(name, at)) {
      return;
    }
    var segments = name.split("/", -1);
    if (segments.length != 2) {
      findings.invalid(
          at,
          name,
          "must be a fully qualified domain and path of the form 'example.com/signer-name'");
      return;
    }
    if (segments[0].length() > DOMAIN_MAX) {
      findings.add(FieldError.tooLong(at, DOMAIN_MAX));
    }
    var labels = checkLabels(segments[0], Names::dns1123Label, at, findings);
    if (labels < 2) {
      findings.invalid(
          at, segments[0], "should be a domain with at least two segments separated by dots");
    }
    checkLabels(segments[1], Names::dns1123Subdomain, at, findings);
    if (name.length() > DOMAIN_MAX + PATH_MAX + 1) {
      findings.add(FieldError.tooLong(at, DOMAIN_MAX + PATH_MAX + 1));
    }
  }

  /// Reports the first label that is wrong; says how many there are.
  private static int checkLabels(
      String segment, Function<String, List<String>> rule, FieldPath at, Findings findings) {
    var labels = segment.split("\\.", -1);
    for (var label : labels) {
      var problems = rule.apply(label);
      for (var problem : problems) {
        findings.invalid(at, segment, "validating label " + Texts.quote(label) + ": " + problem);
      }
      if (!problems.isEmpty()) {
        break;
      }
    }
    return labels.length;
  }
}
