package dev.podo.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An input as several texts: zero bytes, which none of the formats needs, stand between them.
final class Pieces {
  private final List<byte[]> pieces;

  private Pieces(List<byte[]> pieces) {
    this.pieces = pieces;
  }

  /// @param most how many pieces there are; the last one may hold zero bytes
  static Pieces of(byte[] input, int most) {
    var pieces = new ArrayList<byte[]>();
    var start = 0;
    for (var i = 0; i < input.length && pieces.size() < most - 1; i++) {
      if (input[i] == 0) {
        pieces.add(Arrays.copyOfRange(input, start, i));
        start = i + 1;
      }
    }
    pieces.add(Arrays.copyOfRange(input, start, input.length));
    return new Pieces(pieces);
  }

  /// Empty if there are not as many.
  byte[] bytes(int index) {
    return index < pieces.size() ? pieces.get(index) : new byte[0];
  }

  String text(int index) {
    return new String(bytes(index), StandardCharsets.UTF_8);
  }

  /// One of some choices, by the first character of a piece.
  static <T> T choice(List<T> choices, String piece) {
    return choices.get(piece.isEmpty() ? 0 : (piece.charAt(0) & 0xff) % choices.size());
  }
}
