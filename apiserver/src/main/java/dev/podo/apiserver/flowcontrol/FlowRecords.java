package dev.podo.apiserver.flowcontrol;

import java.time.Duration;

/// Counts what becomes of requests.
public interface FlowRecords {
  void dispatched(String schema, String level);

  void rejected(String schema, String level, Rejection why);

  /// @param executes whether it was worked on in the end
  void waited(String schema, String level, boolean executes, Duration time);
}
