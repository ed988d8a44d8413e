package dev.podo.machinery.kinds.endpoints;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.table.Cells;
import dev.podo.model.core.v1.EndpointAddress;
import dev.podo.model.core.v1.EndpointSubset;
import dev.podo.model.core.v1.Endpoints;
import dev.podo.model.core.v1.EndpointsList;
import java.util.ArrayList;
import java.util.List;

/// The addresses behind a Service in the form that EndpointSlices have replaced.
public final class EndpointsKind {
  private static final List<Column<Endpoints>> COLUMNS =
      List.of(
          Column.named(),
          Column.text(
              "Endpoints",
              "The first addresses and ports that take requests.",
              EndpointsKind::addresses),
          Cells.age());

  public static final Kind<Endpoints> KIND =
      Kind.declare(new GroupVersionKind("", "v1", "Endpoints"), Endpoints.SCHEMA)
          .plural("endpoints")
          .namespaced()
          .shortNames("ep")
          .deprecated("v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice")
          .strategy(new EndpointsStrategy())
          .columns(COLUMNS)
          .listedAs(
              EndpointsList.SCHEMA,
              (meta, items) -> EndpointsList.builder().metadata(meta).items(items).build())
          .build();

  private EndpointsKind() {}

  private static String addresses(Endpoints endpoints) {
    if (endpoints.subsets().isEmpty()) {
      return Cells.NONE;
    }
    var all = new ArrayList<String>();
    for (var subset : endpoints.subsets()) {
      addTo(all, subset);
    }
    return Cells.firstOf(all);
  }

  private static void addTo(List<String> all, EndpointSubset subset) {
    if (subset.ports().isEmpty()) {
      subset.addresses().forEach(address -> all.add(address.ip()));
    }
    for (var port : subset.ports()) {
      for (var address : subset.addresses()) {
        all.add(hostAndPort(address, port.port()));
      }
    }
  }

  private static String hostAndPort(EndpointAddress address, int port) {
    var ip = address.ip();
    return (ip.indexOf(':') < 0 ? ip : "[" + ip + "]") + ":" + port;
  }
}
