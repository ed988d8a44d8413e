package dev.podo.scheduler.state;

/// A preferred pod (anti-)affinity.
///
/// @param weight positive to be near, negative to be far
public record WeightedTerm(PodTerm term, int weight) {}
