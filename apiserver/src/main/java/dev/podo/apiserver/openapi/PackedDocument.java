package dev.podo.apiserver.openapi;

import dev.podo.apiserver.discovery.Document;
import dev.podo.apiserver.http.Header;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// A large document that few ask for: made when someone does, kept packed, and given up when memory
/// is short.
final class PackedDocument {
  private final String contentType;
  private final String tag;
  private final Maker maker;
  private final ReentrantLock making = new ReentrantLock();
  private volatile SoftReference<byte @Nullable []> packed = new SoftReference<>(null);

  /// Writes the document.
  @FunctionalInterface
  interface Maker {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  /// @param tag changes whenever the content does
  PackedDocument(String contentType, String tag, Maker maker) {
    this.contentType = contentType;
    this.tag = "\"" + tag + "\"";
    this.maker = maker;
  }

  /// The document, or 304 when the client has it.
  Answer answer(Call call, List<Header> more) throws InterruptedException {
    var headers = new ArrayList<>(more);
    headers.add(new Header("Content-Type", contentType));
    headers.add(new Header("ETag", tag));
    headers.add(new Header("Vary", "Accept, Accept-Encoding"));
    if (Document.isHeld(call, tag)) {
      return new Answer.OfDocument(304, headers, new byte[0]);
    }
    var http = call.http();
    var bytes = packed();
    if (http != null && takesGzip(http.headers().all("Accept-Encoding"))) {
      headers.add(new Header("Content-Encoding", "gzip"));
      return new Answer.OfDocument(200, headers, bytes);
    }
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new Answer.OfDocument(200, headers, in.readAllBytes());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static boolean takesGzip(List<String> headers) {
    return headers.stream()
        .flatMap(header -> List.of(header.split(",")).stream())
        .map(part -> part.replace(" ", "").toLowerCase(Locale.ROOT))
        .anyMatch(part -> part.split(";")[0].equals("gzip") && !part.endsWith(";q=0"));
  }

  private byte[] packed() throws InterruptedException {
    var ready = packed.get();
    if (ready != null) {
      return ready;
    }
    making.lock();
    try {
      var again = packed.get();
      if (again == null) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
          maker.write(gzip);
        }
        again = out.toByteArray();
        packed = new SoftReference<>(again);
      }
      return again;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } finally {
      making.unlock();
    }
  }
}
