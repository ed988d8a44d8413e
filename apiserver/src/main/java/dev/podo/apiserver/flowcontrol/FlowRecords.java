package dev.podo.apiserver.flowcontrol;

import java.time.Duration;

/// Counts what becomes of requests.
public interface FlowRecords {
  void dispatched(String schema, String level);

  void rejected(String schema, String level, Rejection why);

  /// @param executes whether it was worked on in the end
  void waited(String schema, String level, boolean executes, Duration time);

  /// A request comes.
  ///
  /// @param seats what it is taken to cost
  void estimated(String schema, String level, int seats);

  /// A request was put into a queue.
  ///
  /// @param length of the queue, with it
  void queued(String schema, String level, int length);

  /// A request was worked on.
  void executed(String schema, String level, boolean readOnly, Duration time);

  /// A write comes that so many are told of.
  void watched(int watchers);
}
