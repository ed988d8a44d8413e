package dev.podo.cel.function;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Collects declarations of functions.
final class Library {
  private final Map<String, List<Overload>> functions = new LinkedHashMap<>();

  /// Declares a function that is called by its name.
  ///
  /// @param signature as [Signature] reads it
  void global(String id, String function, String signature, Overload.Body body) {
    add(id, function, signature, false, body);
  }

  /// Declares a function that is called on its first argument.
  void member(String id, String function, String signature, Overload.Body body) {
    add(id, function, signature, true, body);
  }

  private void add(
      String id, String function, String signature, boolean member, Overload.Body body) {
    var types = Signature.parse(signature);
    functions
        .computeIfAbsent(function, name -> new ArrayList<>())
        .add(new Overload(function, id, member, types.parameters(), types.result(), body));
  }

  Map<String, List<Overload>> functions() {
    return functions;
  }
}
