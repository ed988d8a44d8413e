package dev.podo.machinery.patch;

/// A patch that cannot be applied. The message is fit for whoever sent it.
public final class PatchException extends RuntimeException {
  /// Whose fault it is, and so what status the client gets.
  public enum Kind {
    /// The patch is no patch: 400.
    MALFORMED,
    /// The patch does not fit the object, or a test in it failed: 422.
    UNPROCESSABLE
  }

  private final Kind kind;

  private PatchException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  static PatchException malformed(String message) {
    return new PatchException(Kind.MALFORMED, message);
  }

  static PatchException unprocessable(String message) {
    return new PatchException(Kind.UNPROCESSABLE, message);
  }

  public Kind kind() {
    return kind;
  }
}
