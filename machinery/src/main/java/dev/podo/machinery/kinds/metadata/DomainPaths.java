package dev.podo.machinery.kinds.metadata;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.validation.Names;
import java.util.regex.Pattern;

/// Words with a domain before them, such as `example.com/my-controller`.
public final class DomainPaths {
  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+");

  private DomainPaths() {}

  /// A domain, a slash, and something that can stand in a path.
  public static void check(String text, FieldPath at, Findings findings) {
    if (!findings.requireText(text, at)) {
      return;
    }
    var slash = text.indexOf('/');
    if (slash <= 0 || slash == text.length() - 1) {
      findings.invalid(at, text, "must be a domain-prefixed path (such as \"acme.io/foo\")");
      return;
    }
    var host = text.substring(0, slash);
    findings.invalidFor(at, host, Names.dns1123Subdomain(host));
    var path = text.substring(slash + 1);
    if (!PATH.matcher(path).matches()) {
      findings.invalid(
          at, path, "Invalid path (regex used for validation is '" + PATH.pattern() + "')");
    }
  }
}
