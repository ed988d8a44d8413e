package dev.podo.machinery.kinds.device;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;

/// Rules for lists that may not be long: of one that is, nothing else is said.
final class Elements {
  static final int UNLIMITED = Integer.MAX_VALUE;

  private Elements() {}

  /// What one element must obey.
  @FunctionalInterface
  interface Rule<E> {
    void check(E element, FieldPath at, Findings findings);
  }

  /// Says whether the list was looked at.
  static <E> boolean check(
      List<E> list, int max, Rule<? super E> rule, FieldPath at, Findings findings) {
    if (list.size() > max) {
      findings.atMost(at, list.size(), max);
      return false;
    }
    for (var i = 0; i < list.size(); i++) {
      rule.check(list.get(i), at.index(i), findings);
    }
    return true;
  }

  /// As [#check], of a list in which each key may come only once.
  static <E> void checkSet(
      List<E> list,
      int max,
      Rule<? super E> rule,
      Function<? super E, String> key,
      FieldPath at,
      Findings findings) {
    if (!check(list, max, rule, at, findings)) {
      return;
    }
    var seen = new HashSet<String>();
    for (var i = 0; i < list.size(); i++) {
      var name = key.apply(list.get(i));
      if (!seen.add(name)) {
        findings.duplicate(at.index(i), name);
      }
    }
  }
}
