package dev.podo.apiserver.request;

import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.http.HttpRequest;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import org.jspecify.annotations.Nullable;

/// One request on its way through the chain. Immutable; a step that finds something out passes on a
/// changed copy.
///
/// @param user who asks; anonymous until authentication has said more
/// @param deadline until when it must be answered; the life of a watch or a stream is not bound by
///   it
/// @param http null for a request from within the process
public record Call(
    RequestInfo info,
    UserInfo user,
    Deadline deadline,
    Input input,
    Notes notes,
    @Nullable HttpRequest http) {
  public Call withInfo(RequestInfo value) {
    return new Call(value, user, deadline, input, notes, http);
  }

  public Call withUser(UserInfo value) {
    return new Call(info, value, deadline, input, notes, http);
  }

  public Call withDeadline(Deadline value) {
    return new Call(info, user, value, input, notes, http);
  }

  /// What a client is told whose request takes longer than it may.
  public static ApiException late() {
    return ApiErrors.timeout("request did not complete within the allotted timeout", 0);
  }
}
