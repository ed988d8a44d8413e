package dev.podo.machinery.kinds.customresourcedefinition;

import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import java.net.URI;
import java.net.URISyntaxException;

/// What a definition in a group of the community says of the community's approval (KEP 1111).
public enum ApprovalState {
  MISSING,
  INVALID,
  BYPASSED,
  APPROVED;

  static final String ANNOTATION = "api-approved.kubernetes.io";
  private static final String MUST =
      "protected groups must have approval annotation \"" + ANNOTATION + "\"";
  private static final String SEE = ", see https://github.com/kubernetes/enhancements/pull/1111";

  /// Whether a group belongs to the community.
  public static boolean isAskedOf(String group) {
    var within = "." + group;
    return within.endsWith(".k8s.io") || within.endsWith(".kubernetes.io");
  }

  /// What a definition says, whatever group it is in.
  public static ApprovalState of(CustomResourceDefinition definition) {
    var said = said(definition);
    if (said.isEmpty()) {
      return MISSING;
    }
    if (said.startsWith("unapproved")) {
      return BYPASSED;
    }
    return isUrl(said) ? APPROVED : INVALID;
  }

  static String said(CustomResourceDefinition definition) {
    return definition.metadata().annotations().getOrDefault(ANNOTATION, "");
  }

  /// The state in upstream's words.
  public String reason(CustomResourceDefinition definition) {
    return switch (this) {
      case MISSING -> MUST + SEE;
      case INVALID -> MUST + " with either a URL or a reason starting with \"unapproved\"" + SEE;
      case BYPASSED -> "not approved: \"" + said(definition) + "\"";
      case APPROVED -> "approved in " + said(definition);
    };
  }

  private static boolean isUrl(String text) {
    try {
      var url = new URI(text);
      return url.getScheme() != null && url.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
