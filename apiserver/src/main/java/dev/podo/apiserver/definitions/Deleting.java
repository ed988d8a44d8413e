package dev.podo.apiserver.definitions;

import static dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions.CLEANUP_FINALIZER;
import static dev.podo.machinery.kinds.customresourcedefinition.CustomResourceDefinitions.TERMINATING;

import dev.podo.model.apiextensions.v1.CustomResourceDefinition;
import dev.podo.model.apiextensions.v1.CustomResourceDefinitionCondition;
import java.time.Instant;
import java.util.ArrayList;

/// What becomes of a definition that somebody deletes: it stays until all its objects are gone.
/// Types, reasons and messages are upstream's.
public final class Deleting {
  private Deleting() {}

  /// The definition as its deletion begins.
  public static CustomResourceDefinition begun(CustomResourceDefinition definition, Instant now) {
    var finalizers = definition.metadata().finalizers();
    var held = definition;
    if (!finalizers.contains(CLEANUP_FINALIZER)) {
      var more = new ArrayList<>(finalizers);
      more.add(CLEANUP_FINALIZER);
      held = definition.withMetadata(definition.metadata().withFinalizers(more));
    }
    return Conditions.with(
        held,
        terminating(
            "True",
            "InstanceDeletionPending",
            "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon"),
        now);
  }

  static boolean isHeld(CustomResourceDefinition definition) {
    return definition.metadata().deletionTimestamp() != null
        && definition.metadata().finalizers().contains(CLEANUP_FINALIZER);
  }

  static CustomResourceDefinition released(CustomResourceDefinition definition) {
    var rest = new ArrayList<>(definition.metadata().finalizers());
    rest.remove(CLEANUP_FINALIZER);
    return definition.withMetadata(definition.metadata().withFinalizers(rest));
  }

  static CustomResourceDefinitionCondition underWay() {
    return terminating(
        "True", "InstanceDeletionInProgress", "CustomResource deletion is in progress");
  }

  static CustomResourceDefinitionCondition failed(String why) {
    return terminating("True", "InstanceDeletionFailed", "could not issue all deletes: " + why);
  }

  static CustomResourceDefinitionCondition done() {
    return terminating("False", "InstanceDeletionCompleted", "removed all instances");
  }

  static CustomResourceDefinitionCondition neverEstablished() {
    return terminating("False", "NeverEstablished", "resource was never established");
  }

  static CustomResourceDefinitionCondition overlapping() {
    return terminating(
        "False",
        "OverlappingBuiltInResource",
        "instances overlap with built-in resources in storage");
  }

  private static CustomResourceDefinitionCondition terminating(
      String status, String reason, String message) {
    return Conditions.of(TERMINATING, status, reason, message);
  }
}
