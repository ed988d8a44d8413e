package dev.podo.scheduler.state;

import dev.podo.machinery.kinds.node.NodeTerms;

/// A preferred node affinity.
public record WeightedNodeTerms(NodeTerms terms, int weight) {}
