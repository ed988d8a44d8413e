package dev.podo.apiserver.inprocess;

import static dev.podo.apiserver.Objects.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Watch;
import dev.podo.apiserver.storage.Stored;
import dev.podo.client.WatchEvent;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.VirtualClock;
import dev.podo.machinery.kinds.configmap.ConfigMaps;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DirectWatchTest {
  private final VirtualClock clock = new VirtualClock(Instant.EPOCH);

  /// Nothing ever happens to what it watches.
  private record Quiet(boolean tellsBookmarks) implements Watch {
    @Override
    public @Nullable Change poll() {
      return null;
    }

    @Override
    public void requirePlace() {}

    @Override
    public void onAvailable(Runnable action) {}

    @Override
    public @Nullable Change bookmark() {
      return tellsBookmarks ? new Change(Type.BOOKMARK, new Stored(configMap("a"))) : null;
    }

    @Override
    public Duration life() {
      return Duration.ofHours(1);
    }

    @Override
    public void close() {}
  }

  private @Nullable WatchEvent<?> next(DirectWatch<?> watch, Duration patience)
      throws InterruptedException {
    return watch.next(Deadline.after(clock, patience));
  }

  @Test
  void remindsEachMinuteOfHowFarItIs() throws InterruptedException {
    var answer = new Answer.OfWatch<>(ConfigMaps.KIND, new Quiet(true));
    try (var watch = new DirectWatch<>(ConfigMaps.KIND, answer, clock)) {
      for (var minute = 0; minute < 3; minute++) {
        assertThat(next(watch, Duration.ZERO)).isNull();
        clock.advance(Duration.ofMinutes(1));
        var bookmark = next(watch, Duration.ofHours(1));
        assertThat(bookmark).isNotNull();
        assertThat(bookmark.type()).isEqualTo(WatchEvent.Type.BOOKMARK);
      }
    }
  }

  @Test
  void remindsNobodyWhoHasNotAskedForIt() throws InterruptedException {
    var answer = new Answer.OfWatch<>(ConfigMaps.KIND, new Quiet(false));
    try (var watch = new DirectWatch<>(ConfigMaps.KIND, answer, clock)) {
      clock.advance(Duration.ofMinutes(5));
      assertThat(next(watch, Duration.ZERO)).isNull();
    }
  }
}
