package dev.podo.apiserver.relay;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/// Bodies that are packed for the way.
final class Unpacked {
  private Unpacked() {}

  static boolean isKnown(String encoding) {
    return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity", "gzip", "deflate" -> true;
      default -> false;
    };
  }

  static InputStream of(String encoding, InputStream packed) throws IOException {
    return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
      case "gzip" -> new GZIPInputStream(packed);
      case "deflate" -> new InflaterInputStream(packed);
      default -> packed;
    };
  }
}
