package dev.podo.machinery.kinds.controllerrevision;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.OwnerReferences;
import dev.podo.machinery.table.Cells;
import dev.podo.model.apps.v1.ControllerRevision;
import dev.podo.model.apps.v1.ControllerRevisionList;
import java.util.List;
import java.util.Locale;

/// What the templates of DaemonSets and StatefulSets were at earlier times.
public final class ControllerRevisions {
  public static final Kind<ControllerRevision> KIND =
      Kind.declare(
              new GroupVersionKind("apps", "v1", "ControllerRevision"),
              ControllerRevisions::details)
          .namespaced()
          .build();

  private ControllerRevisions() {}

  private static void details(KindBuilder<ControllerRevision> kind) {
    kind.schema(ControllerRevision.SCHEMA)
        .strategy(new ControllerRevisionStrategy())
        .columns(
            List.of(
                Column.named(),
                Column.text("Controller", "Whose revision it is.", ControllerRevisions::controller),
                new Column<>(
                    "Revision",
                    "string",
                    "",
                    "The number of the revision.",
                    0,
                    (revision, now) -> revision.revision()),
                Cells.age()))
        .listedAs(
            ControllerRevisionList.SCHEMA,
            (meta, items) -> ControllerRevisionList.builder().metadata(meta).items(items).build());
  }

  private static String controller(ControllerRevision revision) {
    var owner = OwnerReferences.controllerOf(revision.metadata());
    if (owner == null) {
      return Cells.NONE;
    }
    var group = GroupVersion.parse(owner.apiVersion()).group();
    var kind = owner.kind().toLowerCase(Locale.ROOT);
    return (group.isEmpty() ? kind : kind + "." + group) + "/" + owner.name();
  }
}
