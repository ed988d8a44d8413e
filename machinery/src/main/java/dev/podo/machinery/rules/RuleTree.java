package dev.podo.machinery.rules;

import dev.podo.machinery.expression.ExpressionCompiler;
import dev.podo.machinery.structural.StructuralSchema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The rules of a schema and of its parts; parts without rules are left out. Immutable.
public final class RuleTree {
  private final StructuralSchema schema;
  private final List<Rule> rules;
  private final Map<String, RuleTree> properties;
  private final @Nullable RuleTree values;
  private final @Nullable RuleTree items;

  private RuleTree(
      StructuralSchema schema,
      List<Rule> rules,
      Map<String, RuleTree> properties,
      @Nullable RuleTree values,
      @Nullable RuleTree items) {
    this.schema = schema;
    this.rules = Collections.unmodifiableList(rules);
    this.properties = Collections.unmodifiableMap(properties);
    this.values = values;
    this.items = items;
  }

  /// The rules of a resource's schema, compiled; null if there are none, and then the language is
  /// not even loaded.
  public static @Nullable RuleTree of(StructuralSchema schema) {
    return new Builder().tree(schema, true);
  }

  /// The rules of the schema of a part of a resource, or of one within another; null if there are
  /// none.
  static @Nullable RuleTree ofValue(StructuralSchema schema) {
    return new Builder().tree(schema, false);
  }

  /// Compiles each part once, however often it occurs.
  private static final class Builder {
    private final IdentityHashMap<StructuralSchema, RuleTree> made = new IdentityHashMap<>();
    private final IdentityHashMap<StructuralSchema, Boolean> without = new IdentityHashMap<>();

    @Nullable RuleTree tree(@Nullable StructuralSchema schema, boolean root) {
      if (schema == null || without.containsKey(schema)) {
        return null;
      }
      var known = root ? null : made.get(schema);
      return known != null ? known : newTree(schema, root);
    }

    private @Nullable RuleTree newTree(StructuralSchema schema, boolean root) {
      var properties = new TreeMap<String, RuleTree>();
      schema
          .properties()
          .forEach((name, property) -> {
            var below = tree(property, false);
            if (below != null) {
              properties.put(name, below);
            }
          });
      var values = tree(schema.additionalProperties(), false);
      var items = tree(schema.items(), false);
      if (schema.rules().isEmpty() && properties.isEmpty() && values == null && items == null) {
        without.put(schema, true);
        return null;
      }
      var isResource = root || schema.embeddedResource();
      var rules = new ArrayList<Rule>();
      for (var stated : schema.rules()) {
        rules.add(Rule.of(stated, schema, isResource, ExpressionCompiler.installed()));
      }
      var tree = new RuleTree(schema, rules, properties, values, items);
      if (!root) {
        made.put(schema, tree);
      }
      return tree;
    }
  }

  StructuralSchema schema() {
    return schema;
  }

  List<Rule> rules() {
    return rules;
  }

  @Nullable RuleTree property(String name) {
    return properties.get(name);
  }

  /// Of the values of a map that are no properties.
  @Nullable RuleTree values() {
    return values;
  }

  @Nullable RuleTree items() {
    return items;
  }
}
