package dev.podo.apiserver.chain;

import dev.podo.apiserver.authn.Authenticators;
import dev.podo.apiserver.authn.InvalidCredentialsException;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.machinery.errors.ApiErrors;

/// Finds out who asks. Only requests from outside come here: who is in the process was wired.
public final class Authenticate implements Step {
  private final Authenticators authenticators;

  public Authenticate(Authenticators authenticators) {
    this.authenticators = authenticators;
  }

  @Override
  public Answer handle(Call call, Next next) throws InterruptedException {
    var http = call.http();
    if (http == null) {
      return next.proceed(call);
    }
    try {
      return next.proceed(call.withUser(authenticators.authenticate(http)));
    } catch (InvalidCredentialsException e) {
      throw ApiErrors.unauthorized("");
    }
  }
}
