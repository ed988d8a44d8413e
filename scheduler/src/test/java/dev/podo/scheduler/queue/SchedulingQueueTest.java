package dev.podo.scheduler.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.scheduler.Sample;
import dev.podo.scheduler.filters.ClusterChange;
import dev.podo.scheduler.state.PodState;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchedulingQueueTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private final SchedulingQueue queue = new SchedulingQueue();

  private static PodState pod(String name, int priority) {
    return PodState.of(Sample.pod(name, "1", "1Mi", it -> it.priority(priority)));
  }

  private @Nullable String next(long now) {
    var waiting = queue.next(now);
    return waiting == null ? null : waiting.pod().name();
  }

  private Waiting fail(long now, String filter) {
    var waiting = queue.next(now);
    assertThat(waiting).isNotNull();
    queue.park(waiting, new TreeSet<>(List.of(filter)), now);
    return waiting;
  }

  @Test
  void theImportantComeFirstThenTheOldest() {
    queue.put(pod("a", 0));
    queue.put(pod("b", 0));
    queue.put(pod("c", 5));
    assertThat(next(0)).isEqualTo("c");
    assertThat(next(0)).isEqualTo("a");
    assertThat(next(0)).isEqualTo("b");
    assertThat(next(0)).isNull();
  }

  @Test
  void whoFitsNowhereIsTriedAgainWhenSomethingHelps() {
    queue.put(pod("a", 0));
    fail(0, "NodeResourcesFit");
    queue.moved(ClusterChange.NODE_RELABELLED, 20 * SECOND);
    assertThat(next(20 * SECOND)).isNull();
    queue.moved(ClusterChange.POD_GONE, 20 * SECOND);
    assertThat(next(20 * SECOND)).isEqualTo("a");
  }

  @Test
  void eachFailureBacksOffLongerUpToTenSeconds() {
    assertThat(List.of(1, 2, 3, 4, 5, 50))
        .extracting(attempts -> SchedulingQueue.backoff(attempts) / SECOND)
        .containsExactly(1L, 2L, 4L, 8L, 10L, 10L);
    queue.put(pod("a", 0));
    fail(0, "NodeResourcesFit");
    queue.moved(ClusterChange.POD_GONE, 0);
    assertThat(next(0)).isNull();
    assertThat(queue.nextDue()).hasValue(SECOND);
    assertThat(next(SECOND)).isEqualTo("a");
  }

  @Test
  void afterFiveMinutesAnybodyIsTriedAgain() {
    queue.put(pod("a", 0));
    fail(0, "NodeAffinity");
    assertThat(next(299 * SECOND)).isNull();
    assertThat(next(300 * SECOND)).isEqualTo("a");
  }

  @Test
  void aChangedSpecIsTriedAtOnceAndAChangedStatusIsNot() {
    queue.put(pod("a", 0));
    fail(0, "NodeAffinity");
    queue.put(pod("a", 0));
    assertThat(next(0)).isNull();
    queue.put(pod("a", 7));
    assertThat(next(0)).isEqualTo("a");
  }

  @Test
  void whoIsRemovedIsNotTried() {
    queue.put(pod("a", 0));
    var waiting = fail(0, "NodeAffinity");
    queue.remove(waiting.pod().uid());
    assertThat(queue.size()).isZero();
    assertThat(next(400 * SECOND)).isNull();
  }
}
