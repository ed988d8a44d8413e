package dev.podo.apiserver.chain;

import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.machinery.errors.ApiErrors;
import java.util.concurrent.Semaphore;

/// Bounds how many requests from outside are worked on at once, reads and writes apart. Beyond that
/// clients are told to come again. The masters are never turned away, so that somebody can always
/// look what is wrong; components of this process bound themselves.
public final class Fairness implements Step {
  private final Semaphore reads;
  private final Semaphore writes;

  public Fairness(int maxReads, int maxWrites) {
    this.reads = new Semaphore(maxReads);
    this.writes = new Semaphore(maxWrites);
  }

  @Override
  public Answer handle(Call call, Next next) throws InterruptedException {
    var exempt =
        call.http() == null
            || call.info().isLongRunning()
            || call.user().isIn(UserInfo.MASTERS)
            || !call.info().resourceRequest();
    if (exempt) {
      return next.proceed(call);
    }
    var seats = call.info().isReadOnly() ? reads : writes;
    if (!seats.tryAcquire()) {
      throw ApiErrors.tooManyRequests("Too many requests, please try again later.", 1);
    }
    try {
      return next.proceed(call);
    } finally {
      seats.release();
    }
  }
}
