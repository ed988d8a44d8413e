package dev.podo.apiserver.flowcontrol;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Requests of some flows at some levels, which come, wait, end and go away, as a seed decides.
final class Load {
  static final int SEATS = 40;

  final PriorityLevels levels = new PriorityLevels(SEATS);
  final List<Work> waiting = new ArrayList<>();
  final List<Work> executing = new ArrayList<>();
  final List<String> log = new ArrayList<>();
  private final SplittableRandom random;
  private final List<Flow> flows = new ArrayList<>();
  private final boolean wide;
  long now;

  Load(long seed, boolean wide) {
    this.random = new SplittableRandom(seed);
    this.wide = wide;
    configure();
  }

  static LevelConfig queued(String name, int shares, int lendable, Integer borrowing) {
    return new LevelConfig(
        name, name, false, shares, lendable, borrowing, new LevelConfig.Queuing(16, 3, 6));
  }

  void configure() {
    var configs = new ArrayList<LevelConfig>();
    configs.add(new LevelConfig("exempt", "", true, random.nextInt(3), 50, null, null));
    configs.add(new LevelConfig("reject", "", false, random.nextInt(5), 0, 50, null));
    for (var name : List.of("a", "b", "c")) {
      if (!name.equals("c") || random.nextBoolean()) {
        var borrowing = random.nextBoolean() ? null : (Integer) random.nextInt(120);
        configs.add(queued(name, random.nextInt(1, 30), random.nextInt(101), borrowing));
      }
    }
    settle(levels.configure(configs, now));
    flows.clear();
    for (var level : levels.all()) {
      flows.add(new Flow(level.name() + "-1", "", level));
      flows.add(new Flow(level.name() + "-2", "", level));
    }
  }

  private void settle(List<Work> works) {
    for (var work : works) {
      waiting.remove(work);
      if (work.state == Work.State.EXECUTING) {
        executing.add(work);
      }
      log.add(now + " " + work.flow.schema() + " " + work.distinguisher + " " + work.state);
    }
  }

  void step() {
    now += random.nextInt(1, 2_000_000);
    switch (random.nextInt(20)) {
      case 0 -> giveUp();
      case 1, 2, 3, 4, 5, 6, 7, 8 -> finish();
      default -> arrive();
    }
  }

  private void arrive() {
    var flow = flows.get(random.nextInt(flows.size()));
    var user = random.nextInt(5);
    var width = wide ? random.nextInt(1, 11) : 1;
    var hash = new SplittableRandom(user * 1_000L + flow.schema().hashCode()).nextLong();
    var work = new Work(flow, "user" + user, hash, WorkEstimate.of(width), now);
    levels.arrive(work, now);
    if (work.state == Work.State.WAITING) {
      waiting.add(work);
    }
    if (work.state == Work.State.EXECUTING) {
      executing.add(work);
    }
    log.add(now + " " + work.flow.schema() + " " + work.distinguisher + " " + work.state);
  }

  private void finish() {
    if (!executing.isEmpty()) {
      settle(levels.finish(executing.remove(random.nextInt(executing.size())), now));
    }
  }

  private void giveUp() {
    if (!waiting.isEmpty()) {
      var started = new ArrayList<Work>();
      levels.giveUp(
          waiting.remove(random.nextInt(waiting.size())), Rejection.TIME_OUT, now, started);
      settle(started);
    }
  }

  void end() {
    while (!executing.isEmpty()) {
      finish();
    }
  }
}
