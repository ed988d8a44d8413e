package dev.podo.machinery.kinds.device;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.table.Cells;
import dev.podo.model.resource.v1.ResourceClaim;
import dev.podo.model.resource.v1.ResourceClaimList;
import java.util.ArrayList;
import java.util.List;

/// Wishes for devices, and what has been given for them.
public final class ResourceClaims {
  public static final Kind<ResourceClaim> KIND =
      Kind.declare(
              new GroupVersionKind(DeviceClasses.GROUP, "v1", "ResourceClaim"),
              ResourceClaims::details)
          .namespaced()
          .subresources(Subresource.STATUS)
          .build();

  private ResourceClaims() {}

  private static void details(KindBuilder<ResourceClaim> kind) {
    kind.schema(ResourceClaim.SCHEMA)
        .strategy(new ResourceClaimStrategy())
        .columns(
            List.of(
                Column.named(),
                Column.text("State", "What has become of the wish.", ResourceClaims::state),
                Cells.age()))
        .listedAs(
            ResourceClaimList.SCHEMA,
            (meta, items) -> ResourceClaimList.builder().metadata(meta).items(items).build());
  }

  private static String state(ResourceClaim claim) {
    var states = new ArrayList<String>();
    var isDeleted = claim.metadata().deletionTimestamp() != null;
    if (isDeleted) {
      states.add("deleted");
    }
    if (claim.status().allocation() != null) {
      states.add("allocated");
      if (!claim.status().reservedFor().isEmpty()) {
        states.add("reserved");
      }
    } else if (!isDeleted) {
      states.add("pending");
    }
    return String.join(",", states);
  }
}
