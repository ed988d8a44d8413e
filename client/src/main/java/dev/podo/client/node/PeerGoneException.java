package dev.podo.client.node;

/// The other end of a stream has gone: stop, and give back what the stream held.
public final class PeerGoneException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public PeerGoneException(String message) {
    super(message);
  }
}
