package dev.podo.apiserver.discovery;

import dev.podo.apiserver.http.Header;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.machinery.codec.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A document that never changes, made when it is first asked for, with the tag by which clients
/// know that they have it already.
public final class Document {
  private final Supplier<byte[]> maker;
  private final String contentType;
  private volatile @Nullable Made made;

  private Document(Supplier<byte[]> maker, String contentType) {
    this.maker = maker;
    this.contentType = contentType;
  }

  @SuppressWarnings("ArrayRecordComponent") // The bytes are handed on, never changed.
  private record Made(byte[] body, String hash) {}

  public static Document json(Object tree) {
    return lazy(() -> Json.print(tree), "application/json");
  }

  /// Made when the first client asks for it.
  public static Document lazy(Supplier<byte[]> maker, String contentType) {
    return new Document(maker, contentType);
  }

  private Made made() {
    var ready = made;
    if (ready == null) {
      // Two threads may both make it; whichever is kept says the same.
      var body = maker.get();
      ready = new Made(body, hash(body));
      made = ready;
    }
    return ready;
  }

  private static String hash(byte[] body) {
    try {
      return HexFormat.of()
          .withUpperCase()
          .formatHex(MessageDigest.getInstance("SHA-512").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Changes when the content does.
  public String hash() {
    return made().hash();
  }

  public Answer answer(Call call) {
    return answer(call, List.of(new Header("Vary", "Accept")));
  }

  /// The document, or 304 when the client has it.
  public Answer answer(Call call, List<Header> more) {
    var content = made();
    var etag = "\"" + content.hash() + "\"";
    var headers = new ArrayList<>(more);
    headers.add(new Header("Content-Type", contentType));
    headers.add(new Header("ETag", etag));
    if (isHeld(call, etag)) {
      return new Answer.OfDocument(304, headers, new byte[0]);
    }
    return new Answer.OfDocument(200, headers, content.body());
  }

  /// Whether the client says that it has what a tag stands for (RFC 9110, 13.1.2: tags are compared
  /// weakly, and `*` stands for any).
  ///
  /// @param tag in its quotation marks
  public static boolean isHeld(Call call, String tag) {
    var http = call.http();
    return http != null
        && http.headers().all("If-None-Match").stream()
            .flatMap(header -> List.of(header.split(",")).stream())
            .map(String::strip)
            .anyMatch(held -> held.equals("*") || held.replaceFirst("^W/", "").equals(tag));
  }
}
