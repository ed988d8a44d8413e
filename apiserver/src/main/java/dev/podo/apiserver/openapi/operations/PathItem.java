package dev.podo.apiserver.openapi.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// A path and all that can be done there.
public record PathItem(String path, List<Operation> operations) {
  public PathItem {
    operations = List.copyOf(operations);
  }

  /// The names of the types that are sent and received there.
  public SortedSet<String> types() {
    var types = new TreeSet<String>();
    for (var operation : operations) {
      var body = operation.content().body();
      if (body != null) {
        types.add(body.type());
      }
      types.addAll(operation.content().responses().values());
    }
    types.removeAll(List.of(Operation.TEXT, Operation.NOTHING));
    return types;
  }

  /// The parameters that all operations have: they are said once, of the path.
  List<Parameter> common() {
    var common = new ArrayList<>(operations.getFirst().parameters());
    operations.forEach(operation -> common.retainAll(operation.parameters()));
    return common;
  }
}
