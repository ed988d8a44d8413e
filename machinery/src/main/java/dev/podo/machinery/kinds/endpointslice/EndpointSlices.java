package dev.podo.machinery.kinds.endpointslice;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.table.Cells;
import dev.podo.model.discovery.v1.EndpointPort;
import dev.podo.model.discovery.v1.EndpointSlice;
import dev.podo.model.discovery.v1.EndpointSliceList;
import java.util.List;

/// Some of the addresses behind a Service.
public final class EndpointSlices {
  /// Names the Service to which a slice belongs.
  public static final String SERVICE_NAME_LABEL = "kubernetes.io/service-name";

  /// Names who keeps a slice up to date.
  public static final String MANAGED_BY_LABEL = "endpointslice.kubernetes.io/managed-by";

  private static final String UNSET = "<unset>";

  private static final List<Column<EndpointSlice>> COLUMNS =
      List.of(
          Column.named(),
          Column.text(
              "AddressType",
              "What the addresses are: IPv4, IPv6 or names.",
              EndpointSlice::addressType),
          Column.text("Ports", "The first ports, by number.", EndpointSlices::ports),
          Column.text("Endpoints", "The first addresses.", EndpointSlices::addresses),
          Cells.age());

  public static final Kind<EndpointSlice> KIND =
      Kind.declare(
              new GroupVersionKind("discovery.k8s.io", "v1", "EndpointSlice"), EndpointSlice.SCHEMA)
          .namespaced()
          .strategy(new EndpointSliceStrategy())
          .columns(COLUMNS)
          .listedAs(
              EndpointSliceList.SCHEMA,
              (meta, items) -> EndpointSliceList.builder().metadata(meta).items(items).build())
          .build();

  private EndpointSlices() {}

  private static String ports(EndpointSlice slice) {
    return orUnset(Cells.firstOf(slice.ports().stream().map(EndpointSlices::port).toList()));
  }

  private static String port(EndpointPort port) {
    var number = port.port();
    if (number != null) {
      return Integer.toString(number);
    }
    var name = port.name();
    return name == null || name.isEmpty() ? "*" : name;
  }

  private static String addresses(EndpointSlice slice) {
    return orUnset(
        Cells.firstOf(slice.endpoints().stream().flatMap(it -> it.addresses().stream()).toList()));
  }

  private static String orUnset(String text) {
    return text.isEmpty() ? UNSET : text;
  }
}
