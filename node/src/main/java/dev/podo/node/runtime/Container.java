package dev.podo.node.runtime;

import java.time.Instant;
import java.util.SortedMap;

/// A container as listed.
///
/// @param attempt as given in its config: how often this container was started before
/// @param imageId the image it was made from
public record Container(
    String id,
    String sandboxId,
    String name,
    int attempt,
    State state,
    String imageId,
    Instant createdAt,
    SortedMap<String, String> labels,
    SortedMap<String, String> annotations) {
  public enum State {
    CREATED,
    RUNNING,
    EXITED,
    /// The runtime has lost track; treated as ended.
    UNKNOWN
  }

  public boolean isRunning() {
    return state == State.RUNNING;
  }
}
