package dev.podo.machinery.kinds.networkpolicy;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kinds.metadata.LabelSelectorRules;
import dev.podo.machinery.table.Cells;
import dev.podo.model.networking.v1.NetworkPolicy;
import dev.podo.model.networking.v1.NetworkPolicyList;
import java.util.List;

/// Which Pods may talk to which.
public final class NetworkPolicies {
  public static final String INGRESS = "Ingress";
  public static final String EGRESS = "Egress";

  public static final Kind<NetworkPolicy> KIND =
      Kind.declare(
              new GroupVersionKind("networking.k8s.io", "v1", "NetworkPolicy"),
              NetworkPolicies::details)
          .plural("networkpolicies")
          .namespaced()
          .shortNames("netpol")
          .build();

  private NetworkPolicies() {}

  private static void details(KindBuilder<NetworkPolicy> kind) {
    kind.schema(NetworkPolicy.SCHEMA)
        .strategy(new NetworkPolicyStrategy())
        .columns(
            List.of(
                Column.named(),
                Column.text(
                    "Pod-Selector",
                    "Which Pods it is about.",
                    it -> LabelSelectorRules.format(it.spec().podSelector())),
                Cells.age()))
        .listedAs(
            NetworkPolicyList.SCHEMA,
            (meta, items) -> NetworkPolicyList.builder().metadata(meta).items(items).build());
  }
}
