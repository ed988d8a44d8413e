package dev.podo.cel.function;

import dev.podo.cel.value.EvaluationError;
import dev.podo.cel.value.ListValue;
import dev.podo.cel.value.OptionalValue;
import dev.podo.cel.value.PlainList;
import dev.podo.cel.value.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;

/// The language's own further functions on lists.
final class ListExtensions {
  private static final List<String> COMPARABLE =
      List.of("int", "uint", "double", "bool", "duration", "timestamp", "string", "bytes");
  private static final int RANGE_MAX = 1_000_000;

  private ListExtensions() {}

  static void declare(Library library) {
    library.member(
        "list_slice",
        "slice",
        "(list(T), int, int) list(T)",
        args -> slice((ListValue) args[0], (Long) args[1], (Long) args[2]));
    library.member(
        "list_flatten",
        "flatten",
        "(list(list(T))) list(T)",
        args -> flatten((ListValue) args[0], 1));
    library.member(
        "list_flatten_int",
        "flatten",
        "(list(dyn), int) list(dyn)",
        args -> flatten((ListValue) args[0], (Long) args[1]));
    library.member(
        "list_distinct", "distinct", "(list(T)) list(T)", args -> distinct((ListValue) args[0]));
    library.member(
        "list_reverse", "reverse", "(list(T)) list(T)", args -> reverse((ListValue) args[0]));
    library.member(
        "list_first", "first", "(list(T)) optional(T)", args -> element((ListValue) args[0], true));
    library.member(
        "list_last", "last", "(list(T)) optional(T)", args -> element((ListValue) args[0], false));
    library.global("lists_range", "lists.range", "(int) list(int)", args -> range((Long) args[0]));
    order(library);
  }

  private static void order(Library library) {
    for (var type : COMPARABLE) {
      var signature = "(list(" + type + ")) list(" + type + ")";
      library.global(
          "list_" + type + "_sort_by",
          "lists.@sortByAssociatedKeys",
          "(list(T), list(" + type + ")) list(T)",
          args -> sortBy((ListValue) args[0], (ListValue) args[1]));
      library.member(
          "list_" + type + "_sort", "sort", signature, args -> sort((ListValue) args[0]));
    }
  }

  /// The elements in the order of the keys of the same positions.
  private static PlainList sortBy(ListValue list, ListValue keys) {
    var order = new ArrayList<Integer>();
    for (var i = 0; i < list.size(); i++) {
      order.add(i);
    }
    order.sort((a, b) -> Comparisons.compare(keys.get(a), keys.get(b)));
    return new PlainList(order.stream().map(list::get).toList());
  }

  private static PlainList slice(ListValue list, long start, long end) {
    if (start < 0 || end < 0) {
      throw new EvaluationError(
          "cannot slice(" + start + ", " + end + "), negative indexes not supported");
    }
    if (start > end) {
      throw new EvaluationError(
          "cannot slice("
              + start
              + ", "
              + end
              + "), start index must be less than or equal to end"
              + " index");
    }
    if (end > list.size()) {
      throw new EvaluationError(
          "cannot slice(" + start + ", " + end + "), list is length " + list.size());
    }
    var part = new ArrayList<Object>();
    for (var i = (int) start; i < end; i++) {
      part.add(list.get(i));
    }
    return new PlainList(part);
  }

  private static PlainList flatten(ListValue list, long depth) {
    if (depth < 0) {
      throw new EvaluationError("level must be non-negative");
    }
    var flat = new ArrayList<Object>();
    flatten(list, depth, flat);
    return new PlainList(flat);
  }

  private static void flatten(ListValue list, long depth, List<Object> into) {
    for (var i = 0; i < list.size(); i++) {
      var element = list.get(i);
      if (depth > 0 && element instanceof ListValue inner) {
        flatten(inner, depth - 1, into);
      } else {
        into.add(element);
      }
      if (into.size() > RANGE_MAX) {
        throw new EvaluationError("list of more than " + RANGE_MAX + " elements");
      }
    }
  }

  private static PlainList distinct(ListValue list) {
    var seen = new LinkedHashSet<Values.Key>();
    for (var i = 0; i < list.size(); i++) {
      seen.add(new Values.Key(list.get(i)));
    }
    return new PlainList(seen.stream().map(Values.Key::value).toList());
  }

  private static PlainList reverse(ListValue list) {
    var all = list.toList();
    Collections.reverse(all);
    return new PlainList(all);
  }

  private static OptionalValue element(ListValue list, boolean first) {
    return list.size() == 0
        ? OptionalValue.NONE
        : OptionalValue.of(list.get(first ? 0 : list.size() - 1));
  }

  private static PlainList range(long end) {
    if (end > RANGE_MAX) {
      throw new EvaluationError("list of more than " + RANGE_MAX + " elements");
    }
    var all = new ArrayList<Object>();
    for (var i = 0L; i < end; i++) {
      all.add(i);
    }
    return new PlainList(all);
  }

  private static PlainList sort(ListValue list) {
    var all = list.toList();
    all.sort(Comparisons::compare);
    return new PlainList(all);
  }
}
