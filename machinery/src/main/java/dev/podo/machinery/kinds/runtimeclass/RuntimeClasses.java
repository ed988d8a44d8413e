package dev.podo.machinery.kinds.runtimeclass;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.MetadataRules;
import dev.podo.machinery.kinds.metadata.ObjectStrategy;
import dev.podo.machinery.kinds.metadata.ResourceLists;
import dev.podo.machinery.table.Cells;
import dev.podo.machinery.validation.Names;
import dev.podo.model.node.v1.RuntimeClass;
import dev.podo.model.node.v1.RuntimeClassList;
import java.util.List;

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

    Rules() {
      super(ofCluster(), RuntimeClass::withMetadata);
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
      return false;
    }

    @Override
    protected void check(RuntimeClass runtime, Findings findings) {
      findings.invalidFor(HANDLER, runtime.handler(), Names.dns1123Label(runtime.handler()));
      var overhead = runtime.overhead();
      if (overhead != null) {
        overhead
            .podFixed()
            .forEach((name, amount) ->
                ResourceLists.checkNotNegative(
                    amount, FieldPath.root("overhead", "limits").key(name), findings));
      }
      var scheduling = runtime.scheduling();
      if (scheduling != null) {
        MetadataRules.checkLabels(
            scheduling.nodeSelector(), FieldPath.root("scheduling", "nodeSelector"), findings);
      }
    }

    @Override
    protected void checkUpdate(RuntimeClass now, RuntimeClass old, Findings findings) {
      check(now, findings);
      findings.immutable(HANDLER, now.handler(), old.handler());
    }
  }
}
