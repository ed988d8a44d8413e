package dev.podo.apiserver.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.request.Notes;
import dev.podo.apiserver.request.RequestInfo;
import dev.podo.apiserver.request.Watch;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.VirtualClock;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.flowcontrol.InitialFlowSchemas;
import dev.podo.model.flowcontrol.v1.PriorityLevelConfigurationReference;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FlowControlTest {
  private static final Clock CLOCK = Clock.system();
  private static final UserInfo ANNA = UserInfo.of("anna");

  private final List<String> records = new CopyOnWriteArrayList<>();
  private final List<Integer> seatsEstimated = new CopyOnWriteArrayList<>();
  private final FlowControl control = new FlowControl(1, 7, CLOCK, new Recorded());

  private final class Recorded implements FlowRecords {
    @Override
    public void dispatched(String schema, String level) {
      records.add("dispatched " + schema + " " + level);
    }

    @Override
    public void rejected(String schema, String level, Rejection why) {
      records.add("rejected " + schema + " " + level + " " + why.reason());
    }

    @Override
    public void waited(String schema, String level, boolean executes, Duration time) {
      records.add("waited " + schema + " " + level + " " + executes);
    }

    @Override
    public void estimated(String schema, String level, int seats) {
      seatsEstimated.add(seats);
    }

    @Override
    public void queued(String schema, String level, int length) {
      assertThat(length).isPositive();
    }

    @Override
    public void executed(String schema, String level, boolean readOnly, Duration time) {
      assertThat(time).isGreaterThanOrEqualTo(Duration.ZERO);
    }

    @Override
    public void watched(int watchers) {
      throw new IllegalStateException("nobody watches");
    }
  }

  private static Call call(UserInfo user, Duration time) {
    var target = new RequestInfo.Target("", "v1", "default", "pods", "a", "", "");
    return new Call(
        RequestInfo.of("get", target), user, Deadline.after(CLOCK, time), null, new Notes(), null);
  }

  private FlowControl.Ticket enter(Duration time) throws InterruptedException {
    return control.enter(call(ANNA, time), (call, max) -> WorkEstimate.ONE);
  }

  private int waiting() {
    return control.snapshot().flows().stream().mapToInt(it -> it.waiting()).sum();
  }

  private int executing() {
    return control.snapshot().flows().stream().mapToInt(it -> it.executing()).sum();
  }

  /// All seats that anna can have.
  private List<FlowControl.Ticket> fill() throws InterruptedException {
    var tickets = new ArrayList<FlowControl.Ticket>();
    var before = -1;
    while (executing() > before) {
      before = executing();
      try {
        tickets.add(enter(Duration.ofNanos(1)));
      } catch (ApiException full) {
        return tickets;
      }
    }
    return tickets;
  }

  @Test
  void turnsAwayWhoseTimeIsUp() throws InterruptedException {
    var tickets = fill();
    assertThat(tickets).isNotEmpty();
    records.clear();

    assertThatThrownBy(() -> enter(Duration.ofMillis(20)))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("Too many requests, please try again later.");

    assertThat(records)
        .containsExactly(
            "waited global-default global-default false",
            "rejected global-default global-default time-out");
    tickets.forEach(FlowControl.Ticket::close);
    assertThat(executing()).isZero();
    assertThat(waiting()).isZero();
  }

  @Test
  void letsInWhoWaitsWhenSeatIsFree() throws InterruptedException {
    var tickets = fill();
    var entered = new CompletableFuture<FlowControl.Ticket>();
    var thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                entered.complete(enter(Duration.ofHours(1)));
              } catch (InterruptedException | RuntimeException e) {
                entered.completeExceptionally(e);
              }
            });
    while (waiting() == 0) {
      CLOCK.sleep(Duration.ofMillis(1));
    }
    assertThat(entered).isNotDone();

    tickets.removeFirst().close();

    tickets.add(entered.join());
    thread.join();
    tickets.forEach(FlowControl.Ticket::close);
    assertThat(executing()).isZero();
  }

  @Test
  void forgetsWhoIsInterrupted() throws InterruptedException {
    var tickets = fill();
    var thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                enter(Duration.ofHours(1)).close();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    while (waiting() == 0) {
      CLOCK.sleep(Duration.ofMillis(1));
    }
    thread.interrupt();
    thread.join();
    assertThat(waiting()).isZero();
    assertThat(records).last().isEqualTo("rejected global-default global-default cancelled");
    tickets.forEach(FlowControl.Ticket::close);
    assertThat(executing()).isZero();
  }

  @Test
  void closingTwiceFreesOneSeat() throws InterruptedException {
    var one = enter(Duration.ofHours(1));
    var admin = UserInfo.of("admin", UserInfo.MASTERS);
    var other = control.enter(call(admin, Duration.ofHours(1)), (call, max) -> WorkEstimate.ONE);
    one.close();
    one.close();
    assertThat(executing()).isEqualTo(1);
    other.close();
  }

  /// Many threads at once: as many go as came.
  @Test
  void losesNoSeatToManyThreads() throws InterruptedException {
    var threads = new ArrayList<Thread>();
    for (var t = 0; t < 8; t++) {
      var user = UserInfo.of("user" + t);
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (var i = 0; i < 300; i++) {
                  try (var ticket =
                      control.enter(
                          call(user, Duration.ofHours(1)), (call, max) -> WorkEstimate.ONE)) {
                    assertThat(ticket).isNotNull();
                  } catch (InterruptedException e) {
                    return;
                  }
                }
              }));
    }
    for (var thread : threads) {
      thread.join();
    }
    assertThat(executing()).isZero();
    assertThat(waiting()).isZero();
    assertThat(records.stream().filter(it -> it.startsWith("dispatched"))).hasSize(2_400);
  }

  /// Somebody has deleted all that there is, and what nothing matches is said to go nowhere.
  @Test
  void theMandatoryObjectsHoldEvenWhileTheyAreMissing() throws InterruptedException {
    var lost =
        InitialFlowSchemas.MANDATORY.stream()
            .filter(it -> it.metadata().name().equals("catch-all"))
            .map(it ->
                it.withSpec(
                    it.spec()
                        .with(b ->
                            b.priorityLevelConfiguration(
                                PriorityLevelConfigurationReference.builder()
                                    .name("nowhere")
                                    .build()))))
            .toList();
    control.configure(List.of(), lost);
    var target = new RequestInfo.Target("", "v1", "default", "pods", "a", "", "");
    var call =
        new Call(RequestInfo.of("update", target), ANNA, Deadline.never(), null, new Notes(), null);
    control.enter(call, (c, max) -> new WorkEstimate(1, 0, Duration.ZERO)).close();
    assertThat(records).contains("dispatched catch-all catch-all");
  }

  @Test
  void keepsTheSeatsOfWhatFollowsFromAWrite() throws InterruptedException {
    var clock = new VirtualClock(Instant.EPOCH);
    var still = new FlowControl(600, 7, clock, new Recorded());
    var target = new RequestInfo.Target("", "v1", "default", "pods", "a", "", "");
    var call =
        new Call(RequestInfo.of("update", target), ANNA, Deadline.never(), null, new Notes(), null);
    var estimate = new WorkEstimate(1, 3, Duration.ofMillis(15));
    var ticket = still.enter(call, (c, max) -> estimate);
    assertThat(seats(still)).isEqualTo(3);
    ticket.close();
    clock.advance(Duration.ofMillis(14));
    assertThat(seats(still)).isEqualTo(3);
    clock.advance(Duration.ofMillis(1));
    assertThat(seats(still)).isZero();
    ticket.close();
    assertThat(seats(still)).isZero();
    assertThat(seatsEstimated).containsExactly(3);
  }

  private static int seats(FlowControl control) {
    return control.snapshot().flows().stream().mapToInt(it -> it.executingSeats()).sum();
  }

  /// A watch that tells two objects and then nothing.
  private static Watch twoThings(AtomicInteger closed) {
    var left = new AtomicInteger(2);
    return (Watch)
        Proxy.newProxyInstance(
            Watch.class.getClassLoader(),
            new Class<?>[] {Watch.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "poll" ->
                      left.getAndDecrement() > 0 ? new Watch.Change(Watch.Type.ADDED, null) : null;
                  case "close" -> {
                    closed.incrementAndGet();
                    yield null;
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @Test
  void watchKeepsItsSeatUntilItHasToldTheState() throws InterruptedException {
    var watchers = new Watchers();
    var info =
        RequestInfo.of("watch", new RequestInfo.Target("", "v1", "default", "pods", "", "", ""));
    var closed = new AtomicInteger();
    var watch = SeatedWatch.of(twoThings(closed), info, enter(Duration.ofHours(1)), watchers);
    watch.poll();
    watch.poll();
    assertThat(executing()).isEqualTo(1);
    watch.poll();
    assertThat(executing()).isZero();
    assertThat(watchers.of(info)).isEqualTo(1);
    watch.close();
    watch.close();
    assertThat(watchers.of(info)).isZero();
    assertThat(closed).hasValue(1);

    var early = SeatedWatch.of(twoThings(closed), info, enter(Duration.ofHours(1)), watchers);
    early.poll();
    early.close();
    assertThat(executing()).isZero();
  }

  @Test
  void countsThoseWhoAreToldOfAWrite() {
    var watchers = new Watchers();
    var ends = new ArrayList<Runnable>();
    ends.add(watchers.begin(pods("", "")));
    ends.add(watchers.begin(pods("default", "")));
    ends.add(watchers.begin(pods("default", "")));
    ends.add(watchers.begin(pods("default", "a")));
    ends.add(watchers.begin(pods("other", "")));
    assertThat(watchers.of(pods("default", "a"))).isEqualTo(4);
    assertThat(watchers.of(pods("default", "b"))).isEqualTo(3);
    assertThat(watchers.of(pods("other", "a"))).isEqualTo(2);
    assertThat(watchers.of(pods("none", "a"))).isEqualTo(1);
    ends.forEach(Runnable::run);
    assertThat(watchers.of(pods("default", "a"))).isZero();
  }

  private static RequestInfo pods(String namespace, String name) {
    var target = new RequestInfo.Target("", "v1", namespace, "pods", name, "", "");
    return RequestInfo.of("update", target);
  }
}
