package dev.podo.foundation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WaitsTest {
  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-01T00:00:00Z"));

  @Test
  void sleepReturnsWhenItsTimeHasCome() throws Exception {
    var woke = new AtomicBoolean();
    var sleeper =
        Thread.ofVirtual()
            .start(() -> {
              try {
                clock.sleep(Duration.ofSeconds(5));
                woke.set(true);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    awaitTimer();
    clock.advance(Duration.ofSeconds(4));
    assertThat(woke).isFalse();
    clock.advance(Duration.ofSeconds(1));
    sleeper.join();
    assertThat(woke).isTrue();
  }

  @Test
  void mailboxKeepsOrderAndRefusesWhenFull() throws Exception {
    var mailbox = new Mailbox<Integer>(clock, 2);
    assertThat(mailbox.offer(1)).isTrue();
    assertThat(mailbox.offer(2)).isTrue();
    assertThat(mailbox.offer(3)).isFalse();
    assertThat(mailbox.take(Deadline.never())).isEqualTo(1);
    assertThat(mailbox.drain(9)).containsExactly(2);
    assertThat(mailbox.poll()).isNull();
  }

  @Test
  void mailboxTakeGivesUpAtItsDeadline() throws Exception {
    var mailbox = new Mailbox<Integer>(clock, 1);
    var taken = new ArrayList<Object>();
    var taker =
        Thread.ofVirtual()
            .start(() -> {
              try {
                var item = mailbox.take(Deadline.after(clock, Duration.ofSeconds(1)));
                taken.add(item == null ? "nothing" : item);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    awaitTimer();
    clock.advance(Duration.ofSeconds(1));
    taker.join();
    assertThat(taken).containsExactly("nothing");
  }

  @Test
  void mailboxLosesNothingBetweenManySendersAndTakers() throws Exception {
    var mailbox = new Mailbox<Integer>(Clock.system(), 3);
    var sum = new AtomicInteger();
    var threads = new ArrayList<Thread>();
    for (int t = 0; t < 8; t++) {
      threads.add(Thread.ofVirtual().unstarted(() -> sendHundred(mailbox)));
      threads.add(Thread.ofVirtual().unstarted(() -> takeHundred(mailbox, sum)));
    }
    threads.forEach(Thread::start);
    for (var thread : threads) {
      thread.join();
    }
    assertThat(sum).hasValue(8 * 5050);
    assertThat(mailbox.size()).isZero();
  }

  private static void sendHundred(Mailbox<Integer> mailbox) {
    try {
      for (int i = 1; i <= 100; i++) {
        mailbox.put(i, Deadline.never());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void takeHundred(Mailbox<Integer> mailbox, AtomicInteger sum) {
    try {
      for (int i = 0; i < 100; i++) {
        sum.addAndGet(mailbox.take(Deadline.never()));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void promiseKeepsItsFirstOutcome() throws Exception {
    var promise = new Promise<String>(clock);
    var heard = new ArrayList<String>();
    promise.whenDone(() -> heard.add("done"));
    assertThat(promise.complete("a")).isTrue();
    assertThat(promise.fail(new IllegalStateException())).isFalse();
    assertThat(promise.await(Deadline.never())).isEqualTo("a");
    assertThat(heard).containsExactly("done");
  }

  @Test
  void promiseTellsItsFailureAndItsDeadline() {
    var failed = new Promise<String>(clock);
    failed.fail(new IllegalStateException("broken"));
    assertThatThrownBy(() -> failed.await(Deadline.never()))
        .isInstanceOf(Promise.Failure.class)
        .hasRootCauseMessage("broken");
    var late = new Promise<String>(clock);
    assertThatThrownBy(() -> late.await(Deadline.after(clock, Duration.ZERO)))
        .isInstanceOf(TimeoutException.class);
  }

  @Test
  void signalWakesWhoeverWaitsForACondition() throws Exception {
    var signal = new Signal(clock);
    var ready = new AtomicBoolean();
    var seen = new AtomicBoolean();
    var waiter =
        Thread.ofVirtual()
            .start(() -> {
              try {
                seen.set(signal.awaitUntil(ready::get, Deadline.never()));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    ready.set(true);
    signal.raise();
    waiter.join();
    assertThat(seen).isTrue();
  }

  @Test
  void timersFireInOrderOfTimeThenOfSetting() {
    var fired = new ArrayList<String>();
    clock.schedule(20, () -> fired.add("late"));
    clock.schedule(10, () -> fired.add("first"));
    clock.schedule(10, () -> fired.add("second"));
    clock.schedule(15, () -> fired.add("cancelled")).cancel();
    clock.advance(Duration.ofNanos(30));
    assertThat(fired).isEqualTo(List.of("first", "second", "late"));
    assertThat(clock.nanos()).isEqualTo(30);
  }

  private void awaitTimer() {
    while (clock.nextTimer().isEmpty()) {
      Thread.onSpinWait();
    }
  }
}
