package dev.podo.cel.function;

import dev.podo.cel.value.ListValue;

/// Lists as sets.
final class Sets {
  private Sets() {}

  static void declare(Library library) {
    library.global(
        "list_sets_contains_list",
        "sets.contains",
        "(list(T), list(T)) bool",
        args -> contains((ListValue) args[0], (ListValue) args[1]));
    library.global(
        "list_sets_equivalent_list",
        "sets.equivalent",
        "(list(T), list(T)) bool",
        args ->
            contains((ListValue) args[0], (ListValue) args[1])
                && contains((ListValue) args[1], (ListValue) args[0]));
    library.global(
        "list_sets_intersects_list",
        "sets.intersects",
        "(list(T), list(T)) bool",
        args -> intersects((ListValue) args[0], (ListValue) args[1]));
  }

  private static boolean contains(ListValue list, ListValue wanted) {
    for (var i = 0; i < wanted.size(); i++) {
      if (!list.contains(wanted.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean intersects(ListValue list, ListValue other) {
    for (var i = 0; i < other.size(); i++) {
      if (list.contains(other.get(i))) {
        return true;
      }
    }
    return false;
  }
}
