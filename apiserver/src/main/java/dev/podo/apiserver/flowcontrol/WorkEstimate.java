package dev.podo.apiserver.flowcontrol;

import java.time.Duration;

/// What a request is taken to cost (KEP-1040): seats while it is worked on, and seats that what
/// follows from it takes for a while after it was answered. Nobody waits for the latter.
///
/// @param seats at least one
/// @param finalSeats 0 if nothing follows
/// @param afterwards how long the final seats are taken
public record WorkEstimate(int seats, int finalSeats, Duration afterwards) {
  public static final WorkEstimate ONE = of(1);

  public static WorkEstimate of(int seats) {
    return new WorkEstimate(seats, 0, Duration.ZERO);
  }

  /// What it takes at most at once: so much must be free for it to begin.
  int width() {
    return Math.max(seats, finalSeats);
  }
}
