package dev.podo.node.runtime;

/// Linux' terms for requests and limits.
///
/// @param cpuShares weight as in cgroup v1 (2 … 262144); 0 for the default
/// @param cpuQuotaMicros CPU time per period; 0 for no limit
/// @param cpuPeriodMicros the period, 100 000 unless there is a reason
/// @param memoryLimitBytes 0 for no limit
/// @param oomScoreAdj who is killed first: -1000 … 1000
public record Resources(
    long cpuShares,
    long cpuQuotaMicros,
    long cpuPeriodMicros,
    long memoryLimitBytes,
    int oomScoreAdj) {}
