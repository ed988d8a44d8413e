package dev.podo.simulator.network;

import dev.podo.client.CallInterruptedException;
import dev.podo.client.WatchStream;
import dev.podo.foundation.Environment;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.simulator.network.SimulatedNetwork.Quality;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// The way of one identity to the API server and back.
public final class Link {
  private final String user;
  private final Environment environment;
  private final Supplier<Quality> quality;
  private final Set<WatchStream<?>> watches = new LinkedHashSet<>();
  private boolean down;

  Link(String user, Environment environment, Supplier<Quality> quality) {
    this.user = user;
    this.environment = environment;
    this.quality = quality;
  }

  /// A link that is down lets no request through; its watches end.
  public void setDown(boolean value) {
    down = value;
    if (value) {
      cutWatches();
    }
  }

  public boolean isDown() {
    return down;
  }

  /// Ends the watches that are open, as when a proxy between restarts.
  public void cutWatches() {
    List.copyOf(new ArrayList<>(watches)).forEach(WatchStream::close);
  }

  <T> T request(Supplier<T> direct) {
    var fate = environment.random().nextInt(200);
    var losses = quality.get().lossPercent();
    delay();
    if (down || fate < losses) {
      throw noReply();
    }
    var reply = direct.get();
    delay();
    if (down || fate >= 200 - losses) {
      throw noReply();
    }
    return reply;
  }

  private ApiException noReply() {
    return ApiErrors.serviceUnavailable("the API server does not answer " + user);
  }

  void opened(WatchStream<?> watch) {
    watches.add(watch);
  }

  void closed(WatchStream<?> watch) {
    watches.remove(watch);
  }

  void delay() {
    var max = quality.get().delayMax().toNanos();
    if (max > 0) {
      try {
        environment.clock().sleep(Duration.ofNanos(environment.random().nextLong(max)));
      } catch (InterruptedException e) {
        throw new CallInterruptedException(e);
      }
    }
  }
}
