package dev.podo.apiserver.chain;

import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.errors.ApiErrors;
import java.time.Duration;
import java.util.regex.Pattern;

/// Bounds how long the work on a request may take: by its `timeout` parameter, and by ours.
public final class SetDeadline implements Step {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Pattern SECONDS = Pattern.compile("(\\d{1,6})(ms|s|m)?");

  private final Clock clock;

  public SetDeadline(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Answer handle(Call call, Next next) throws InterruptedException {
    var asked = call.input().parameter("timeout");
    var duration = asked.isEmpty() || call.info().isLongRunning() ? LONGEST : parse(asked);
    var bounded = duration.compareTo(LONGEST) > 0 || duration.isZero() ? LONGEST : duration;
    return next.proceed(call.withDeadline(Deadline.after(clock, bounded)));
  }

  private static Duration parse(String text) {
    var matcher = SECONDS.matcher(text);
    if (!matcher.matches()) {
      throw ApiErrors.badRequest("invalid timeout specified in the request URL: " + text);
    }
    var number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "m" -> Duration.ofMinutes(number);
      case null, default -> Duration.ofSeconds(number);
    };
  }
}
