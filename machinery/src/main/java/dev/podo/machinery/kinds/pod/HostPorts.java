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

  /// No two containers that run side by side may take the same port.
  static void check(PodSpec spec, FieldPath at, Findings findings) {
    checkConflicts(spec.containers(), at.child("containers"), findings);
    for (var container : spec.initContainers()) {
      checkConflicts(List.of(container), at.child("initContainers"), findings);
    }
    if (spec.hostNetwork()) {
      checkSame(spec.containers(), false, at.child("containers"), findings);
      checkSame(spec.initContainers(), false, at.child("initContainers"), findings);
    }
  }

  /// What holds for a Pod but not yet for a template, whose ports get their defaults only in the
  /// Pod.
  static void checkPodPorts(PodSpec spec, FieldPath at, Findings findings) {
    if (spec.hostNetwork()) {
      checkSame(spec.containers(), true, at.child("containers"), findings);
      checkSame(spec.initContainers(), true, at.child("initContainers"), findings);
    }
  }

  private static void checkConflicts(List<Container> containers, FieldPath at, Findings findings) {
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
  ///
  /// @param absent whether ports without a host port are looked at, or else those with one
  private static void checkSame(
      List<Container> containers, boolean absent, FieldPath at, Findings findings) {
    for (var i = 0; i < containers.size(); i++) {
      var ports = containers.get(i).ports();
      for (var j = 0; j < ports.size(); j++) {
        var port = ports.get(j);
        if ((port.hostPort() == 0) == absent && port.hostPort() != port.containerPort()) {
          findings.invalid(
              at.index(i).child("ports").index(j).child("hostPort"),
              port.hostPort(),
              "must match `containerPort` when `hostNetwork` is true");
        }
      }
    }
  }
}
