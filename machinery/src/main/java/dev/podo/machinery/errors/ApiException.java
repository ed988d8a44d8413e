package dev.podo.machinery.errors;

import dev.podo.model.meta.v1.Status;
import dev.podo.model.meta.v1.StatusCause;
import dev.podo.model.meta.v1.StatusDetails;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request that failed: carries the `Status` that a client gets or got. Its message is the
/// status' own. [ApiErrors] makes them.
public final class ApiException extends RuntimeException {
  private final transient Status status;

  public ApiException(Status status) {
    this(status, null);
  }

  /// @param cause what is behind it, for the log; clients never see it
  public ApiException(Status status, @Nullable Throwable cause) {
    super(status.message(), cause);
    this.status = status;
  }

  public Status status() {
    return status;
  }

  /// The HTTP status code.
  public int code() {
    return status.code();
  }

  /// The machine-readable reason, such as `NotFound`; "" if unknown.
  public String reason() {
    return status.reason();
  }

  public List<StatusCause> causes() {
    return details().causes();
  }

  /// How long the server asks to wait before the next attempt, in seconds; 0 means it does not say.
  public int retryAfterSeconds() {
    return details().retryAfterSeconds();
  }

  /// Whether one of the causes is of this type, such as `NamespaceTerminating`.
  public boolean hasCause(String type) {
    return causes().stream().anyMatch(cause -> cause.reason().equals(type));
  }

  private StatusDetails details() {
    var details = status.details();
    return details == null ? StatusDetails.EMPTY : details;
  }

  public boolean isNotFound() {
    return is(Reason.NOT_FOUND);
  }

  public boolean isAlreadyExists() {
    return is(Reason.ALREADY_EXISTS);
  }

  public boolean isConflict() {
    return is(Reason.CONFLICT);
  }

  public boolean isInvalid() {
    return is(Reason.INVALID);
  }

  public boolean isBadRequest() {
    return is(Reason.BAD_REQUEST);
  }

  public boolean isGone() {
    return is(Reason.GONE);
  }

  /// Whether a resource version or a continue token is too old.
  public boolean isExpired() {
    return is(Reason.EXPIRED);
  }

  public boolean isForbidden() {
    return is(Reason.FORBIDDEN);
  }

  public boolean isUnauthorized() {
    return is(Reason.UNAUTHORIZED);
  }

  public boolean isMethodNotAllowed() {
    return is(Reason.METHOD_NOT_ALLOWED);
  }

  public boolean isTooManyRequests() {
    return is(Reason.TOO_MANY_REQUESTS) || code() == Reason.TOO_MANY_REQUESTS.code();
  }

  public boolean isTimeout() {
    return is(Reason.TIMEOUT);
  }

  public boolean isServerTimeout() {
    return is(Reason.SERVER_TIMEOUT);
  }

  public boolean isInternalError() {
    return is(Reason.INTERNAL_ERROR);
  }

  public boolean isServiceUnavailable() {
    return is(Reason.SERVICE_UNAVAILABLE);
  }

  /// Whether the same request may succeed later without anyone changing anything.
  public boolean isTransient() {
    return isServerTimeout()
        || isTimeout()
        || isTooManyRequests()
        || isServiceUnavailable()
        || isInternalError();
  }

  private boolean is(Reason reason) {
    return reason().equals(reason.text());
  }
}
