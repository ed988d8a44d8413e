package dev.podo.apiserver.spdy;

/// The peer broke the protocol in a way that ends the session.
public final class SpdyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SpdyException(String message) {
    super(message, null, false, false);
  }
}
