package dev.podo.apiserver.openapi.operations;

import dev.podo.machinery.kind.GroupVersionKind;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What one method does at one path.
///
/// @param method in lower case
/// @param parameters sorted by name
public record Operation(
    String method, Identity identity, Content content, List<Parameter> parameters) {
  /// The answer is text, or whatever a process says.
  public static final String TEXT = "string";

  /// The answer has no body that is described.
  public static final String NOTHING = "";

  public Operation {
    parameters =
        parameters.stream()
            .sorted(Comparator.comparing(Parameter::name).thenComparing(Parameter::in))
            .toList();
  }

  /// What an operation is called.
  ///
  /// @param id unique among all
  /// @param tag the group and version it belongs to
  /// @param action as in `x-kubernetes-action`; "" when it is not about objects
  /// @param gvk what it is about; null when it is not about objects
  public record Identity(
      String id, String description, String tag, String action, @Nullable GroupVersionKind gvk) {}

  /// What goes in and out.
  ///
  /// @param body null when none is sent
  /// @param responses the names of types by status code
  public record Content(
      @Nullable Body body,
      List<String> consumes,
      List<String> produces,
      SortedMap<Integer, String> responses) {
    public Content {
      responses = Collections.unmodifiableSortedMap(new TreeMap<>(responses));
    }
  }

  /// What is sent.
  ///
  /// @param type the name of its type
  public record Body(String type, boolean required) {}
}
