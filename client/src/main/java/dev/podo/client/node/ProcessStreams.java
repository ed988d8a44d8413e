package dev.podo.client.node;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The ends of a process's streams that belong to the peer.
public interface ProcessStreams {
  /// Null when the peer sends nothing.
  @Nullable ByteSource stdin();

  ByteSink stdout();

  /// With a terminal nothing comes here.
  ByteSink stderr();

  /// Names who is told of each change of the peer's terminal size, the last known one included. The
  /// listener must not block.
  void onResize(Consumer<TerminalSize> listener);
}
