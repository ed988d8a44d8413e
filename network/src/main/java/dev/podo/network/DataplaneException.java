package dev.podo.network;

import org.jspecify.annotations.Nullable;

/// The host did not take a plan. What it had before still stands.
public final class DataplaneException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DataplaneException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
