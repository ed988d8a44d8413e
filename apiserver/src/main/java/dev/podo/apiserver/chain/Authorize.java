package dev.podo.apiserver.chain;

import dev.podo.apiserver.authz.Authorizer;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.Attempt;
import java.util.List;

/// Refuses whatever no authorizer allows.
public final class Authorize implements Step {
  private final List<Authorizer> authorizers;

  public Authorize(List<Authorizer> authorizers) {
    this.authorizers = List.copyOf(authorizers);
  }

  @Override
  public Answer handle(Call call, Next next) throws InterruptedException {
    for (var authorizer : authorizers) {
      if (authorizer.allows(call.user(), call.info())) {
        return next.proceed(call);
      }
    }
    var info = call.info();
    if (!info.resourceRequest()) {
      throw ApiErrors.forbiddenPath(call.user().name(), info.verb(), info.path());
    }
    throw ApiErrors.forbidden(
        new Attempt(
            call.user().name(),
            info.verb(),
            info.groupResource(),
            info.subresource(),
            info.namespace(),
            info.name()),
        "");
  }
}
