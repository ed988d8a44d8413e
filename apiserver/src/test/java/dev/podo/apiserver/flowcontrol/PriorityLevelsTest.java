package dev.podo.apiserver.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PriorityLevelsTest {
  private static final int SEEDS = 150;
  private static final int STEPS = 400;

  @Test
  void seatsAreNeitherLeakedNorGivenTwice() {
    for (var seed = 0L; seed < SEEDS; seed++) {
      var load = new Load(seed, true);
      for (var step = 0; step < STEPS; step++) {
        load.step();
        check(load, "seed " + seed + " step " + step);
        if (step % 97 == 96) {
          load.configure();
        }
      }
      load.end();
      for (var level : load.levels.all()) {
        var what = "%s of seed %d".formatted(level.name(), seed);
        assertThat(level.executingSeats).as(what).isZero();
        assertThat(level.executing).as(what).isZero();
        // Who waits at a level without seats waits in vain; nobody else waits.
        assertThat(level.waiting == 0 || level.nominal() == 0).as(what).isTrue();
        assertThat(level.waitingSeats == 0 || level.waiting > 0).as(what).isTrue();
      }
    }
  }

  private static void check(Load load, String what) {
    for (var level : load.levels.all()) {
      assertThat(level.executingSeats)
          .as(what)
          .isEqualTo(seats(load.executing, level))
          .isNotNegative();
      assertThat(level.waitingSeats).as(what).isEqualTo(seats(load.waiting, level));
      assertThat(level.waiting)
          .as(what)
          .isEqualTo((int) load.waiting.stream().filter(it -> it.level.equals(level)).count());
    }
  }

  private static int seats(List<Work> works, Level level) {
    return works.stream().filter(it -> it.level.equals(level)).mapToInt(it -> it.width).sum();
  }

  @Test
  void nobodyTakesMoreThanHisOwnAndWhatIsLent() {
    for (var seed = 0L; seed < SEEDS; seed++) {
      var load = new Load(seed, true);
      for (var step = 0; step < STEPS; step++) {
        load.step();
        var pooled = 0;
        var pool = 0;
        for (var level : load.levels.all()) {
          if (!level.config().exempt()) {
            assertThat(level.executingSeats).as("seed %d", seed).isLessThanOrEqualTo(level.max());
            pooled += level.pooled(level.executingSeats);
          }
          pool += level.lendable();
        }
        assertThat(pooled).as("seed %d step %d", seed, step).isLessThanOrEqualTo(pool);
      }
    }
  }

  @Test
  void noSeatIsEmptyWhileSomebodyWaitsWhoMayHaveIt() {
    for (var seed = 0L; seed < SEEDS; seed++) {
      var load = new Load(seed, false);
      for (var step = 0; step < STEPS; step++) {
        load.step();
        var unused = 0;
        for (var level : load.levels.all()) {
          unused += level.lendable() - level.pooled(level.executingSeats);
        }
        for (var level : load.levels.all()) {
          if (level.waiting > 0) {
            var mayMore = level.executingSeats < level.max();
            var hasOwn = level.executingSeats < level.min();
            assertThat(mayMore && (hasOwn || unused > 0))
                .as("%s of seed %d step %d", level.name(), seed, step)
                .isFalse();
          }
        }
      }
    }
  }

  @Test
  void sameSeedGivesSameOrder() {
    for (var seed = 0L; seed < 10; seed++) {
      var one = new Load(seed, true);
      var other = new Load(seed, true);
      for (var step = 0; step < STEPS; step++) {
        one.step();
        other.step();
      }
      assertThat(one.log).isEqualTo(other.log).isNotEmpty();
    }
  }

  private static LevelConfig queued(String name, int shares, int lendable) {
    return new LevelConfig(
        name, "", false, shares, lendable, null, new LevelConfig.Queuing(64, 6, 500));
  }

  private static Work work(Flow flow, String user, int width) {
    var hash = new SplittableRandom(user.hashCode()).nextLong();
    return new Work(flow, user, hash, WorkEstimate.of(width), 0);
  }

  /// One user has hundreds of slow requests, another now and then a quick one: it is next, or the
  /// one after.
  @Test
  void floodOfOneUserDelaysNoOther() {
    for (var seed = 0; seed < 50; seed++) {
      var levels = new PriorityLevels(10);
      levels.configure(List.of(queued("a", 1, 0)), 0);
      var flow = new Flow("all", "", levels.all().getFirst());
      var executing = new ArrayList<Work>();
      var now = 0L;
      for (var i = 0; i < 600; i++) {
        var flood = work(flow, "flood" + seed, 1);
        levels.arrive(flood, now);
        if (flood.state == Work.State.EXECUTING) {
          executing.add(flood);
        }
      }
      for (var round = 0; round < 50; round++) {
        var other = work(flow, "other" + seed, 1);
        levels.arrive(other, now);
        var passed = 0;
        while (other.state == Work.State.WAITING) {
          now += 1_000_000_000;
          executing.addAll(levels.finish(executing.removeFirst(), now));
          passed++;
        }
        assertThat(passed).as("seed %d round %d", seed, round).isBetween(1, 7);
        now += 1_000_000;
        executing.remove(other);
        executing.addAll(levels.finish(other, now));
      }
    }
  }

  @Test
  void busyFlowsGetEqualShares() {
    var levels = new PriorityLevels(8);
    levels.configure(
        List.of(
            new LevelConfig("a", "", false, 1, 0, null, new LevelConfig.Queuing(64, 1, 10_000))),
        0);
    var flow = new Flow("all", "", levels.all().getFirst());
    var executing = new ArrayList<Work>();
    // Of these every user has his own queue.
    var users = List.of("a", "b", "c", "d");
    for (var i = 0; i < 800; i++) {
      for (var user = 0; user < users.size(); user++) {
        // The first asks for wide ones: he gets fewer.
        var work = new Work(flow, users.get(user), user, WorkEstimate.of(user == 0 ? 2 : 1), 0);
        levels.arrive(work, 0);
        if (work.state == Work.State.EXECUTING) {
          executing.add(work);
        }
      }
    }
    var served = new int[users.size()];
    for (var now = 1_000_000L; now < 1_000_000_000L; now += 1_000_000) {
      var done = executing.removeFirst();
      served[users.indexOf(done.distinguisher)] += done.width;
      executing.addAll(levels.finish(done, now));
    }
    assertThat(Arrays.stream(served)).allMatch(it -> it > 200 && it < 400);
  }

  @Test
  void lentSeatsComeBackFirst() {
    var levels = new PriorityLevels(20);
    levels.configure(List.of(queued("lender", 1, 50), queued("borrower", 1, 0)), 0);
    var lender = new Flow("l", "", levels.level("lender"));
    var borrower = new Flow("b", "", levels.level("borrower"));
    var borrowed = new ArrayList<Work>();
    for (var i = 0; i < 30; i++) {
      var work = work(borrower, "b" + i, 1);
      levels.arrive(work, 0);
      if (work.state == Work.State.EXECUTING) {
        borrowed.add(work);
      }
    }
    assertThat(borrowed).hasSize(15);
    var own = new ArrayList<Work>();
    for (var i = 0; i < 10; i++) {
      var work = work(lender, "l" + i, 1);
      levels.arrive(work, 1);
      own.add(work);
    }
    assertThat(own).filteredOn(it -> it.state == Work.State.EXECUTING).hasSize(5);
    for (var i = 0; i < 5; i++) {
      assertThat(levels.finish(borrowed.removeFirst(), 2)).allMatch(it -> it.flow.equals(lender));
    }
    assertThat(own).allMatch(it -> it.state == Work.State.EXECUTING);
    assertThat(levels.finish(borrowed.removeFirst(), 3)).allMatch(it -> it.flow.equals(borrower));
  }

  @Test
  void borrowsNoMoreThanItMay() {
    var levels = new PriorityLevels(20);
    var strict = new LevelConfig("b", "", false, 1, 0, 20, new LevelConfig.Queuing(64, 6, 500));
    levels.configure(List.of(queued("a", 1, 100), strict), 0);
    var flow = new Flow("b", "", levels.level("b"));
    for (var i = 0; i < 30; i++) {
      levels.arrive(work(flow, "u" + i, 1), 0);
    }
    assertThat(levels.level("b").executingSeats).isEqualTo(12);
  }

  @Test
  void turnsAwayWhatHasNoSeatWhereNothingQueues() {
    var levels = new PriorityLevels(2);
    levels.configure(List.of(new LevelConfig("r", "", false, 1, 0, null, null)), 0);
    var flow = new Flow("r", "", levels.level("r"));
    var works = List.of(work(flow, "a", 1), work(flow, "a", 1), work(flow, "a", 1));
    works.forEach(it -> levels.arrive(it, 0));
    assertThat(works.get(1).state).isEqualTo(Work.State.EXECUTING);
    assertThat(works.get(2).state).isEqualTo(Work.State.REJECTED);
    assertThat(works.get(2).rejection).isEqualTo(Rejection.CONCURRENCY_LIMIT);
  }

  @Test
  void turnsAwayWhatAFullQueueDoesNotTake() {
    var levels = new PriorityLevels(1);
    levels.configure(
        List.of(new LevelConfig("q", "", false, 1, 0, null, new LevelConfig.Queuing(1, 1, 2))), 0);
    var flow = new Flow("q", "", levels.level("q"));
    var states = new ArrayList<Work.State>();
    for (var i = 0; i < 4; i++) {
      var work = work(flow, "a", 1);
      levels.arrive(work, 0);
      states.add(work.state);
    }
    assertThat(states)
        .containsExactly(
            Work.State.EXECUTING, Work.State.WAITING, Work.State.WAITING, Work.State.REJECTED);
  }

  @Test
  void exemptRequestsNeverWait() {
    var levels = new PriorityLevels(1);
    levels.configure(List.of(new LevelConfig("exempt", "", true, 0, 0, null, null)), 0);
    var flow = new Flow("exempt", "", levels.level("exempt"));
    for (var i = 0; i < 100; i++) {
      var work = work(flow, "a", 1);
      levels.arrive(work, 0);
      assertThat(work.state).isEqualTo(Work.State.EXECUTING);
    }
  }

  @Test
  void moreSeatsLetThoseInWhoWait() {
    var levels = new PriorityLevels(10);
    levels.configure(List.of(queued("a", 1, 0), queued("b", 9, 0)), 0);
    var flow = new Flow("a", "", levels.level("a"));
    var first = work(flow, "x", 1);
    var second = work(flow, "y", 1);
    levels.arrive(first, 0);
    levels.arrive(second, 0);
    assertThat(second.state).isEqualTo(Work.State.WAITING);

    var settled = levels.configure(List.of(queued("a", 1, 0), queued("b", 1, 0)), 1);

    assertThat(settled).containsExactly(second);
    assertThat(second.state).isEqualTo(Work.State.EXECUTING);
  }

  @Test
  void whoWaitsAtALevelThatGoesIsTurnedAway() {
    var levels = new PriorityLevels(1);
    levels.configure(List.of(queued("a", 1, 0)), 0);
    var flow = new Flow("a", "", levels.level("a"));
    var first = work(flow, "x", 1);
    var second = work(flow, "y", 1);
    levels.arrive(first, 0);
    levels.arrive(second, 0);

    assertThat(levels.configure(List.of(queued("b", 1, 0)), 1)).containsExactly(second);

    assertThat(second.rejection).isEqualTo(Rejection.CANCELLED);
    assertThat(levels.finish(first, 2)).isEmpty();
  }

  @Test
  void followsOfAWriteTakeTheirSeatsAndNoMore() {
    var levels = new PriorityLevels(40);
    levels.configure(List.of(queued("a", 1, 0)), 0);
    var level = levels.all().getFirst();
    var flow = new Flow("all", "", level);
    var write = new Work(flow, "anna", 1, new WorkEstimate(1, 4, Duration.ofMillis(5)), 0);
    var list = new Work(flow, "anna", 1, new WorkEstimate(5, 2, Duration.ofMillis(5)), 0);
    levels.arrive(write, 0);
    levels.arrive(list, 0);
    assertThat(level.executingSeats).isEqualTo(9);
    assertThat(levels.currentLimit(level)).isEqualTo(40);
    levels.answered(write, 10);
    levels.answered(list, 10);
    assertThat(level.executingSeats).isEqualTo(6);
    levels.finish(write, 20);
    assertThat(level.executingSeats).isEqualTo(2);
    levels.finish(list, 20);
    assertThat(level.executingSeats).isZero();
    assertThat(level.executing).isZero();
    assertThat(level.queues()).allMatch(queue -> queue == null || queue.isIdle());
    assertThat(level.working).isEmpty();
  }

  @Test
  void whatALevelCouldHaveGrowsWithWhatOthersDoNotUse() {
    var levels = new PriorityLevels(40);
    levels.configure(List.of(queued("a", 1, 50), queued("b", 1, 50)), 0);
    var a = levels.all().getFirst();
    var b = levels.all().getLast();
    assertThat(levels.currentLimit(a)).isEqualTo(30);
    for (var i = 0; i < 15; i++) {
      levels.arrive(work(new Flow("all", "", b), "bert", 1), 0);
    }
    assertThat(levels.currentLimit(a)).isEqualTo(25);
    assertThat(levels.currentLimit(b)).isEqualTo(30);
  }
}
