package dev.podo.machinery.kinds.storageclass;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.NodeLabelWarnings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.persistentvolume.PersistentVolumes;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.TopologySelectorTerm;
import dev.podo.model.storage.v1.StorageClass;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

final class StorageClassStrategy extends ObjectStrategy<StorageClass> {
  private static final FieldPath PROVISIONER = FieldPath.root("provisioner");
  private static final FieldPath PARAMETERS = FieldPath.root("parameters");
  private static final FieldPath TOPOLOGIES = FieldPath.root("allowedTopologies");

  StorageClassStrategy() {
    super(ofCluster(), StorageClass::withMetadata);
  }

  @Override
  public StorageClass defaults(StorageClass storage) {
    return storage.with(b ->
        b.reclaimPolicy(Default.value(storage.reclaimPolicy(), PersistentVolumes.DELETE))
            .volumeBindingMode(
                Default.value(storage.volumeBindingMode(), StorageClasses.IMMEDIATE)));
  }

  @Override
  protected void check(StorageClass storage, Findings findings) {
    if (findings.requireText(storage.provisioner(), PROVISIONER)) {
      findings.invalidFor(
          PROVISIONER,
          storage.provisioner(),
          Names.qualifiedName(storage.provisioner().toLowerCase(Locale.ROOT)));
    }
    ClassParameters.check(storage.parameters(), PARAMETERS, findings);
    var reclaim = storage.reclaimPolicy();
    if (reclaim != null && !reclaim.isEmpty()) {
      findings.oneOf(
          FieldPath.root("reclaimPolicy"),
          reclaim,
          List.of(PersistentVolumes.DELETE, PersistentVolumes.RETAIN));
    }
    var mode = storage.volumeBindingMode();
    if (mode == null) {
      findings.required(FieldPath.root("volumeBindingMode"));
    } else {
      findings.oneOf(
          FieldPath.root("volumeBindingMode"),
          mode,
          List.of(StorageClasses.IMMEDIATE, StorageClasses.WAIT_FOR_FIRST_CONSUMER));
    }
    var terms = storage.allowedTopologies();
    var seen = new HashSet<Map<String, Set<String>>>();
    seen.add(Map.of()); // A term that selects nothing is one too many.
    for (var i = 0; i < terms.size(); i++) {
      var at = TOPOLOGIES.index(i).child("matchLabelExpressions");
      checkTerm(terms.get(i), at, findings);
      if (!seen.add(meaning(terms.get(i)))) {
        findings.duplicate(at, "");
      }
    }
  }

  /// Which values each key may have: whatever the order in which they are given.
  private static Map<String, Set<String>> meaning(TopologySelectorTerm term) {
    var values = new TreeMap<String, Set<String>>();
    term.matchLabelExpressions().forEach(it -> values.put(it.key(), new TreeSet<>(it.values())));
    return values;
  }

  private static void checkTerm(TopologySelectorTerm term, FieldPath at, Findings findings) {
    var keys = new HashSet<String>();
    var expressions = term.matchLabelExpressions();
    for (var i = 0; i < expressions.size(); i++) {
      var expression = expressions.get(i);
      var place = at.index(i);
      if (expression.values().isEmpty()) {
        findings.required(place.child("values"));
      }
      for (var j = 0; j < expression.values().size(); j++) {
        var value = expression.values().get(j);
        if (expression.values().subList(0, j).contains(value)) {
          findings.duplicate(place.child("values").index(j), value);
        }
      }
      findings.invalidFor(
          place.child("key"), expression.key(), Names.qualifiedName(expression.key()));
      if (!keys.add(expression.key())) {
        findings.duplicate(place.child("key"), expression.key());
      }
    }
  }

  @Override
  public List<String> warnings(StorageClass storage) {
    var warnings = new ArrayList<String>();
    var terms = storage.allowedTopologies();
    for (var i = 0; i < terms.size(); i++) {
      var expressions = terms.get(i).matchLabelExpressions();
      var at = TOPOLOGIES.index(i).child("matchLabelExpressions");
      for (var j = 0; j < expressions.size(); j++) {
        var warning = NodeLabelWarnings.of(expressions.get(j).key());
        if (warning != null) {
          warnings.add(at.index(j).child("key") + ": " + warning);
        }
      }
    }
    return warnings;
  }

  @Override
  protected void checkUpdate(StorageClass now, StorageClass old, Findings findings) {
    check(now, findings);
    findings.immutable(PARAMETERS, now.parameters(), old.parameters());
    findings.immutable(PROVISIONER, now.provisioner(), old.provisioner());
    findings.immutable(FieldPath.root("reclaimPolicy"), now.reclaimPolicy(), old.reclaimPolicy());
    findings.immutable(
        FieldPath.root("volumeBindingMode"), now.volumeBindingMode(), old.volumeBindingMode());
  }
}
