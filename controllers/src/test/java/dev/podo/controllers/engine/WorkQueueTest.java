package dev.podo.controllers.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.informer.Key;
import dev.podo.foundation.Environment;
import dev.podo.foundation.VirtualClock;
import dev.podo.machinery.kinds.pod.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
  private static final Ref A = new Ref(Pods.KIND, new Key("default", "a"));
  private static final Ref B = new Ref(Pods.KIND, new Key("default", "b"));

  private final VirtualClock clock = new VirtualClock(Instant.EPOCH);
  private final WorkQueue queue =
      new WorkQueue("test", new Environment(clock, new Random(1), Thread.ofVirtual().factory()));

  private static WorkQueue.Result failed() {
    return new WorkQueue.Result(List.of(), true, false, null, Memory.NONE);
  }

  private static WorkQueue.Result comeBackIn(Duration time) {
    return new WorkQueue.Result(List.of(), false, false, time, Memory.NONE);
  }

  @Test
  void holdsAnObjectOnce() throws InterruptedException {
    queue.add(A);
    queue.add(B);
    queue.add(A);

    assertThat(queue.depth()).isEqualTo(2);
    assertThat(queue.take().ref()).isEqualTo(A);
    assertThat(queue.take().ref()).isEqualTo(B);
  }

  @Test
  void bringsBackWhatWasAskedForDuringItsTurn() throws InterruptedException {
    queue.add(A);
    queue.take();
    queue.add(A);
    assertThat(queue.depth()).as("one flight at a time").isZero();

    queue.done(A, WorkQueue.Result.DONE);
    assertThat(queue.depth()).isEqualTo(1);
  }

  @Test
  void triesAgainLaterAndLater() throws InterruptedException {
    queue.add(A);
    var waited = 0;
    for (int i = 0; i < 8; i++) {
      queue.take();
      queue.done(A, failed());
      while (queue.depth() == 0) {
        clock.advance(Duration.ofMillis(1));
        waited++;
      }
    }
    assertThat(waited).as("5 + 10 + … + 640 ms and some jitter").isBetween(1_275, 1_410);
  }

  @Test
  void aSuccessResetsTheDelay() throws InterruptedException {
    queue.add(A);
    for (int i = 0; i < 6; i++) {
      queue.take();
      queue.done(A, failed());
      clock.advance(Duration.ofSeconds(1));
    }
    queue.take();
    queue.done(A, WorkQueue.Result.DONE);
    queue.add(A);
    queue.take();
    queue.done(A, failed());
    clock.advance(Duration.ofMillis(6));
    assertThat(queue.depth()).isEqualTo(1);
  }

  @Test
  void comesBackWhenThePlanSaid() throws InterruptedException {
    queue.add(A);
    queue.take();
    queue.done(A, comeBackIn(Duration.ofSeconds(10)));
    clock.advance(Duration.ofSeconds(9));
    assertThat(queue.depth()).isZero();
    clock.advance(Duration.ofSeconds(1));
    assertThat(queue.depth()).isEqualTo(1);
  }

  @Test
  void aChangeComesBeforeTheRecheck() throws InterruptedException {
    queue.add(A);
    queue.take();
    queue.done(A, comeBackIn(Duration.ofSeconds(10)));
    queue.add(A);
    queue.take();
    queue.done(A, WorkQueue.Result.DONE);
    clock.advance(Duration.ofSeconds(20));
    assertThat(queue.depth()).as("the new turn asked for no recheck").isZero();
  }

  @Test
  void remembersForTheNextTurn() throws InterruptedException {
    var memory = new Memory(Map.of(), null);
    queue.add(A);
    assertThat(queue.take().memory()).isEqualTo(Memory.NONE);
    queue.done(A, new WorkQueue.Result(List.of(), false, true, null, memory));
    assertThat(queue.take().memory()).isSameAs(memory);
  }

  @Test
  void slowsDownWhoComesAgainAndAgain() throws InterruptedException {
    queue.add(A);
    for (int i = 0; i < 10; i++) {
      queue.take();
      queue.done(A, new WorkQueue.Result(List.of(), false, true, null, Memory.NONE));
      assertThat(queue.depth()).isEqualTo(1);
    }
    queue.take();
    queue.done(A, new WorkQueue.Result(List.of(), false, true, null, Memory.NONE));
    assertThat(queue.depth()).isZero();
    clock.advance(Duration.ofSeconds(1));
    assertThat(queue.depth()).isEqualTo(1);
  }

  @Test
  void isQuietWhenOnlyRechecksAreLeft() throws InterruptedException {
    queue.add(A);
    assertThat(queue.isQuiet()).isFalse();
    queue.take();
    assertThat(queue.isQuiet()).isFalse();
    queue.done(A, comeBackIn(Duration.ofSeconds(10)));
    assertThat(queue.isQuiet()).isTrue();
  }
}
