package dev.podo.machinery.kinds.pod;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.PodSpec;
import java.util.HashSet;
import java.util.List;

/// What the ports must obey that containers take of the node.
final class HostPorts {
  private HostPorts() {}

  /// What the ports of containers in the node's network must obey.
  ///
  /// @param isPod whether this is a Pod, and no template whose ports get their defaults later
  static void checkNetwork(PodSpec spec, boolean isPod, FieldPath at, Findings findings) {
    if (spec.hostNetwork()) {
      checkSame(spec.containers(), isPod, at.child("containers"), findings);
    }
  }

  /// No two containers that run side by side may take the same port.
  static void checkConflicts(List<Container> containers, FieldPath at, Findings findings) {
    var taken = new HashSet<String>();
    for (var i = 0; i < containers.size(); i++) {
      var ports = containers.get(i).ports();
      for (var j = 0; j < ports.size(); j++) {
        var port = ports.get(j);
        var claim = port.protocol() + "/" + port.hostIP() + "/" + port.hostPort();
        if (port.hostPort() != 0 && !taken.add(claim)) {
          findings.duplicate(at.index(i).child("ports").index(j).child("hostPort"), claim);
        }
      }
    }
  }

  /// In the node's network the port of a container is the port of the node.
  private static void checkSame(
      List<Container> containers, boolean isPod, FieldPath at, Findings findings) {
    for (var i = 0; i < containers.size(); i++) {
      var ports = containers.get(i).ports();
      for (var j = 0; j < ports.size(); j++) {
        var port = ports.get(j);
        if ((isPod || port.hostPort() != 0) && port.hostPort() != port.containerPort()) {
          findings.invalid(
              at.index(i).child("ports").index(j).child("hostPort"),
              port.hostPort(),
              "must match `containerPort` when `hostNetwork` is true");
        }
      }
    }
  }
}
