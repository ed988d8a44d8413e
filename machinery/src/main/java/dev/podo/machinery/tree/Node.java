package dev.podo.machinery.tree;

import dev.podo.model.Struct;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value of an object seen as JSON, whether a record or a tree holds it: what works by field path
/// is written once, against this view. Reading only; records are not turned into trees for it.
public interface Node {
  /// What JSON would show here.
  enum Kind {
    OBJECT,
    LIST,
    STRING,
    BOOL,
    INTEGER,
    DECIMAL,
    NULL
  }

  /// The view of a record.
  static Node of(Struct value) {
    return new StructNode(value);
  }

  /// The view of a tree.
  static Node of(@Nullable Object tree) {
    return tree instanceof Struct value ? new StructNode(value) : new TreeNode(tree);
  }

  Kind kind();

  /// The field or entry of this name; null if this is no object or does not show one.
  @Nullable Node get(String name);

  /// What lies under these names; null if there is nothing.
  default @Nullable Node at(String... path) {
    @Nullable Node at = this;
    for (var name : path) {
      at = at == null ? null : at.get(name);
    }
    return at;
  }

  /// The names of the fields that an object shows, in the order in which it shows them; none if
  /// this is no object.
  List<String> names();

  /// How many elements a list has; 0 if this is none.
  int size();

  /// An element of a list, counted from 0.
  Node element(int index);

  /// The value as a tree: of a scalar [String], [Boolean], [Long], [Double] or null.
  @Nullable Object tree();
}
