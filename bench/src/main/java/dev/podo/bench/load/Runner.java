package dev.podo.bench.load;

import dev.podo.bench.report.Samples;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Carries out one run on one event loop. Where a pace is set, a request's time counts from when it
/// was due, so that a server that stands still is not spared what would have come meanwhile.
@SuppressWarnings("FutureReturnValueIgnored") // what fails on the event loop fails the run
final class Runner {
  private static final long TICK_MICROS = 500;

  private final LoadRun run;
  private final List<LoadConnection> connections;
  private final EventLoop loop;
  private final Requests requests;
  private final CompletableFuture<Result> result = new CompletableFuture<>();
  private final Samples samples = new Samples();
  private long began;
  private long sent;
  private int underWay;
  private int failed;
  private boolean over;

  Runner(LoadRun run, List<LoadConnection> connections, EventLoop loop) {
    this.run = run;
    this.connections = connections;
    this.loop = loop;
    this.requests = new Requests(run);
  }

  /// @param failed so many requests were not answered with success
  record Result(long tookNanos, Samples samples, int failed) {}

  CompletableFuture<Result> start() {
    loop.execute(() -> {
      began = System.nanoTime();
      if (run.perSecond() > 0) {
        tick();
      } else {
        for (int i = 0; i < run.clients() && !run.isExhausted(sent); i++) {
          send(System.nanoTime());
        }
        over = underWay == 0;
        endIfAllAnswered();
      }
    });
    return result;
  }

  private void tick() {
    long elapsed = System.nanoTime() - began;
    sendDue(run.due(elapsed));
    if (elapsed < run.time().toNanos()) {
      loop.schedule(this::tick, TICK_MICROS, TimeUnit.MICROSECONDS);
    } else if (sent >= run.due(elapsed)) {
      over = true;
      endIfAllAnswered();
    } else {
      loop.schedule(this::tick, TICK_MICROS, TimeUnit.MICROSECONDS);
    }
  }

  private void sendDue(long due) {
    while (sent < due && underWay < run.clients()) {
      send(began + run.dueAtNanos(sent));
    }
  }

  private void send(long since) {
    long number = sent++;
    underWay++;
    var connection = connections.get((int) (number % connections.size()));
    connection.send(requests.of(number), status -> answered(status, since));
  }

  private void answered(int status, long since) {
    long now = System.nanoTime();
    underWay--;
    samples.add(now - since);
    if (status < 200 || status > 299) {
      failed++;
    }
    if (run.perSecond() > 0) {
      endIfAllAnswered();
    } else if (now - began < run.time().toNanos() && failed == 0 && !run.isExhausted(sent)) {
      send(now);
    } else {
      over = true;
      endIfAllAnswered();
    }
  }

  private void endIfAllAnswered() {
    if (over && underWay == 0) {
      result.complete(new Result(System.nanoTime() - began, samples, failed));
    }
  }
}
