package dev.podo.cel.check;

import dev.podo.cel.function.Overload;
import dev.podo.cel.syntax.Expr;
import dev.podo.cel.type.CelType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What checking has found out about an expression.
public final class Checked {
  private final Expr expr;
  private final Map<Integer, CelType> types;
  private final Map<Integer, Target> targets;
  private final Names names;

  Checked(Expr expr, Map<Integer, CelType> types, Map<Integer, Target> targets, Names names) {
    this.expr = expr;
    this.types = types;
    this.targets = targets;
    this.names = names;
  }

  /// What is named in it.
  ///
  /// @param types the nodes that name types
  /// @param dotted the nodes that name variables with dots in their names
  /// @param variables all declared variables
  record Names(Map<Integer, CelType> types, Map<Integer, String> dotted, Set<String> variables) {}

  /// What a call means.
  ///
  /// @param function its full name: `format.named` where the target is no value but part of a name
  /// @param args the arguments, with the target of a member function as the first
  public record Target(String function, boolean member, List<Expr> args, List<Overload> overloads) {
    /// The one way in which it can be called; empty if that is known only from the values.
    public String overloadId() {
      return overloads.size() == 1 ? overloads.get(0).id() : "";
    }
  }

  public Expr expr() {
    return expr;
  }

  public CelType type(Expr node) {
    return types.getOrDefault(node.id(), CelType.DYN);
  }

  /// Of a call.
  public @Nullable Target target(Expr call) {
    return targets.get(call.id());
  }

  /// The type that a node names; null if it is no name of a type.
  public @Nullable CelType typeName(Expr node) {
    return names.types().get(node.id());
  }

  /// The variable with dots in its name that a node names; null if it names none.
  public @Nullable String variableName(Expr node) {
    return names.dotted().get(node.id());
  }

  /// The declared variables that it names.
  public Set<String> variables() {
    return names.variables();
  }
}
