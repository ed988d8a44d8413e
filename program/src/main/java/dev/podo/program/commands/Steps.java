package dev.podo.program.commands;

import dev.podo.foundation.Clock;
import java.io.PrintWriter;
import java.util.Locale;

/// Prints what has been done and how long it took, a line each.
final class Steps {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Clock clock;
  private final PrintWriter out;
  private final long began;
  private long last;

  Steps(Clock clock, PrintWriter out) {
    this.clock = clock;
    this.out = out;
    this.began = clock.nanos();
    this.last = began;
  }

  void done(String what) {
    var now = clock.nanos();
    print(what, now - last);
    last = now;
  }

  void end(String what) {
    print(what, clock.nanos() - began);
  }

  private void print(String what, long nanos) {
    out.println(String.format(Locale.ROOT, "  %6.2f s  %s", nanos / NANOS_PER_SECOND, what));
    out.flush();
  }
}
