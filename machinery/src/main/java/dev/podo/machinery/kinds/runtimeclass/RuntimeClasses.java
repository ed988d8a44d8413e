package dev.podo.machinery.kinds.runtimeclass;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.NodeLabelWarnings;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.pod.ResourceValidation;
import dev.podo.machinery.kinds.pod.SchedulingValidation;
import dev.podo.machinery.table.Cells;
import dev.podo.machinery.validation.Names;
import dev.podo.model.core.v1.Toleration;
import dev.podo.model.node.v1.RuntimeClass;
import dev.podo.model.node.v1.RuntimeClassList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Ways to run the containers of a Pod.
public final class RuntimeClasses {
  public static final Kind<RuntimeClass> KIND =
      Kind.declare(
              new GroupVersionKind("node.k8s.io", "v1", "RuntimeClass"), RuntimeClasses::details)
          .plural("runtimeclasses")
          .build();

  private RuntimeClasses() {}

  private static void details(KindBuilder<RuntimeClass> kind) {
    kind.schema(RuntimeClass.SCHEMA)
        .strategy(new Rules())
        .columns(
            List.of(
                Column.named(),
                Column.text("Handler", "What the runtime calls it.", RuntimeClass::handler),
                Cells.age()))
        .listedAs(
            RuntimeClassList.SCHEMA,
            (meta, items) -> RuntimeClassList.builder().metadata(meta).items(items).build());
  }

  private static final class Rules extends ObjectStrategy<RuntimeClass> {
    private static final FieldPath HANDLER = FieldPath.root("handler");
    private static final FieldPath NODE_SELECTOR = FieldPath.root("scheduling", "nodeSelector");

    Rules() {
      super(ofCluster(), RuntimeClass::withMetadata);
    }

    @Override
    public boolean createsOnUpdate() {
      return true;
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
      return false;
    }

    @Override
    protected void check(RuntimeClass runtime, Findings findings) {
      if (findings.requireText(runtime.handler(), HANDLER)) {
        findings.invalidFor(HANDLER, runtime.handler(), Names.dns1123Label(runtime.handler()));
      }
      var overhead = runtime.overhead();
      if (overhead != null) {
        ResourceValidation.checkOverhead(overhead.podFixed(), FieldPath.root("overhead"), findings);
      }
      var scheduling = runtime.scheduling();
      if (scheduling != null) {
        MetadataRules.checkLabels(scheduling.nodeSelector(), NODE_SELECTOR, findings);
        checkTolerations(scheduling.tolerations(), findings);
      }
    }

    /// However long it is tolerated, a taint is tolerated once.
    private static void checkTolerations(List<Toleration> tolerations, Findings findings) {
      var at = FieldPath.root("scheduling", "tolerations");
      SchedulingValidation.checkTolerations(tolerations, at, findings);
      var seen = new HashSet<Toleration>();
      for (var i = 0; i < tolerations.size(); i++) {
        if (!seen.add(tolerations.get(i).with(b -> b.tolerationSeconds(null)))) {
          findings.duplicate(at.index(i), tolerations.get(i));
        }
      }
    }

    @Override
    protected void checkUpdate(RuntimeClass now, RuntimeClass old, Findings findings) {
      check(now, findings);
      findings.immutable(HANDLER, now.handler(), old.handler());
    }

    @Override
    public List<String> warnings(RuntimeClass runtime) {
      var scheduling = runtime.scheduling();
      var keys = scheduling == null ? Set.<String>of() : scheduling.nodeSelector().keySet();
      return keys.stream()
          .map(NodeLabelWarnings::of)
          .filter(Objects::nonNull)
          .map(warning -> NODE_SELECTOR + ": " + warning)
          .toList();
    }
  }
}
