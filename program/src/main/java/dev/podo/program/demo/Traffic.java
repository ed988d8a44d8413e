package dev.podo.program.demo;

import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Ids;
import dev.podo.foundation.Scope;
import dev.podo.foundation.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// Constant load: visitors who each send the next request at a fixed beat, reading the page and the
/// entries and signing the guestbook. The rate is bounded: a visitor who was kept waiting does not
/// catch up.
final class Traffic {
  /// What the demo promises to send, at least.
  static final int RATE_MIN = 50;

  private static final int RATE = 100;
  private static final int VISITORS = 16;
  private static final Duration BEAT = Duration.ofMillis(1000L * VISITORS / RATE);
  private static final int SUFFIX_LENGTH = 5;
  private static final Duration LAST_ANSWER = Duration.ofSeconds(10);

  private final Visitor visitor;
  private final String name;
  private final Clock clock;
  private final long began;
  private final Tally tally = new Tally();
  private final Signal ended;
  private final AtomicInteger running = new AtomicInteger(VISITORS);
  private volatile boolean stopping;

  private Traffic(Visitor visitor, String name, Clock clock) {
    this.visitor = visitor;
    this.name = name;
    this.clock = clock;
    this.began = clock.nanos();
    this.ended = new Signal(clock);
  }

  /// @param name tells this load's entries from those of others
  static Traffic start(Visitor visitor, String name, Scope scope) {
    // Entries of an earlier demo may still be there.
    var unique = name + "-" + Ids.suffix(scope.environment().random(), SUFFIX_LENGTH);
    var traffic = new Traffic(visitor, unique, scope.environment().clock());
    for (int i = 0; i < VISITORS; i++) {
      var number = i;
      scope.fork("visitor-" + i, () -> traffic.visit(number));
    }
    return traffic;
  }

  /// What has been counted so far.
  Tally tally() {
    return tally;
  }

  /// Lets every visitor finish the request he has begun.
  Result stop() throws DemoException, InterruptedException {
    stopping = true;
    if (!ended.awaitUntil(() -> running.get() == 0, Deadline.after(clock, LAST_ANSWER))) {
      tally.failed("a request got no answer within " + LAST_ANSWER.toSeconds() + " s");
    }
    return new Result(tally, clock.nanos() - began);
  }

  /// @param nanos how long the load lasted
  record Result(Tally tally, long nanos) {
    String summary() {
      return tally.summary(nanos);
    }

    /// @throws DemoException when a request failed, or the load was less than promised
    void requireFlawless() throws DemoException {
      if (tally.failures() > 0) {
        throw new DemoException(
            summary() + ":\n" + tally.told(),
            "See what the pods say: kubectl -n guestbook get events; the log has more.");
      }
      if (tally.perSecond(nanos) < RATE_MIN) {
        throw new DemoException(
            summary() + ", which is less than the " + RATE_MIN + " that the demo promises",
            "This host is too busy; run podo demo again when it is not.");
      }
    }
  }

  private void visit(int number) throws InterruptedException {
    try {
      clock.sleep(BEAT.multipliedBy(number).dividedBy(VISITORS));
      for (int turn = 0; !stopping; turn++) {
        var next = Deadline.after(clock, BEAT);
        request(turn, name + " " + number + "-" + turn);
        clock.sleep(next.remaining(clock));
      }
    } finally {
      running.decrementAndGet();
      ended.raise();
    }
  }

  /// Four kinds of request in turn.
  private void request(int turn, String entry) throws InterruptedException {
    switch (turn % 4) {
      case 0 -> count("GET /", () -> visitor.get("/"));
      case 1 -> count("GET /api/entries", () -> visitor.get(Application.ENTRIES));
      case 2 -> count("GET /api/version", () -> visitor.get(Application.VERSION));
      default -> {
        if (count("POST /api/entries", () -> visitor.post(Application.ENTRIES, entry))) {
          tally.signed(entry);
        }
      }
    }
  }

  private interface Request {
    Visitor.Answer send() throws IOException, InterruptedException;
  }

  private boolean count(String what, Request request) throws InterruptedException {
    try {
      var answer = request.send();
      if (answer.isSuccess()) {
        tally.answered(answer.connection());
        return true;
      }
      tally.failed(clock.now() + " " + what + ": " + answer.status() + " " + answer.firstLine());
    } catch (IOException e) {
      tally.failed(clock.now() + " " + what + ": " + e);
    }
    return false;
  }
}
