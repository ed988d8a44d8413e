package dev.podo.scheduler.state;

/// A preferred node affinity.
public record WeightedNodeTerms(NodeTerms terms, int weight) {}
