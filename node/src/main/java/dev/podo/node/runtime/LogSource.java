package dev.podo.node.runtime;

import dev.podo.model.Bytes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Reads what a container printed.
public interface LogSource {
  /// Hands the entries of a range to `sink`, oldest first, until the range ends: at the last entry
  /// there is, or when following, when the container has ended and all was read.
  ///
  /// @throws RuntimeFailure of kind NOT_FOUND when there is no such log
  void read(String containerId, Range range, Sink sink) throws InterruptedException;

  /// @param since only entries at or after; null for all
  /// @param tailLines only the last so many lines; null for all
  /// @param follow go on with what is added
  record Range(@Nullable Instant since, @Nullable Long tailLines, boolean follow) {}

  /// Takes entries.
  @FunctionalInterface
  interface Sink {
    /// @return false when it wants no more
    boolean accept(LogEntry entry) throws InterruptedException;
  }

  /// One line, or a part of a long one.
  ///
  /// @param stderr from standard error, else standard output
  /// @param partial the line goes on in the next entry of the same stream
  /// @param text without the line's end
  record LogEntry(Instant time, boolean stderr, boolean partial, Bytes text) {}
}
