package dev.podo.apiserver.chain;

import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;

/// Turns what should never happen into an internal error, and writes it down: the one place where a
/// bug in a handler ends.
public final class Recover implements Step {
  private static final System.Logger LOG = System.getLogger(Recover.class.getName());

  @Override
  public Answer handle(Call call, Next next) throws InterruptedException {
    try {
      return next.proceed(call);
    } catch (ApiException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "a request failed: " + call.info().verb() + " " + call.info().path(),
          e);
      throw ApiErrors.internal("the server made a mistake; its log says more", e);
    }
  }
}
