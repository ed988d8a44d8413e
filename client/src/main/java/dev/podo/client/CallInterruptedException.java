package dev.podo.client;

/// The calling thread was interrupted while a request was under way; whether the request took
/// effect is unknown. The thread's interrupt flag is set again.
public final class CallInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CallInterruptedException(InterruptedException cause) {
    super("interrupted while waiting for the API server", cause);
    Thread.currentThread().interrupt();
  }
}
