package dev.podo.simulator.invariants;

/// Something happened that never may.
public final class ViolationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ViolationException(String message, Throwable cause) {
    super(message, cause);
  }

  public ViolationException(String message) {
    super(message);
  }
}
