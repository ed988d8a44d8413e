package dev.podo.machinery.kinds.namespace;

import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.NameRule;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.model.core.v1.Namespace;
import dev.podo.model.core.v1.NamespaceStatus;
import java.util.ArrayList;
import java.util.TreeMap;

final class NamespaceStrategy extends ObjectStrategy<Namespace> {
  static final MetadataRules RULES = new MetadataRules(false, NameRule.LABEL);

  NamespaceStrategy() {
    super(RULES, Namespace::withMetadata);
  }

  @Override
  public Namespace defaults(Namespace namespace) {
    var phase = Default.text(namespace.status().phase(), Namespaces.ACTIVE);
    var active = namespace.withStatus(namespace.status().with(b -> b.phase(phase)));
    var name = namespace.metadata().name();
    if (name.isEmpty()) {
      return active;
    }
    var labels = new TreeMap<String, String>(namespace.metadata().labels());
    labels.put(Namespaces.NAME_LABEL, name);
    return active.withMetadata(active.metadata().with(b -> b.labels(labels)));
  }

  @Override
  public Namespace prepareForCreate(Namespace namespace) {
    var finalizers = new ArrayList<String>(namespace.spec().finalizers());
    if (!finalizers.contains(Namespaces.FINALIZER)) {
      finalizers.add(Namespaces.FINALIZER);
    }
    return super.prepareForCreate(namespace)
        .withSpec(namespace.spec().with(b -> b.finalizers(finalizers)))
        .withStatus(NamespaceStatus.builder().phase(Namespaces.ACTIVE).build());
  }

  @Override
  public Namespace prepareForUpdate(Namespace now, Namespace old) {
    return super.prepareForUpdate(now, old).withSpec(old.spec()).withStatus(old.status());
  }

  @Override
  public Namespace prepareForStatusUpdate(Namespace now, Namespace old) {
    return super.prepareForUpdate(now, old).withSpec(old.spec());
  }

  @Override
  protected void check(Namespace namespace, Findings findings) {
    Namespaces.checkFinalizers(namespace, findings);
  }

  @Override
  protected void checkStatusUpdate(Namespace now, Namespace old, Findings findings) {
    var at = STATUS.child("Phase");
    var phase = now.status().phase();
    if (now.metadata().deletionTimestamp() == null) {
      if (!phase.equals(Namespaces.ACTIVE)) {
        findings.invalid(at, phase, "may only be 'Active' if `deletionTimestamp` is empty");
      }
    } else if (!phase.equals(Namespaces.TERMINATING)) {
      findings.invalid(at, phase, "may only be 'Terminating' if `deletionTimestamp` is not empty");
    }
  }
}
