package dev.podo.apiserver.endpoint;

import dev.podo.apiserver.http.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Packs large bodies for clients that can unpack them. Fast rather than small: the network is
/// near.
final class Gzip {
  private static final int FROM = 128 << 10;
  private static final int PIECE = 64 << 10;

  private Gzip() {}

  static boolean wanted(HttpRequest request, List<byte[]> body) {
    if (body.stream().mapToLong(piece -> piece.length).sum() <= FROM) {
      return false;
    }
    for (var header : request.headers().all("Accept-Encoding")) {
      for (var part : header.split(",")) {
        var token = part.split(";")[0].trim();
        if (token.equalsIgnoreCase("gzip") && !part.replace(" ", "").endsWith(";q=0")) {
          return true;
        }
      }
    }
    return false;
  }

  static List<byte[]> pack(List<byte[]> body) {
    var out = new Pieces();
    try (var gzip = new Fast(out)) {
      for (var piece : body) {
        gzip.write(piece);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.pieces();
  }

  private static final class Fast extends GZIPOutputStream {
    Fast(Pieces out) throws IOException {
      super(out, 8 << 10);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  /// Collects in pieces, so that nothing large is copied when it grows.
  private static final class Pieces extends OutputStream {
    private final List<byte[]> done = new ArrayList<>();
    private final ByteArrayOutputStream open = new ByteArrayOutputStream(PIECE);

    @Override
    public void write(int one) {
      open.write(one);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      open.write(bytes, offset, length);
      if (open.size() >= PIECE) {
        cut();
      }
    }

    List<byte[]> pieces() {
      if (open.size() > 0) {
        cut();
      }
      return done;
    }

    private void cut() {
      done.add(open.toByteArray());
      open.reset();
    }
  }
}
