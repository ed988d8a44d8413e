package dev.podo.node.pod;

import java.time.Instant;

/// Something that did not work and will be tried again.
///
/// @param reason one word, for the status
/// @param message for people
/// @param at when it failed
/// @param retryAt when it is tried again
/// @param told whether the back-off was told already
record Trouble(String reason, String message, Instant at, Instant retryAt, boolean told) {
  Trouble asTold() {
    return new Trouble(reason, message, at, retryAt, true);
  }
}
