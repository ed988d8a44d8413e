package dev.podo.machinery.patch;

/// A patch that cannot be applied. The message is fit for whoever sent it.
public final class PatchException extends RuntimeException {
  /// Whose fault it is, and so what status the client gets: upstream's, for each text.
  public enum Kind {
    /// The patch is no patch: 400.
    MALFORMED,
    /// The patch does not fit the object, or a test in it failed: 422.
    UNPROCESSABLE,
    /// What a strategic merge patch says makes no sense, in one of the ways that upstream answers
    /// as if the server had failed: 500.
    FAILED
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

  static PatchException failed(String message) {
    return new PatchException(Kind.FAILED, message);
  }

  public Kind kind() {
    return kind;
  }
}
