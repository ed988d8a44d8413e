package dev.podo.scheduler.state;

/// A topology spread constraint.
///
/// @param minDomains so many domains are assumed to exist at least; 1 unless stated
/// @param hard whether a node that breaks it is out (`DoNotSchedule`), else it only scores less
/// @param honorAffinity only nodes that the pod's node affinity allows count as domains
/// @param honorTaints only nodes whose taints the pod tolerates count as domains
public record SpreadRule(
    PodTerm term,
    int maxSkew,
    int minDomains,
    boolean hard,
    boolean honorAffinity,
    boolean honorTaints) {}
