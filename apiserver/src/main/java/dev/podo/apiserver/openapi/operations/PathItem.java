package dev.podo.apiserver.openapi.operations;

import java.util.ArrayList;
import java.util.List;

/// A path and all that can be done there.
public record PathItem(String path, List<Operation> operations) {
  public PathItem {
    operations = List.copyOf(operations);
  }

  /// The parameters that all operations have: they are said once, of the path.
  List<Parameter> common() {
    var common = new ArrayList<>(operations.getFirst().parameters());
    operations.forEach(operation -> common.retainAll(operation.parameters()));
    return common;
  }
}
