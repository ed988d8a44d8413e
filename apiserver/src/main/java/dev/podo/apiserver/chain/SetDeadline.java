package dev.podo.apiserver.chain;

import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import java.time.Duration;

/// Bounds how long the work on a request may take: by its `timeout` parameter, and by ours.
public final class SetDeadline implements Step {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Clock clock;

  public SetDeadline(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Answer handle(Call call, Next next) throws InterruptedException {
    var asked = call.input().parameter("timeout");
    var bound = asked.isEmpty() || call.info().isLongRunning() ? LONGEST : bounded(asked);
    var deadline = Deadline.after(clock, bound);
    try {
      return next.proceed(call.withDeadline(deadline));
    } catch (ApiException e) {
      // Whatever else went wrong by then, it went wrong too late, or for that very reason.
      throw deadline.hasPassed(clock) && !e.isTimeout() && !call.info().isLongRunning()
          ? Call.late()
          : e;
    }
  }

  private static Duration bounded(String text) {
    try {
      var asked = GoDuration.parse(text);
      return asked.isPositive() && asked.compareTo(LONGEST) < 0 ? asked : LONGEST;
    } catch (IllegalArgumentException e) {
      throw ApiErrors.badRequest(
          "invalid timeout specified in the request URL - " + e.getMessage());
    }
  }
}
