package dev.podo.client;

import dev.podo.model.selector.FieldPredicate;
import dev.podo.model.selector.LabelPredicate;

/// What a list asks for.
///
/// @param namespace `""` for all namespaces
/// @param limit at most so many items in a page; 0 for all
/// @param continueToken from the page before; "" for the first
/// @param resourceVersion `""` for the most recent state, `"0"` for any
public record ListOptions(
    String namespace,
    LabelPredicate labels,
    FieldPredicate fields,
    long limit,
    String continueToken,
    String resourceVersion,
    ResourceVersionMatch resourceVersionMatch) {
  private static final ListOptions ALL =
      new ListOptions(
          "",
          LabelPredicate.everything(),
          FieldPredicate.everything(),
          0,
          "",
          "",
          ResourceVersionMatch.UNSET);

  /// Everything of the kind, as of now.
  public static ListOptions all() {
    return ALL;
  }

  /// Everything in one namespace, as of now.
  public static ListOptions in(String namespace) {
    return ALL.withNamespace(namespace);
  }

  public ListOptions withNamespace(String value) {
    return new ListOptions(
        value, labels, fields, limit, continueToken, resourceVersion, resourceVersionMatch);
  }

  public ListOptions withLabels(LabelPredicate value) {
    return new ListOptions(
        namespace, value, fields, limit, continueToken, resourceVersion, resourceVersionMatch);
  }

  public ListOptions withFields(FieldPredicate value) {
    return new ListOptions(
        namespace, labels, value, limit, continueToken, resourceVersion, resourceVersionMatch);
  }

  public ListOptions withLimit(long value) {
    return new ListOptions(
        namespace, labels, fields, value, continueToken, resourceVersion, resourceVersionMatch);
  }

  /// The page that follows the one which gave the token. The version is in the token.
  public ListOptions withContinueToken(String value) {
    return new ListOptions(namespace, labels, fields, limit, value, "", ResourceVersionMatch.UNSET);
  }

  public ListOptions withResourceVersion(String value, ResourceVersionMatch match) {
    return new ListOptions(namespace, labels, fields, limit, continueToken, value, match);
  }
}
