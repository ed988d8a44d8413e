package dev.podo.apiserver.authn;

/// Credentials that are not valid. The message is for the log and never holds the credentials.
public final class InvalidCredentialsException extends Exception {
  private static final long serialVersionUID = 1;

  public InvalidCredentialsException(String message) {
    super(message);
  }

  public InvalidCredentialsException(String message, Throwable cause) {
    super(message, cause);
  }
}
