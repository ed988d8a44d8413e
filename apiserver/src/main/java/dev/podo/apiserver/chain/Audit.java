package dev.podo.apiserver.chain;

import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.foundation.Clock;
import dev.podo.machinery.errors.ApiException;
import java.time.Duration;

/// Takes down who did what, how it ended and how long it took. Bodies are never taken down: they
/// may hold secrets.
public final class Audit implements Step {
  private static final System.Logger LOG = System.getLogger(Audit.class.getName());

  private final Clock clock;
  private final Records records;

  public Audit(Clock clock, Records records) {
    this.clock = clock;
    this.records = records;
  }

  /// Counts requests.
  @FunctionalInterface
  public interface Records {
    void record(Call call, int code, Duration took);
  }

  @Override
  public Answer handle(Call call, Next next) throws InterruptedException {
    var began = clock.nanos();
    try {
      var answer = next.proceed(call);
      note(call, code(answer), began);
      return answer;
    } catch (ApiException e) {
      note(call, e.code(), began);
      throw e;
    }
  }

  private void note(Call call, int code, long began) {
    var took = Duration.ofNanos(clock.nanos() - began);
    records.record(call, code, took);
    if (LOG.isLoggable(System.Logger.Level.DEBUG)) {
      var info = call.info();
      LOG.log(
          System.Logger.Level.DEBUG,
          "audit: {0} {1} {2} {3}/{4} {5}: {6}",
          call.user(),
          info.verb(),
          info.resourceRequest() ? info.groupResource() : info.path(),
          info.namespace(),
          info.name(),
          info.subresource(),
          code);
    }
  }

  private static int code(Answer answer) {
    return switch (answer) {
      case Answer.OfObject<?> object -> object.code();
      case Answer.OfValue value -> value.code();
      case Answer.OfDocument document -> document.code();
      case Answer.OfList<?> list -> 200;
      case Answer.OfWatch<?> watch -> 200;
      case Answer.OfConversation conversation -> 101;
    };
  }
}
