package dev.podo.apiserver.spdy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// Reads the blocks of headers of one direction of a session: they are one compressed stream, so
/// that a block which is not read to its end ends the session. However small a block is as it
/// comes, it says at most [#BLOCK_MAX] bytes.
final class HeaderReader implements AutoCloseable {
  static final int BLOCK_MAX = 8 << 10;
  static final int HEADERS_MAX = 64;

  private final Inflater inflater = new Inflater();
  private final byte[] block = new byte[BLOCK_MAX + 1];

  /// @return null when the block can be unpacked, but is malformed: an error of its stream
  /// @throws SpdyException when it cannot be unpacked
  @Nullable SortedMap<String, String> read(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return Collections.emptySortedMap(); // some leave out a block that says nothing
    }
    return parse(ByteBuffer.wrap(block, 0, inflate(bytes, offset, length)));
  }

  private int inflate(byte[] bytes, int offset, int length) {
    inflater.setInput(bytes, offset, length);
    var size = 0;
    try {
      while (true) {
        var more = inflater.inflate(block, size, block.length - size);
        size += more;
        if (size > BLOCK_MAX) {
          throw new SpdyException("a block of headers is larger than " + BLOCK_MAX + " bytes");
        } else if (inflater.finished()) {
          throw new SpdyException("the compressed headers have an end");
        } else if (inflater.needsDictionary()) {
          inflater.setDictionary(HeaderDictionary.bytes());
        } else if (more == 0) {
          return size;
        }
      }
    } catch (DataFormatException | IllegalArgumentException e) {
      throw new SpdyException("the compressed headers are malformed: " + e.getMessage());
    }
  }

  private static @Nullable SortedMap<String, String> parse(ByteBuffer in) {
    if (in.remaining() < 4) {
      return null;
    }
    var count = in.getInt();
    if (count < 0 || count > HEADERS_MAX) {
      return null;
    }
    var headers = new TreeMap<String, String>();
    for (var i = 0; i < count; i++) {
      var name = text(in);
      var value = text(in);
      if (name == null || value == null || !isName(name) || headers.put(name, value) != null) {
        return null;
      }
    }
    return in.hasRemaining() ? null : headers;
  }

  private static @Nullable String text(ByteBuffer in) {
    if (in.remaining() < 4) {
      return null;
    }
    var length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      return null;
    }
    var bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static boolean isName(String name) {
    return !name.isEmpty() && name.chars().noneMatch(c -> (c >= 'A' && c <= 'Z') || c <= ' ');
  }

  /// Gives back what unpacking holds outside of the heap.
  @Override
  public void close() {
    inflater.end();
  }
}
