package dev.podo.scheduler.queue;

import dev.podo.scheduler.state.PodState;
import java.util.SortedSet;
import java.util.TreeSet;

/// A pod in the queue. Changed only by [SchedulingQueue].
public final class Waiting {
  /// Which part of the queue it is in.
  enum Place {
    /// To be tried now.
    ACTIVE,
    /// To be tried when its back-off is over.
    BACKING_OFF,
    /// To be tried when the cluster has changed in a way that may help.
    UNSCHEDULABLE,
    /// Being tried.
    OUT
  }

  private final long sequence;
  private PodState pod;
  private Place place = Place.OUT;
  private int attempts;
  private long readyAt;
  private long parkedAt;
  private SortedSet<String> rejectedBy = new TreeSet<>();

  Waiting(PodState pod, long sequence) {
    this.pod = pod;
    this.sequence = sequence;
  }

  public PodState pod() {
    return pod;
  }

  /// How often it has been tried.
  public int attempts() {
    return attempts;
  }

  long sequence() {
    return sequence;
  }

  Place place() {
    return place;
  }

  long readyAt() {
    return readyAt;
  }

  long parkedAt() {
    return parkedAt;
  }

  SortedSet<String> rejectedBy() {
    return rejectedBy;
  }

  void take(PodState now) {
    pod = now;
  }

  void attempt() {
    attempts++;
    place = Place.OUT;
  }

  void activate() {
    place = Place.ACTIVE;
  }

  void backOff(long until) {
    readyAt = until;
    place = Place.BACKING_OFF;
  }

  void park(SortedSet<String> by, long now) {
    rejectedBy = by;
    parkedAt = now;
    place = Place.UNSCHEDULABLE;
  }
}
