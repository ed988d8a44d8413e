package dev.podo.apiserver.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podo.client.node.TerminalSize;
import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The sizes of a client's terminal: JSON objects one after the other, `{"Width":80,"Height":24}`,
/// in pieces of any length.
final class Sizes {
  private static final int LONGEST = 1 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final StringBuilder begun = new StringBuilder();
  private @Nullable TerminalSize last;
  private @Nullable Consumer<TerminalSize> listener;

  /// A size that cannot be read changes nothing.
  void read(byte[] bytes) {
    begun.append(new String(bytes, UTF_8));
    for (var end = begun.indexOf("}"); end >= 0; end = begun.indexOf("}")) {
      var size = parse(begun.substring(0, end + 1));
      begun.delete(0, end + 1);
      if (size != null) {
        set(size);
      }
    }
    if (begun.length() > LONGEST) {
      begun.setLength(0);
    }
  }

  private static @Nullable TerminalSize parse(String json) {
    try {
      return Json.parse(json.getBytes(UTF_8)) instanceof Map<?, ?> tree
              && tree.get("Width") instanceof Long width
              && tree.get("Height") instanceof Long height
              && isPossible(width)
              && isPossible(height)
          ? new TerminalSize(width.intValue(), height.intValue())
          : null;
    } catch (DecodeException e) {
      return null;
    }
  }

  private static boolean isPossible(long characters) {
    return characters > 0 && characters < 65_536;
  }

  private void set(TerminalSize size) {
    lock.lock();
    try {
      last = size;
      if (listener != null) {
        listener.accept(size);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Tells of each change, the last known size included.
  void listen(Consumer<TerminalSize> who) {
    lock.lock();
    try {
      listener = who;
      if (last != null) {
        who.accept(last);
      }
    } finally {
      lock.unlock();
    }
  }
}
