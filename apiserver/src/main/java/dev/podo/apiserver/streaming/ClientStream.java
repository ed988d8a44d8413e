package dev.podo.apiserver.streaming;

import dev.podo.client.node.ByteSink;
import dev.podo.client.node.ByteSource;

/// One of several streams that a client and this server have with each other: a channel of a
/// WebSocket, or a stream of SPDY. Each direction ends by itself.
///
/// Reading waits for the client, and writing while it does not keep up; who is not read is slowed
/// down. Both throw [dev.podo.client.node.PeerGoneException] when the client has gone, reading only
/// after all that had come. One thread may read while others write.
interface ClientStream extends ByteSource, ByteSink {
  /// Sends no more; the client may go on.
  void end();

  /// Whatever the client has sent and will send is thrown away; it is not slowed down for it.
  void discard();
}
