package dev.podo.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// An immutable sequence of bytes, equal to any other with the same content. Its text form shows
/// the length only, because the content may be secret.
public final class Bytes {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /// A copy of these bytes.
  public static Bytes of(byte... bytes) {
    return bytes.length == 0 ? EMPTY : new Bytes(bytes.clone());
  }

  /// The UTF-8 encoding of a text.
  public static Bytes utf8(String text) {
    return text.isEmpty() ? EMPTY : new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The content of a standard base64 text; line breaks in it are skipped, as Go does.
  ///
  /// @throws IllegalArgumentException if the text is not base64
  public static Bytes base64(String text) {
    if (text.isEmpty()) {
      return EMPTY;
    }
    var joined = text.indexOf('\n') < 0 && text.indexOf('\r') < 0 ? text : joinLines(text);
    return new Bytes(Base64.getDecoder().decode(joined));
  }

  private static String joinLines(String text) {
    return text.replace("\r", "").replace("\n", "");
  }

  public int size() {
    return content.length;
  }

  public boolean isEmpty() {
    return content.length == 0;
  }

  public byte at(int index) {
    return content[index];
  }

  /// A copy of the content.
  public byte[] toArray() {
    return content.clone();
  }

  /// A read-only view of the content.
  public ByteBuffer asBuffer() {
    return ByteBuffer.wrap(content).asReadOnlyBuffer();
  }

  /// The standard base64 text with padding.
  public String toBase64() {
    return Base64.getEncoder().encodeToString(content);
  }

  /// The content read as UTF-8.
  public String toUtf8() {
    return new String(content, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return content.length + " bytes";
  }
}
