package dev.podo.node;

import dev.podo.client.Api;
import dev.podo.client.events.EventRecorder;
import dev.podo.node.source.CachedReferences;
import dev.podo.node.source.PodFeed;

/// How a node agent reaches the cluster. All but the first may be shared by the agents of a
/// process.
///
/// @param api as the node's own identity
public record ClusterAccess(
    Api api, PodFeed pods, CachedReferences references, EventRecorder events) {}
