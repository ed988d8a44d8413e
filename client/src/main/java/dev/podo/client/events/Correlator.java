package dev.podo.client.events;

import dev.podo.client.events.Occurrence.Identity;
import dev.podo.client.events.Occurrence.Subject;
import dev.podo.foundation.Check;
import dev.podo.model.core.v1.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps Events few: counts repetitions, gathers what is similar, and lets no object flood. Its
/// numbers are upstream's. It remembers a bounded number of objects; one thread uses it.
final class Correlator {
  private static final int REMEMBERED = 4_096;
  private static final int BURST = 25;
  private static final Duration REFILL = Duration.ofMinutes(5);
  private static final int SIMILAR_MAX = 10;
  private static final Duration SIMILAR_WINDOW = Duration.ofMinutes(10);

  private final Map<Subject, Bucket> buckets = bounded();
  private final Map<Identity, Similar> similar = bounded();
  private final Map<Identity, Series> series = bounded();

  /// Whether the object has not told too much of late.
  boolean admits(Occurrence occurrence) {
    return buckets
        .computeIfAbsent(occurrence.subject(), s -> new Bucket(occurrence.at()))
        .take(occurrence.at());
  }

  /// The series to which the occurrence now belongs.
  Series correlate(Occurrence occurrence) {
    var alike = similar.computeIfAbsent(occurrence.similar(), s -> new Similar());
    var combined = alike.isTooMany(occurrence);
    var identity = combined ? occurrence.similar() : occurrence.identity();
    var of = series.computeIfAbsent(identity, s -> new Series(occurrence.at()));
    of.add(occurrence, combined);
    return of;
  }

  private static <K, V> Map<K, V> bounded() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > REMEMBERED;
      }
    };
  }

  /// Tokens that come back slowly.
  private static final class Bucket {
    private double tokens = BURST;
    private Instant last;

    Bucket(Instant now) {
      this.last = now;
    }

    boolean take(Instant now) {
      var back = (double) Duration.between(last, now).toMillis() / REFILL.toMillis();
      tokens = Math.min(BURST, tokens + Math.max(0, back));
      last = now;
      if (tokens < 1) {
        return false;
      }
      tokens--;
      return true;
    }
  }

  /// The different texts of one reason within a while.
  private static final class Similar {
    private final Set<String> messages = new HashSet<>();
    private @Nullable Instant last;

    boolean isTooMany(Occurrence occurrence) {
      if (last != null && Duration.between(last, occurrence.at()).compareTo(SIMILAR_WINDOW) > 0) {
        messages.clear();
      }
      last = occurrence.at();
      if (messages.size() < SIMILAR_MAX) {
        messages.add(occurrence.message());
        return false;
      }
      return !messages.contains(occurrence.message());
    }
  }

  /// Occurrences that are written as one Event.
  static final class Series {
    private Instant firstAt;
    private @Nullable Occurrence last;
    private @Nullable Event event;
    private String message = "";
    private int count;

    Series(Instant firstAt) {
      this.firstAt = firstAt;
    }

    private void add(Occurrence occurrence, boolean combined) {
      last = occurrence;
      count++;
      message =
          combined
              ? "(combined from similar events): " + occurrence.message()
              : occurrence.message();
    }

    boolean isNew() {
      return event == null;
    }

    void written(Event as) {
      event = as;
    }

    /// The Event has gone: the next one begins to count anew.
    void forget() {
      event = null;
      count = 1;
      firstAt = last().at();
    }

    Event event() {
      return Check.notNull(event, "the written event");
    }

    Occurrence last() {
      return Check.notNull(last, "the last occurrence");
    }

    Instant firstAt() {
      return firstAt;
    }

    int count() {
      return count;
    }

    String message() {
      return message;
    }
  }
}
