package dev.podo.apiserver.flowcontrol;

import dev.podo.apiserver.request.RequestInfo;
import dev.podo.foundation.Promise;
import org.jspecify.annotations.Nullable;

/// One request at its level: it waits or is worked on. Belongs to [PriorityLevels], which alone
/// changes it.
final class Work {
  /// Who asks, and what for.
  record Asked(String user, RequestInfo info) {}

  /// How far it has come.
  enum State {
    WAITING,
    EXECUTING,
    REJECTED,
    FINISHED
  }

  final Flow flow;
  final WorkEstimate estimate;
  final String distinguisher;
  final long hash;
  final long arrived;
  Level level;
  int width;

  /// The seats that it takes for `afterwards` nanoseconds once it is done; 0 if none.
  final int finalSeats;

  final long afterwards;

  /// Whether it is answered, and only what follows from it is taken to go on.
  boolean answered;

  /// For whom and for what, if it is known.
  @Nullable Asked asked;

  State state = State.WAITING;
  @Nullable Rejection rejection;
  @Nullable FlowQueue queue;
  long started;

  /// Woken when it waits no more; null for who never waited.
  volatile @Nullable Promise<Boolean> wake;

  /// @param hash random bits of the flow
  /// @param arrived in nanoseconds, as all times here
  Work(Flow flow, String distinguisher, long hash, WorkEstimate estimate, long arrived) {
    this.flow = flow;
    this.estimate = estimate;
    this.distinguisher = distinguisher;
    this.hash = hash;
    this.width = estimate.width();
    this.finalSeats = estimate.finalSeats();
    this.afterwards = estimate.afterwards().toNanos();
    this.arrived = arrived;
    this.level = flow.level();
  }
}
