package dev.podo.client.node;

import org.jspecify.annotations.Nullable;

/// Where bytes come from.
@FunctionalInterface
public interface ByteSource {
  /// Waits for the next bytes.
  ///
  /// @return at least one byte; null at the end
  /// @throws PeerGoneException when the peer broke off
  byte @Nullable [] read() throws InterruptedException;
}
