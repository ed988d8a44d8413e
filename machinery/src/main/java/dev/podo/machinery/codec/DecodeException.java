package dev.podo.machinery.codec;

import org.jspecify.annotations.Nullable;

/// Bytes that are not what they claim to be. The message is fit for whoever sent them: it names the
/// field or the place.
public final class DecodeException extends RuntimeException {
  public DecodeException(String message) {
    this(message, null);
  }

  public DecodeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
