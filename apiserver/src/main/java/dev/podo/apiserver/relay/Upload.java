package dev.podo.apiserver.relay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The body of a request on its way from a client to another server, on a thread of its own: the
/// reply may begin, and even end, while it goes. One piece is in hand at a time.
final class Upload {
  private final Outbound request;
  private final OriginConnection origin;
  private final Duration patience;
  private volatile boolean done;
  private volatile @Nullable String clientFault;

  private Upload(Outbound request, OriginConnection origin, Duration patience) {
    this.request = request;
    this.origin = origin;
    this.patience = patience;
  }

  /// Sends the request: its head now, its body from now on.
  ///
  /// @throws IOException when the other server does not take it
  static Upload begin(Outbound request, OriginConnection origin, Origins origins)
      throws IOException {
    var upload = new Upload(request, origin, origins.patience());
    origin.write(request.head(), origins.patience());
    if (request.hasBody()) {
      origins.scope().fork("body", upload::run);
    } else {
      upload.done = true;
    }
    return upload;
  }

  /// Whether the other server has been sent all of it.
  boolean isDone() {
    return done;
  }

  /// What the client did wrong; null if nothing.
  @Nullable String clientFault() {
    return clientFault;
  }

  private void run() throws InterruptedException {
    while (true) {
      byte[] piece;
      try {
        piece = request.body().read();
      } catch (IOException e) {
        clientFault = e.getMessage();
        origin.close(); // It must not take the part for the whole.
        return;
      }
      try {
        origin.write(piece == null ? last() : framed(piece), patience);
      } catch (IOException e) {
        return; // Its reply, or that there is none, says why.
      }
      if (piece == null) {
        done = true;
        return;
      }
    }
  }

  private byte[] last() throws IOException {
    return request.isChunked() ? request.tail() : new byte[0];
  }

  private byte[] framed(byte[] piece) {
    if (!request.isChunked()) {
      return piece;
    }
    var size = (Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    var chunk = new byte[size.length + piece.length + 2];
    System.arraycopy(size, 0, chunk, 0, size.length);
    System.arraycopy(piece, 0, chunk, size.length, piece.length);
    chunk[chunk.length - 2] = '\r';
    chunk[chunk.length - 1] = '\n';
    return chunk;
  }
}
