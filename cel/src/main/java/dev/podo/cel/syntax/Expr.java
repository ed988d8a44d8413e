package dev.podo.cel.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node of the tree of an expression. Its number finds its place in the text ([Source]) and what
/// the checker has found out about it.
public sealed interface Expr {
  /// The variable in which macros collect: no identifier of the language.
  String ACCUMULATOR = "@result";

  int id();

  /// The name that identifiers joined by dots make up; null if anything else is among them.
  static @Nullable String qualifiedName(@Nullable Expr expr) {
    if (expr instanceof Ident ident) {
      return ident.name();
    }
    if (expr instanceof Select select && !select.test()) {
      var prefix = qualifiedName(select.operand());
      return prefix == null ? null : prefix + "." + select.field();
    }
    return null;
  }

  /// A constant: Boolean, Long, [dev.podo.cel.value.Uint], Double, String, Bytes or null's value.
  record Literal(int id, Object value) implements Expr {}

  /// A name; a leading dot is dropped, as there are no containers.
  record Ident(int id, String name) implements Expr {}

  /// A field of a value, or with `test` whether it is there.
  record Select(int id, Expr operand, String field, boolean test) implements Expr {}

  /// A call of a function, an operator included.
  record Call(int id, @Nullable Expr target, String function, List<Expr> args) implements Expr {}

  /// A list; the elements whose positions are in `optional` are left out when they have no value.
  record ListOf(int id, List<Expr> elements, List<Integer> optional) implements Expr {}

  /// A map.
  record MapOf(int id, List<Pair> pairs) implements Expr {}

  /// An entry of a map, left out when it is optional and has no value.
  record Pair(Expr key, Expr value, boolean optional) {}

  /// An object of a type that has fields: `JSONPatch{op: "remove", path: "/spec/x"}`.
  record StructOf(int id, String type, List<FieldOf> fields) implements Expr {}

  /// A field that is set, left out when it is optional and has no value.
  record FieldOf(int id, String name, Expr value, boolean optional) {}

  /// What every macro over lists and maps becomes: `accumulator = init; for (variable in range) if
  /// (condition) accumulator = step; result`.
  ///
  /// @param variable2 with it, `variable` is the index or key, and this the element or value
  record Fold(
      int id,
      String variable,
      @Nullable String variable2,
      Expr range,
      String accumulator,
      Loop loop)
      implements Expr {}

  /// The parts of a fold that are evaluated.
  record Loop(Expr init, Expr condition, Expr step, Expr result) {}
}
