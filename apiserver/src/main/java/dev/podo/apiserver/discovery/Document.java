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

/// A document that never changes, with the tag by which clients know that they have it already.
public final class Document {
  private final byte[] body;
  private final String contentType;
  private final String hash;

  private Document(byte[] body, String contentType) {
    this.body = body;
    this.contentType = contentType;
    this.hash = hash(body);
  }

  public static Document json(Object tree) {
    return of(Json.print(tree), "application/json");
  }

  public static Document of(byte[] body, String contentType) {
    return new Document(body, contentType);
  }

  private static String hash(byte[] body) {
    try {
      return HexFormat.of().withUpperCase().formatHex(MessageDigest.getInstance("SHA-512").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Changes when the content does.
  public String hash() {
    return hash;
  }

  public Answer answer(Call call) {
    return answer(call, List.of(new Header("Vary", "Accept")));
  }

  /// The document, or 304 when the client has it.
  public Answer answer(Call call, List<Header> more) {
    var etag = "\"" + hash + "\"";
    var headers = new ArrayList<>(more);
    headers.add(new Header("Content-Type", contentType));
    headers.add(new Header("ETag", etag));
    var http = call.http();
    if (http != null && http.headers().first("If-None-Match").contains(etag)) {
      return new Answer.OfDocument(304, headers, new byte[0]);
    }
    return new Answer.OfDocument(200, headers, body);
  }
}
