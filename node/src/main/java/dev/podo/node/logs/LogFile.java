package dev.podo.node.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads a growing file line by line.
final class LogFile implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;

  private final FileChannel channel;
  private final @Nullable Object identity;
  private byte[] pending = new byte[0];
  private int start;
  private long position;

  /// @throws NoSuchFileException when it is not there
  LogFile(Path path) throws IOException {
    this.channel = FileChannel.open(path, StandardOpenOption.READ);
    this.identity = identity(path);
  }

  private static @Nullable Object identity(Path path) throws IOException {
    try {
      return Files.getAttribute(path, "unix:ino");
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /// Goes to where the last so many lines begin. A line of the log that is cut in parts counts once
  /// for each part.
  ///
  /// @return how many lines there are from there on
  long seekToLastLines(long lines) throws IOException {
    var size = channel.size();
    var found = 0L;
    var buffer = ByteBuffer.allocate(CHUNK);
    for (var end = size; end > 0; ) {
      var from = Math.max(0, end - CHUNK);
      buffer.clear().limit((int) (end - from));
      readFully(buffer, from);
      for (var i = buffer.limit() - 1; i >= 0; i--) {
        var isEnd = buffer.get(i) == '\n' && from + i != size - 1;
        if (isEnd && ++found == lines) {
          position = from + i + 1;
          return lines;
        }
      }
      end = from;
    }
    position = lines == 0 ? size : 0;
    return lines == 0 || size == 0 ? 0 : found + 1;
  }

  private void readFully(ByteBuffer buffer, long from) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        return;
      }
    }
  }

  /// The next whole line without its end; null when there is none yet.
  byte @Nullable [] nextLine() throws IOException {
    while (true) {
      for (var i = start; i < pending.length; i++) {
        if (pending[i] == '\n') {
          var line = Arrays.copyOfRange(pending, start, i);
          start = i + 1;
          return line;
        }
      }
      if (!readMore()) {
        return null;
      }
    }
  }

  private boolean readMore() throws IOException {
    var buffer = ByteBuffer.allocate(CHUNK);
    var count = channel.read(buffer, position);
    if (count <= 0) {
      return false;
    }
    position += count;
    var rest = pending.length - start;
    var joined = new byte[rest + count];
    System.arraycopy(pending, start, joined, 0, rest);
    System.arraycopy(buffer.array(), 0, joined, rest, count);
    pending = joined;
    start = 0;
    return true;
  }

  /// Whether it is the file of this name now.
  boolean isAt(Path path) throws IOException {
    return Objects.equals(identity, identity(path));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
