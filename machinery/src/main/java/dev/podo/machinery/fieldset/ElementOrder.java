package dev.podo.machinery.fieldset;

import dev.podo.machinery.codec.Json;
import dev.podo.model.FrozenMap;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The order in which upstream names the elements of one level: fields by their names, then keyed
/// elements and elements of sets by their values (numbers before texts before truths), then
/// indices. The trees themselves are sorted as texts, in which 443 stands before 80.
final class ElementOrder {
  private static final String KINDS = "fkvi";
  private static final Comparator<String> ORDER = ElementOrder::compare;

  private ElementOrder() {}

  /// The places of a level's elements, in order, the level itself left out.
  static List<Integer> of(FrozenMap<Object> node) {
    var places =
        IntStream.range(0, node.size()).filter(i -> !node.keyAt(i).equals(FieldSet.SELF)).boxed();
    var isSorted = node.isEmpty() || node.keyAt(node.size() - 1).startsWith("f:");
    return isSorted
        ? places.toList()
        : places.sorted(Comparator.comparing(node::keyAt, ORDER)).toList();
  }

  private static int compare(String left, String right) {
    var kind = left.charAt(0);
    if (kind != right.charAt(0)) {
      return Integer.compare(KINDS.indexOf(kind), KINDS.indexOf(right.charAt(0)));
    }
    return switch (kind) {
      case 'k' -> compareKeys(parsed(left), parsed(right));
      case 'v', 'i' -> compareScalars(parsed(left), parsed(right));
      default -> left.compareTo(right);
    };
  }

  private static @Nullable Object parsed(String element) {
    return Json.parse(element.substring(2));
  }

  private static int compareKeys(@Nullable Object left, @Nullable Object right) {
    Iterator<? extends Map.Entry<?, ?>> l = entries(left);
    Iterator<? extends Map.Entry<?, ?>> r = entries(right);
    while (l.hasNext() && r.hasNext()) {
      var a = l.next();
      var b = r.next();
      var order = String.valueOf(a.getKey()).compareTo(String.valueOf(b.getKey()));
      order = order != 0 ? order : compareScalars(a.getValue(), b.getValue());
      if (order != 0) {
        return order;
      }
    }
    return Boolean.compare(l.hasNext(), r.hasNext());
  }

  private static Iterator<? extends Map.Entry<?, ?>> entries(@Nullable Object keys) {
    return keys instanceof Map<?, ?> map
        ? map.entrySet().iterator()
        : Map.<String, Object>of().entrySet().iterator();
  }

  private static int compareScalars(@Nullable Object left, @Nullable Object right) {
    var order = Integer.compare(rank(left), rank(right));
    if (order != 0) {
      return order;
    }
    return switch (left) {
      case Long number when right instanceof Long other -> number.compareTo(other);
      case Number number when right instanceof Number other ->
          Double.compare(number.doubleValue(), other.doubleValue());
      case String text when right instanceof String other -> text.compareTo(other);
      case Boolean truth when right instanceof Boolean other -> truth.compareTo(other);
      case null, default -> 0;
    };
  }

  private static int rank(@Nullable Object value) {
    return switch (value) {
      case Number number -> 0;
      case String text -> 1;
      case Boolean truth -> 2;
      case null, default -> 3;
    };
  }
}
