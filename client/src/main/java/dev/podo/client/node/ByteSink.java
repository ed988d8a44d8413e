package dev.podo.client.node;

/// Where bytes go. Writing blocks while the peer does not keep up.
@FunctionalInterface
public interface ByteSink {
  /// @param bytes belongs to the sink from now on
  /// @throws PeerGoneException when nobody will read it any more
  void write(byte[] bytes) throws InterruptedException;
}
