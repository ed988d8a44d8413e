package dev.podo.machinery.kinds.customresourcedefinition;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.rules.RuleCheck;
import dev.podo.machinery.structural.EmbeddedObjects;
import dev.podo.machinery.structural.Pruning;
import dev.podo.machinery.structural.StructuralSchema;
import dev.podo.machinery.structural.Validation;
import dev.podo.machinery.tree.Trees;
import dev.podo.machinery.validation.FieldError;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// What the defaults that a schema states must obey: nothing would be pruned from them, they are
/// valid as they stand, before what they leave out is filled in, and they break no rule. Those
/// within `additionalProperties` are not looked at, as upstream does not.
final class DefaultRules {
  private static final Set<String> META = Set.of("apiVersion", "kind", "metadata");

  private final Leniency leniency;
  private final Findings findings;

  private DefaultRules(Leniency leniency, Findings findings) {
    this.leniency = leniency;
    this.findings = findings;
  }

  /// What a default would stand in.
  ///
  /// @param resource the schema of the resource around it
  /// @param inMeta whether it is a part of what every resource has
  /// @param around puts a value into an otherwise empty resource
  private record Place(
      FieldPath at, StructuralSchema resource, boolean inMeta, UnaryOperator<Object> around) {
    static Place of(FieldPath at, StructuralSchema resource) {
      return new Place(at, resource, false, UnaryOperator.identity());
    }

    Place property(String name, boolean isMeta) {
      return new Place(
          at.child("properties").key(name),
          resource,
          inMeta || isMeta,
          value -> around.apply(Map.of(name, value)));
    }

    Place items() {
      return new Place(at.child("items"), resource, inMeta, value -> around.apply(List.of(value)));
    }

    /// An otherwise empty resource with the value in its place.
    Map<String, Object> resourceWith(Object value) {
      var tree = new TreeMap<String, Object>(Trees.asMap((Map<?, ?>) around.apply(value)));
      tree.putIfAbsent("apiVersion", "validation/v1");
      tree.putIfAbsent("kind", "Validation");
      return tree;
    }
  }

  static void check(StructuralSchema schema, FieldPath at, Leniency leniency, Findings findings) {
    new DefaultRules(leniency, findings).check(schema, Place.of(at, schema), true);
  }

  private void check(StructuralSchema schema, Place outer, boolean isRoot) {
    var isResource = isRoot || schema.embeddedResource();
    var place = isResource ? Place.of(outer.at(), schema) : outer;
    var value = schema.defaultValue();
    if (value != null) {
      checkValue(schema, value, place);
    }
    if (schema.items() != null) {
      check(schema.items(), place.items(), false);
    }
    schema
        .properties()
        .forEach((name, property) ->
            check(property, place.property(name, isResource && META.contains(name)), false));
  }

  private void checkValue(StructuralSchema schema, Object value, Place place) {
    var at = place.at().child("default");
    if (place.inMeta()) {
      if (isMetadata(value, at, place) && checkDemands(schema, value, at)) {
        RuleCheck.ofDefault(schema, value, at).forEach(findings::add);
      }
      return;
    }
    if (!leniency.unprunedDefaults() && isPruned(schema, value)) {
      findings.invalid(at, value, "must not have unknown fields");
    }
    var objects = new Findings();
    EmbeddedObjects.check(schema, value, at, objects);
    findings.addAll(objects);
    if (objects.isEmpty() && checkDemands(schema, value, at)) {
      RuleCheck.ofDefault(schema, value, at).forEach(findings::add);
    }
  }

  private boolean isMetadata(Object value, FieldPath at, Place place) {
    var objects = new Findings();
    EmbeddedObjects.checkResource(place.resourceWith(value), FieldPath.empty(), objects);
    if (!objects.isEmpty()) {
      findings.invalid(
          at, value, "must result in valid metadata: " + FieldError.summary(objects.errors()));
    }
    return objects.isEmpty();
  }

  /// @return whether the value is as its schema demands
  private boolean checkDemands(StructuralSchema schema, Object value, FieldPath at) {
    var errors = Validation.check(schema, value);
    errors.forEach(error -> findings.add(error.below(at)));
    return errors.isEmpty();
  }

  private static boolean isPruned(StructuralSchema schema, Object value) {
    return !Trees.deepEquals(Pruning.value(schema, value), value);
  }

  /// Whether a default of the schema or of a part of it has fields that would be pruned.
  static boolean isUnpruned(StructuralSchema schema) {
    var value = schema.defaultValue();
    return (value != null && isPruned(schema, value))
        || (schema.items() != null && isUnpruned(schema.items()))
        || schema.properties().values().stream().anyMatch(DefaultRules::isUnpruned);
  }
}
