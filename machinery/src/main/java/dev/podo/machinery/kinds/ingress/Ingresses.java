package dev.podo.machinery.kinds.ingress;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.table.Cells;
import dev.podo.model.networking.v1.Ingress;
import dev.podo.model.networking.v1.IngressList;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// How requests from outside reach Services, by host and path.
public final class Ingresses {
  /// The annotation that named the class before the field did.
  public static final String CLASS_ANNOTATION = "kubernetes.io/ingress.class";

  private static final int HOSTS_MAX = 3;

  private static final List<Column<Ingress>> COLUMNS =
      List.of(
          Column.named(),
          Column.text(
              "Class",
              "The IngressClass whose controller serves it.",
              ingress -> Default.value(ingress.spec().ingressClassName(), Cells.NONE)),
          Column.text("Hosts", "The hosts that the rules name.", Ingresses::hosts),
          Column.text("Address", "Where the controller answers.", Ingresses::addresses),
          Column.text(
              "Ports",
              "The ports on which it answers.",
              ingress -> ingress.spec().tls().isEmpty() ? "80" : "80, 443"),
          Cells.age());

  public static final Kind<Ingress> KIND =
      Kind.declare(new GroupVersionKind("networking.k8s.io", "v1", "Ingress"), Ingress.SCHEMA)
          .plural("ingresses")
          .namespaced()
          .shortNames("ing")
          .subresources(Subresource.STATUS)
          .strategy(new IngressStrategy())
          .columns(COLUMNS)
          .listedAs(
              IngressList.SCHEMA,
              (meta, items) -> IngressList.builder().metadata(meta).items(items).build())
          .build();

  private Ingresses() {}

  private static String hosts(Ingress ingress) {
    var rules = ingress.spec().rules();
    var named = new ArrayList<String>();
    for (var rule : rules) {
      if (named.size() == HOSTS_MAX) {
        // What is left is counted in rules, with or without a host, as upstream does.
        return String.join(",", named) + " + " + (rules.size() - HOSTS_MAX) + " more...";
      }
      if (!rule.host().isEmpty()) {
        named.add(rule.host());
      }
    }
    return named.isEmpty() ? "*" : String.join(",", named);
  }

  private static String addresses(Ingress ingress) {
    var all = new TreeSet<String>();
    for (var point : ingress.status().loadBalancer().ingress()) {
      if (!point.ip().isEmpty()) {
        all.add(point.ip());
      } else if (!point.hostname().isEmpty()) {
        all.add(point.hostname());
      }
    }
    return String.join(",", all);
  }
}
