package dev.podo.machinery.kinds.metadata;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.validation.Names;

/// The path under which the Service of a webhook is asked.
public final class WebhookPaths {
  private WebhookPaths() {}

  public static void check(String path, FieldPath at, Findings findings) {
    if (path.isEmpty() || path.equals("/")) {
      return;
    }
    if (!path.startsWith("/")) {
      findings.invalid(at, path, "must start with a '/'");
    }
    var rest = path.substring(1);
    var segments =
        (rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest).split("/", -1);
    for (var i = 0; i < segments.length; i++) {
      if (segments[i].isEmpty()) {
        findings.invalid(at, path, "segment[" + i + "] may not be empty");
        continue;
      }
      for (var problem : Names.dns1123Subdomain(segments[i])) {
        findings.invalid(at, path, "segment[" + i + "]: " + problem);
      }
    }
  }
}
