package dev.podo.node.runtime;

import org.jspecify.annotations.Nullable;

/// A call to the runtime that did not succeed. Its message goes into Events and container statuses
/// as it is, so it must read well there.
public final class RuntimeFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  public RuntimeFailure(Kind kind, String message) {
    this(kind, message, null);
  }

  public RuntimeFailure(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public static RuntimeFailure notFound(String what) {
    return new RuntimeFailure(Kind.NOT_FOUND, what + " not found");
  }

  public Kind kind() {
    return kind;
  }

  public boolean isNotFound() {
    return kind == Kind.NOT_FOUND;
  }

  /// The message, or the name of the failure when it has none.
  public String text() {
    var message = getMessage();
    return message == null || message.isEmpty() ? kind.name() : message;
  }

  /// What the agent needs to tell apart.
  public enum Kind {
    /// No such sandbox, container or image.
    NOT_FOUND,
    /// The runtime does not answer; trying again later may help.
    UNAVAILABLE,
    /// A time limit of the call passed (an exec that ran too long).
    TIMEOUT,
    /// The call can never work as it is: a malformed image name, a bad option.
    INVALID,
    /// The container exists but does not run.
    NOT_RUNNING,
    /// Everything else.
    OTHER
  }
}
