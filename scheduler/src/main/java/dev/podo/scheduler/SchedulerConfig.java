package dev.podo.scheduler;

/// @param name the schedulerName of the pods that it serves
/// @param percentageOfNodesToScore of those that fit; 0 for fewer the more nodes there are
/// @param writers how many bindings are under way at once
public record SchedulerConfig(String name, int percentageOfNodesToScore, int writers) {
  public static SchedulerConfig defaults() {
    return new SchedulerConfig("default-scheduler", 0, 32);
  }
}
