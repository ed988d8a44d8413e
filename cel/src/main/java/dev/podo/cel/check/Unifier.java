package dev.podo.cel.check;

import dev.podo.cel.type.CelType;
import dev.podo.cel.type.CelType.Sort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds out what the types stand for of which a declaration leaves open what they are.
final class Unifier {
  private static final int DEPTH_MAX = 64;

  private final Map<String, CelType> bound = new HashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private int made;

  /// What was known before.
  private record Change(String name, @Nullable CelType before) {}

  /// A type that is not known yet.
  CelType fresh() {
    return CelType.parameter("_var" + made++);
  }

  /// The types of a declaration with parameters of their own.
  CelType renamed(CelType type, Map<String, CelType> names) {
    if (type.is(Sort.PARAMETER)) {
      return names.computeIfAbsent(type.name(), name -> fresh());
    }
    return type.parameters().isEmpty()
        ? type
        : new CelType(
            type.sort(),
            type.name(),
            type.parameters().stream().map(part -> renamed(part, names)).toList());
  }

  /// Whether values of these types can be given for those; if so, remembers what that makes of what
  /// was open.
  boolean accepts(List<CelType> wanted, List<CelType> given) {
    changes.clear();
    for (var i = 0; i < wanted.size(); i++) {
      if (!assignable(given.get(i), wanted.get(i), 0)) {
        undo();
        return false;
      }
    }
    return true;
  }

  private void put(String name, CelType type) {
    changes.add(new Change(name, bound.put(name, type)));
  }

  private void undo() {
    for (var i = changes.size() - 1; i >= 0; i--) {
      var before = changes.get(i).before();
      if (before == null) {
        bound.remove(changes.get(i).name());
      } else {
        bound.put(changes.get(i).name(), before);
      }
    }
  }

  boolean accepts(CelType wanted, CelType given) {
    return accepts(List.of(wanted), List.of(given));
  }

  private boolean assignable(CelType given, CelType wanted, int depth) {
    if (depth > DEPTH_MAX) {
      return false;
    }
    if (wanted.is(Sort.PARAMETER)) {
      return bind(wanted, given, depth);
    }
    if (given.is(Sort.PARAMETER)) {
      return bind(given, wanted, depth);
    }
    if (given.is(Sort.DYN) || wanted.is(Sort.DYN)) {
      return true;
    }
    if (given.is(Sort.NULL)) {
      return takesNull(wanted);
    }
    if (given.sort() != wanted.sort()) {
      return false;
    }
    return switch (given.sort()) {
      case OBJECT, OPAQUE -> given.name().equals(wanted.name());
      case LIST, MAP, OPTIONAL -> partsAssignable(given, wanted, depth);
      case TYPE, DYN, NULL, BOOL, INT, UINT, DOUBLE, STRING, BYTES, DURATION, TIMESTAMP -> true;
      case PARAMETER -> false;
    };
  }

  private static boolean takesNull(CelType type) {
    return type.is(Sort.NULL)
        || type.is(Sort.OBJECT)
        || type.is(Sort.DURATION)
        || type.is(Sort.TIMESTAMP);
  }

  private boolean partsAssignable(CelType given, CelType wanted, int depth) {
    var count = Math.max(given.parameters().size(), wanted.parameters().size());
    for (var i = 0; i < count; i++) {
      if (!assignable(given.parameter(i), wanted.parameter(i), depth + 1)) {
        return false;
      }
    }
    return true;
  }

  private boolean bind(CelType parameter, CelType type, int depth) {
    if (type.equals(parameter)) {
      return true;
    }
    var known = bound.get(parameter.name());
    if (known == null) {
      if (isWithin(parameter, type)) {
        return false;
      }
      put(parameter.name(), type);
      return true;
    }
    if (assignable(type, known, depth + 1)) {
      if (type.is(Sort.DYN) && !known.is(Sort.PARAMETER)) {
        put(parameter.name(), CelType.DYN);
      }
      return true;
    }
    if (assignable(known, type, depth + 1)) {
      put(parameter.name(), type);
      return true;
    }
    return false;
  }

  private boolean isWithin(CelType parameter, CelType type) {
    if (type.is(Sort.PARAMETER)) {
      var known = bound.get(type.name());
      return type.equals(parameter) || (known != null && isWithin(parameter, known));
    }
    return type.parameters().stream().anyMatch(part -> isWithin(parameter, part));
  }

  /// The type with what is known put in.
  CelType resolved(CelType type) {
    return resolved(type, false);
  }

  /// The type with what is known put in, and what is open left to evaluation.
  CelType closed(CelType type) {
    return resolved(type, true);
  }

  private CelType resolved(CelType type, boolean close) {
    if (type.is(Sort.PARAMETER)) {
      var known = bound.get(type.name());
      if (known != null) {
        return resolved(known, close);
      }
      return close ? CelType.DYN : type;
    }
    return type.parameters().isEmpty()
        ? type
        : new CelType(
            type.sort(),
            type.name(),
            type.parameters().stream().map(part -> resolved(part, close)).toList());
  }
}
