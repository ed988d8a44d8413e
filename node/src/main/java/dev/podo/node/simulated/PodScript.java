package dev.podo.node.simulated;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a simulated pod behaves, by annotations `simulate.podo.dev/WHAT` for all its containers or
/// `simulate.podo.dev/CONTAINER.WHAT` for one. Durations are as in `250ms`, `3s`, `2m`, `1h`.
///
/// | WHAT | meaning | without it |
/// |---|---|---|
/// | `start-delay` | how long starting takes | no time |
/// | `start-error` | the message with which starting fails | it succeeds |
/// | `ready-after` | how long after the start probes succeed | at once |
/// | `unready-after` | how long after the start probes fail again | never |
/// | `exit-after` | how long after the start it ends by itself | never |
/// | `exit-code` | with which code | 0 |
/// | `exit-reason` | with which reason, such as `OOMKilled` | from the code |
/// | `stop-delay` | how long it takes to end when told to | no time |
/// | `log` | lines that it prints when it starts | one line with its name |
/// | `log-every` | how often it prints a numbered line (followers see it) | never |
///
/// Images follow their names: `…/missing…` is in no registry, `…/slow…` takes ten seconds to pull.
final class PodScript {
  private static final String PREFIX = "simulate.podo.dev/";

  private final Map<String, String> annotations;
  private final String container;

  PodScript(Map<String, String> annotations, String container) {
    this.annotations = annotations;
    this.container = container;
  }

  Duration startDelay() {
    return duration("start-delay", Duration.ZERO);
  }

  @Nullable String startError() {
    return text("start-error");
  }

  Duration readyAfter() {
    return duration("ready-after", Duration.ZERO);
  }

  @Nullable Duration unreadyAfter() {
    return text("unready-after") == null ? null : duration("unready-after", Duration.ZERO);
  }

  @Nullable Duration exitAfter() {
    return text("exit-after") == null ? null : duration("exit-after", Duration.ZERO);
  }

  int exitCode() {
    var text = text("exit-code");
    return text == null ? 0 : Integer.parseInt(text);
  }

  String exitReason() {
    var text = text("exit-reason");
    return text == null ? "" : text;
  }

  Duration stopDelay() {
    return duration("stop-delay", Duration.ZERO);
  }

  String log() {
    var text = text("log");
    return text == null ? container + " started" : text;
  }

  @Nullable Duration logEvery() {
    return text("log-every") == null ? null : duration("log-every", Duration.ofSeconds(1));
  }

  private @Nullable String text(String what) {
    if (annotations.isEmpty()) {
      return null;
    }
    var own = annotations.get(PREFIX + container + "." + what);
    return own == null ? annotations.get(PREFIX + what) : own;
  }

  private Duration duration(String what, Duration otherwise) {
    var text = text(what);
    return text == null ? otherwise : parse(text);
  }

  /// @throws IllegalArgumentException when it is none
  static Duration parse(String text) {
    if (text.endsWith("ms")) {
      return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
    }
    try {
      return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a duration: \"" + text + "\"; try 250ms, 3s, 2m", e);
    }
  }
}
