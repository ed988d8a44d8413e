package dev.podo.machinery.kinds.metadata;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.validation.FieldError;
import dev.podo.machinery.validation.Names;
import dev.podo.model.meta.v1.ManagedFieldsEntry;
import dev.podo.model.meta.v1.ObjectMeta;
import dev.podo.model.meta.v1.OwnerReference;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What every object's `metadata` must obey.
///
/// @param namespaced whether the object must lie in a namespace, or must not
/// @param names what the name may look like
/// @param anyFinalizer whether finalizers need no domain: upstream demands one of the kinds of its
///   core only, not of definitions and what they define
public record MetadataRules(boolean namespaced, NameRule names, boolean anyFinalizer) {
  private static final long ANNOTATIONS_MAX_BYTES = 256L << 10;
  private static final int FIELD_MANAGER_MAX = 128;
  private static final String ORPHAN = "orphan";
  private static final String FOREGROUND_DELETION = "foregroundDeletion";
  private static final List<String> STANDARD_FINALIZERS =
      List.of("kubernetes", ORPHAN, FOREGROUND_DELETION);

  public MetadataRules(boolean namespaced, NameRule names) {
    this(namespaced, names, false);
  }

  /// A new object's metadata.
  public void check(ObjectMeta metadata, FieldPath at, Findings findings) {
    if (!metadata.generateName().isEmpty()) {
      findings.invalidFor(
          at.child("generateName"),
          metadata.generateName(),
          names.prefixProblems(metadata.generateName()));
    }
    if (metadata.name().isEmpty()) {
      findings.required(at.child("name"), "name or generateName is required");
    } else {
      findings.invalidFor(at.child("name"), metadata.name(), names.problems(metadata.name()));
    }
    checkNamespace(metadata, at.child("namespace"), findings);
    findings.nonNegative(at.child("generation"), metadata.generation());
    checkMaps(metadata, at, findings);
    checkFinalizers(metadata.finalizers(), at.child("finalizers"), findings);
    checkManagedFields(metadata.managedFields(), at.child("managedFields"), findings);
  }

  private void checkNamespace(ObjectMeta metadata, FieldPath at, Findings findings) {
    var namespace = metadata.namespace();
    if (!namespaced) {
      if (!namespace.isEmpty()) {
        findings.forbidden(at, "not allowed on this type");
      }
    } else if (findings.requireText(namespace, at)) {
      findings.invalidFor(at, namespace, Names.dns1123Label(namespace));
    }
  }

  /// A changed object's metadata.
  public void checkUpdate(ObjectMeta now, ObjectMeta old, FieldPath at, Findings findings) {
    if (old.deletionTimestamp() != null) {
      checkNoNewFinalizers(now, old, at.child("finalizers"), findings);
    }
    if (now.resourceVersion().isEmpty()) {
      findings.invalid(at.child("resourceVersion"), "", "must be specified for an update");
    }
    if (now.generation() < old.generation()) {
      findings.invalid(at.child("generation"), now.generation(), "must not be decremented");
    }
    findings.immutable(at.child("name"), now.name(), old.name());
    findings.immutable(at.child("namespace"), now.namespace(), old.namespace());
    findings.immutable(at.child("uid"), now.uid(), old.uid());
    findings.immutable(
        at.child("creationTimestamp"), now.creationTimestamp(), old.creationTimestamp());
    findings.immutable(
        at.child("deletionTimestamp"), now.deletionTimestamp(), old.deletionTimestamp());
    findings.immutable(
        at.child("deletionGracePeriodSeconds"),
        now.deletionGracePeriodSeconds(),
        old.deletionGracePeriodSeconds());
    checkMaps(now, at, findings);
    checkManagedFields(now.managedFields(), at.child("managedFields"), findings);
    checkFinalizerNames(now.finalizers(), at.child("finalizers"), findings);
  }

  private static void checkMaps(ObjectMeta metadata, FieldPath at, Findings findings) {
    checkLabels(metadata.labels(), at.child("labels"), findings);
    checkAnnotations(metadata.annotations(), at.child("annotations"), findings);
    checkOwnerReferences(metadata.ownerReferences(), at.child("ownerReferences"), findings);
  }

  public static void checkLabels(Map<String, String> labels, FieldPath at, Findings findings) {
    labels.forEach((key, value) -> {
      findings.invalidFor(at, key, Names.qualifiedName(key));
      findings.invalidFor(at, value, Names.labelValue(value));
    });
  }

  public static void checkAnnotations(
      Map<String, String> annotations, FieldPath at, Findings findings) {
    var total = 0L;
    for (var annotation : annotations.entrySet()) {
      var key = annotation.getKey();
      // Keys that old versions let through in upper case stay valid.
      findings.invalidFor(at, key, Names.qualifiedName(key.toLowerCase(Locale.ROOT)));
      total += DataRules.size(key) + DataRules.size(annotation.getValue());
    }
    if (total > ANNOTATIONS_MAX_BYTES) {
      findings.add(FieldError.tooLong(at, (int) ANNOTATIONS_MAX_BYTES));
    }
  }

  private static void checkOwnerReferences(
      List<OwnerReference> owners, FieldPath at, Findings findings) {
    var controller = "";
    for (var i = 0; i < owners.size(); i++) {
      var owner = owners.get(i);
      checkOwnerReference(owner, at.index(i), findings);
      if (!OwnerReferences.isController(owner)) {
        continue;
      }
      var name = owner.kind() + "/" + owner.name();
      if (controller.isEmpty()) {
        controller = name;
      } else {
        findings.invalid(
            at,
            owners,
            "Only one reference can have Controller set to true. Found \"true\" in references for "
                + controller
                + " and "
                + name);
      }
    }
  }

  private static void checkOwnerReference(OwnerReference owner, FieldPath at, Findings findings) {
    var slash = owner.apiVersion().indexOf('/');
    var version = owner.apiVersion().substring(slash + 1);
    if (version.isEmpty() || version.indexOf('/') >= 0) {
      findings.invalid(at.child("apiVersion"), owner.apiVersion(), "version must not be empty");
    } else if (isEvent(owner)) {
      var gvk = GroupVersion.parse(owner.apiVersion()).kind(owner.kind());
      findings.invalid(at, owner, gvk + " is disallowed from being an owner");
    }
    var parts =
        List.of(
            Map.entry("kind", owner.kind()),
            Map.entry("name", owner.name()),
            Map.entry("uid", owner.uid()));
    for (var part : parts) {
      if (part.getValue().isEmpty()) {
        findings.invalid(at.child(part.getKey()), "", "must not be empty");
      }
    }
  }

  private static boolean isEvent(OwnerReference owner) {
    return owner.apiVersion().equals("v1") && owner.kind().equals("Event");
  }

  private void checkFinalizers(List<String> finalizers, FieldPath at, Findings findings) {
    checkFinalizerNames(finalizers, at, findings);
    if (finalizers.contains(ORPHAN) && finalizers.contains(FOREGROUND_DELETION)) {
      findings.invalid(
          at,
          finalizers,
          "finalizer " + ORPHAN + " and " + FOREGROUND_DELETION + " cannot be both set");
    }
  }

  private void checkFinalizerNames(List<String> finalizers, FieldPath at, Findings findings) {
    for (var finalizer : finalizers) {
      if (anyFinalizer) {
        findings.invalidFor(at, finalizer, Names.qualifiedName(finalizer));
      } else {
        checkFinalizer(finalizer, at, findings);
      }
    }
  }

  /// A finalizer is a standard one or has a domain before it.
  public static void checkFinalizer(String finalizer, FieldPath at, Findings findings) {
    findings.invalidFor(at, finalizer, Names.qualifiedName(finalizer));
    if (!finalizer.contains("/") && !STANDARD_FINALIZERS.contains(finalizer)) {
      findings.invalid(
          at, finalizer, "name is neither a standard finalizer name nor is it fully qualified");
    }
  }

  private static void checkNoNewFinalizers(
      ObjectMeta now, ObjectMeta old, FieldPath at, Findings findings) {
    var added = new TreeSet<>(now.finalizers());
    old.finalizers().forEach(added::remove);
    if (!added.isEmpty()) {
      var listed = added.stream().map(it -> '"' + it + '"').collect(Collectors.joining(", "));
      findings.forbidden(
          at,
          "no new finalizers can be added if the object is being deleted, found new finalizers"
              + " []string{"
              + listed
              + "}");
    }
  }

  private static void checkManagedFields(
      List<ManagedFieldsEntry> entries, FieldPath at, Findings findings) {
    for (var i = 0; i < entries.size(); i++) {
      var entry = entries.get(i);
      var place = at.index(i);
      if (!entry.operation().equals("Apply") && !entry.operation().equals("Update")) {
        findings.invalid(
            place.child("operation"), entry.operation(), "must be `Apply` or `Update`");
      }
      if (!entry.fieldsType().isEmpty() && !entry.fieldsType().equals("FieldsV1")) {
        findings.invalid(place.child("fieldsType"), entry.fieldsType(), "must be `FieldsV1`");
      }
      if (entry.manager().length() > FIELD_MANAGER_MAX) {
        findings.add(FieldError.tooLong(place.child("manager"), FIELD_MANAGER_MAX));
      }
    }
  }
}
