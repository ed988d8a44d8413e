package dev.podo.apiserver.http;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// Puts many small pieces of a body together, so that each write has something to do. Small pieces
/// are copied, large ones are not.
final class Batches {
  private Batches() {}

  /// @param size a batch is at least so large, the last one aside
  static Iterable<byte[]> of(List<byte[]> pieces, int size) {
    return () -> new Batching(pieces.iterator(), size);
  }

  private static final class Batching implements Iterator<byte[]> {
    private final Iterator<byte[]> pieces;
    private final int size;

    Batching(Iterator<byte[]> pieces, int size) {
      this.pieces = pieces;
      this.size = size;
    }

    @Override
    public boolean hasNext() {
      return pieces.hasNext();
    }

    @Override
    public byte[] next() {
      if (!pieces.hasNext()) {
        throw new NoSuchElementException();
      }
      var first = pieces.next();
      if (first.length >= size) {
        return first;
      }
      var batch = new ArrayList<byte[]>();
      batch.add(first);
      var length = first.length;
      while (length < size && pieces.hasNext()) {
        var piece = pieces.next();
        batch.add(piece);
        length += piece.length;
      }
      return joined(batch, length);
    }

    private static byte[] joined(List<byte[]> batch, int length) {
      var out = new byte[length];
      var at = 0;
      for (var piece : batch) {
        System.arraycopy(piece, 0, out, at, piece.length);
        at += piece.length;
      }
      return out;
    }
  }
}
