package dev.podo.client.informer;

import dev.podo.model.selector.FieldPredicate;
import dev.podo.model.selector.LabelPredicate;

/// Which objects of a kind a cache holds. Caches of the same kind and reach are one.
///
/// @param namespace "" for all
public record Reach(String namespace, LabelPredicate labels, FieldPredicate fields) {
  private static final Reach EVERYTHING =
      new Reach("", LabelPredicate.everything(), FieldPredicate.everything());

  public static Reach everything() {
    return EVERYTHING;
  }

  public static Reach fields(String selector) {
    return new Reach("", LabelPredicate.everything(), FieldPredicate.parse(selector));
  }

  /// What tells it from others, in canonical form.
  String id() {
    return namespace + "|" + labels + "|" + fields;
  }
}
