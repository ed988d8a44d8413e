package dev.podo.machinery.errors;

import dev.podo.machinery.kind.GroupKind;
import dev.podo.machinery.kind.GroupResource;
import dev.podo.machinery.validation.FieldError;
import dev.podo.machinery.validation.Texts;
import dev.podo.model.meta.v1.ListMeta;
import dev.podo.model.meta.v1.Status;
import dev.podo.model.meta.v1.StatusCause;
import dev.podo.model.meta.v1.StatusDetails;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Makes the errors of the API, one factory for each reason, with upstream's texts: clients match
/// on some of them and users know them all.
public final class ApiErrors {
  private static final String STALE =
      "the object has been modified; please apply your changes to the latest version and try again";
  private static final String STALE_CONTINUE =
      "The provided continue parameter is too old to display a consistent list result. You can start"
          + " a new list without the continue parameter, or use the continue token in this response"
          + " to retrieve the remainder of the results. Continuing with the provided token results"
          + " in an inconsistent list - objects that were created, modified, or deleted between the"
          + " time the first chunk was returned and now may show up in the list.";
  private static final String LOST_CONTINUE =
      "The provided continue parameter is too old to display a consistent list result. You must"
          + " start a new list without the continue parameter.";

  private ApiErrors() {}

  public static ApiException notFound(GroupResource resource, String name) {
    return about(
        resource, name, Reason.NOT_FOUND, resource + " " + Texts.quote(name) + " not found");
  }

  /// A path that leads nowhere.
  public static ApiException notFoundPath() {
    return of(Reason.NOT_FOUND, "the server could not find the requested resource", null);
  }

  public static ApiException alreadyExists(GroupResource resource, String name) {
    return about(
        resource,
        name,
        Reason.ALREADY_EXISTS,
        resource + " " + Texts.quote(name) + " already exists");
  }

  /// A generated name that was taken; the client may try again for another.
  public static ApiException generatedNameExists(GroupResource resource, String name) {
    var message =
        resource
            + " "
            + Texts.quote(name)
            + " already exists, the server was not able to generate a unique name for the object";
    var details = on(resource, name).retryAfterSeconds(1).build();
    return of(Reason.ALREADY_EXISTS, message, details);
  }

  public static ApiException conflict(GroupResource resource, String name, String message) {
    return about(
        resource,
        name,
        Reason.CONFLICT,
        "Operation cannot be fulfilled on " + resource + " " + Texts.quote(name) + ": " + message);
  }

  /// An update of a version that is not the latest any more.
  public static ApiException staleVersion(GroupResource resource, String name) {
    return conflict(resource, name, STALE);
  }

  /// Fields that do not validate.
  public static ApiException invalid(GroupKind kind, String name, List<FieldError> errors) {
    var causes = new ArrayList<StatusCause>();
    for (var error : errors) {
      causes.add(cause(error.type().cause(), error.body(), error.path().toString()));
    }
    var message = kind + " " + Texts.quote(name) + " is invalid";
    var details =
        StatusDetails.builder().group(kind.group()).kind(kind.kind()).name(name).causes(causes);
    return of(
        Reason.INVALID,
        errors.isEmpty() ? message : message + ": " + FieldError.summary(errors),
        details.build());
  }

  public static ApiException badRequest(String message) {
    return of(Reason.BAD_REQUEST, message, null);
  }

  /// An action that a rule forbids, whoever asks.
  ///
  /// @param name may be ""
  public static ApiException forbidden(GroupResource resource, String name, String why) {
    var what = name.isEmpty() ? resource.toString() : resource + " " + Texts.quote(name);
    return about(resource, name, Reason.FORBIDDEN, what + " is forbidden: " + why);
  }

  /// An action that this user may not take.
  ///
  /// @param reason what the authorizer says of it; may be ""
  public static ApiException forbidden(Attempt attempt, String reason) {
    var why = reason.isEmpty() ? attempt.toString() : attempt + ": " + reason;
    return forbidden(attempt.resource(), attempt.name(), why);
  }

  /// A path outside the resources that this user may not ask for.
  public static ApiException forbiddenPath(String user, String verb, String path) {
    var message =
        "forbidden: User %s cannot %s path %s"
            .formatted(Texts.quote(user), verb, Texts.quote(path));
    return of(Reason.FORBIDDEN, message, StatusDetails.EMPTY);
  }

  /// @param message "" means upstream's usual one
  public static ApiException unauthorized(String message) {
    return of(Reason.UNAUTHORIZED, message.isEmpty() ? "Unauthorized" : message, null);
  }

  public static ApiException methodNotAllowed(GroupResource resource, String action) {
    var message = action + " is not supported on resources of kind " + Texts.quote(resource + "");
    return about(resource, "", Reason.METHOD_NOT_ALLOWED, message);
  }

  /// A method that the path does not have.
  public static ApiException methodNotAllowed() {
    return of(
        Reason.METHOD_NOT_ALLOWED,
        "the server does not allow this method on the requested resource",
        StatusDetails.EMPTY);
  }

  public static ApiException notAcceptable(Collection<String> accepted) {
    return of(
        Reason.NOT_ACCEPTABLE,
        "only the following media types are accepted: " + String.join(", ", accepted),
        null);
  }

  public static ApiException notAcceptable(String message) {
    return of(Reason.NOT_ACCEPTABLE, message, null);
  }

  public static ApiException unsupportedMediaType(Collection<String> accepted) {
    return of(
        Reason.UNSUPPORTED_MEDIA_TYPE,
        "the body of the request was in an unknown format - accepted media types include: "
            + String.join(", ", accepted),
        null);
  }

  public static ApiException requestEntityTooLarge(long limitBytes) {
    return requestEntityTooLarge("limit is " + limitBytes);
  }

  /// @param why what is too large, and the limit
  public static ApiException requestEntityTooLarge(String why) {
    return of(Reason.REQUEST_ENTITY_TOO_LARGE, "Request entity too large: " + why, null);
  }

  /// A deadline that passed; the operation may still complete.
  public static ApiException timeout(String message, int retryAfterSeconds) {
    return of(Reason.TIMEOUT, "Timeout: " + message, after(retryAfterSeconds));
  }

  /// An operation that could not complete for a passing cause and did nothing.
  public static ApiException serverTimeout(
      GroupResource resource, String operation, int retryAfterSeconds) {
    var message =
        "The %s operation against %s could not be completed at this time, please try again."
            .formatted(operation, resource);
    var details = on(resource, operation).retryAfterSeconds(retryAfterSeconds).build();
    return of(Reason.SERVER_TIMEOUT, message, details);
  }

  public static ApiException tooManyRequests(String message, int retryAfterSeconds) {
    return of(Reason.TOO_MANY_REQUESTS, message, after(retryAfterSeconds));
  }

  /// @param cause for the log; its text is not shown to the client
  public static ApiException internal(String message, @Nullable Throwable cause) {
    var details = StatusDetails.builder().causes(List.of(cause("", message, ""))).build();
    var status = status(Reason.INTERNAL_ERROR, "Internal error occurred: " + message, details);
    return new ApiException(status, cause);
  }

  public static ApiException internal(String message) {
    return internal(message, null);
  }

  /// A revision from which nothing can be watched or listed any more.
  public static ApiException expired(String message) {
    return of(Reason.EXPIRED, message, null);
  }

  /// A watch from a revision older than the history kept.
  public static ApiException expiredVersion(long asked, long oldest) {
    return expired("too old resource version: " + asked + " (" + oldest + ")");
  }

  /// A continue token older than the history kept.
  ///
  /// @param continueToken lets the client go on with a list that is not consistent; "" means it
  ///   cannot
  public static ApiException expiredContinue(String continueToken) {
    var message = continueToken.isEmpty() ? LOST_CONTINUE : STALE_CONTINUE;
    var status = status(Reason.EXPIRED, message, null);
    var metadata = ListMeta.builder().continue_(continueToken).build();
    return new ApiException(status.with(builder -> builder.metadata(metadata)));
  }

  public static ApiException gone(String message) {
    return of(Reason.GONE, message, null);
  }

  public static ApiException serviceUnavailable(String message) {
    return of(Reason.SERVICE_UNAVAILABLE, message, null);
  }

  /// A resource version that this server has not reached: from another, newer history.
  public static ApiException tooLargeResourceVersion(long asked, long current) {
    var details =
        StatusDetails.builder()
            .causes(List.of(cause("ResourceVersionTooLarge", "Too large resource version", "")))
            .retryAfterSeconds(1)
            .build();
    var message = "Timeout: Too large resource version: " + asked + ", current: " + current;
    return of(Reason.TIMEOUT, message, details);
  }

  /// What a client makes of a reply that carries no Status.
  ///
  /// @param body the start of the reply's text, for the message
  public static ApiException ofResponse(int code, String body) {
    for (var reason : Reason.values()) {
      if (reason.code() == code) {
        return of(reason, responseText(code, body), null);
      }
    }
    var status = Status.builder().status("Failure").code(code).message(responseText(code, body));
    return new ApiException(status.build());
  }

  private static String responseText(int code, String body) {
    return body.isBlank()
        ? "the server responded with the status code "
            + code
            + " but did not return more information"
        : "the server responded with the status code " + code + ": " + body.strip();
  }

  /// The same error with one more cause.
  public static ApiException withCause(
      ApiException error, String type, String message, String field) {
    return change(
        error,
        details -> {
          var causes = new ArrayList<>(details.causes());
          causes.add(cause(type, message, field));
          return details.with(builder -> builder.causes(causes));
        });
  }

  private static ApiException change(ApiException error, UnaryOperator<StatusDetails> change) {
    var details = error.status().details();
    var changed = change.apply(details == null ? StatusDetails.EMPTY : details);
    return new ApiException(
        error.status().with(builder -> builder.details(changed)), error.getCause());
  }

  private static StatusCause cause(String type, String message, String field) {
    return StatusCause.builder().reason(type).message(message).field(field).build();
  }

  private static ApiException about(
      GroupResource resource, String name, Reason reason, String message) {
    return of(reason, message, on(resource, name).build());
  }

  private static StatusDetails.Builder on(GroupResource resource, String name) {
    return StatusDetails.builder().group(resource.group()).kind(resource.resource()).name(name);
  }

  private static StatusDetails after(int retryAfterSeconds) {
    return StatusDetails.builder().retryAfterSeconds(retryAfterSeconds).build();
  }

  private static ApiException of(Reason reason, String message, @Nullable StatusDetails details) {
    return new ApiException(status(reason, message, details));
  }

  private static Status status(Reason reason, String message, @Nullable StatusDetails details) {
    return Status.builder()
        .status("Failure")
        .message(message)
        .reason(reason.text())
        .details(details)
        .code(reason.code())
        .build();
  }
}
