package dev.podo.program.demo;

import dev.podo.foundation.Scope;
import dev.podo.node.containerd.instance.ContainerdTool;

/// What a scene plays with.
///
/// @param visitor who sees the guestbook from outside
/// @param containerd the instance that runs the cluster's containers
record Stage(Cluster cluster, Visitor visitor, ContainerdTool containerd, Scope scope) {}
