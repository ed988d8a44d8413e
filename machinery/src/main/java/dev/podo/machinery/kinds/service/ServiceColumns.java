package dev.podo.machinery.kinds.service;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.table.Cells;
import dev.podo.model.core.v1.Service;
import dev.podo.model.core.v1.ServicePort;
import dev.podo.model.selector.LabelPredicate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

final class ServiceColumns {
  static final List<Column<Service>> ALL =
      List.of(
          Column.named(),
          Column.text(
              "Type", "From where the Service can be reached.", service -> service.spec().type()),
          Column.text(
              "Cluster-IP",
              "The address within the cluster.",
              service ->
                  service.spec().clusterIPs().isEmpty()
                      ? Cells.NONE
                      : service.spec().clusterIPs().getFirst()),
          Column.text(
              "External-IP", "The addresses outside the cluster.", ServiceColumns::external),
          Column.text("Port(s)", "The ports, with those on the nodes.", ServiceColumns::ports),
          Cells.age(),
          Column.<Service>text(
                  "Selector",
                  "Which Pods take the requests.",
                  service -> Cells.orNone(LabelPredicate.of(service.spec().selector()).toString()))
              .wide());

  private ServiceColumns() {}

  private static String external(Service service) {
    var spec = service.spec();
    return switch (spec.type()) {
      case Services.CLUSTER_IP, Services.NODE_PORT ->
          Cells.orNone(String.join(",", spec.externalIPs()));
      case Services.LOAD_BALANCER -> balanced(service);
      case Services.EXTERNAL_NAME -> spec.externalName();
      default -> Cells.UNKNOWN;
    };
  }

  private static String balanced(Service service) {
    var assigned = new TreeSet<String>();
    for (var point : service.status().loadBalancer().ingress()) {
      if (!point.ip().isEmpty()) {
        assigned.add(point.ip());
      } else if (!point.hostname().isEmpty()) {
        assigned.add(point.hostname());
      }
    }
    var all = new ArrayList<String>(assigned);
    all.addAll(service.spec().externalIPs());
    return all.isEmpty() ? "<pending>" : String.join(",", all);
  }

  private static String ports(Service service) {
    return Cells.orNone(
        service.spec().ports().stream().map(ServiceColumns::port).collect(Collectors.joining(",")));
  }

  private static String port(ServicePort port) {
    var opened = port.nodePort() == 0 ? "" : ":" + port.nodePort();
    return port.port() + opened + "/" + port.protocol();
  }
}
