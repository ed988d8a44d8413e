package dev.podo.simulator.network;

import dev.podo.client.WatchEvent;
import dev.podo.client.WatchStream;
import dev.podo.foundation.Deadline;
import dev.podo.model.ApiObject;
import org.jspecify.annotations.Nullable;

/// A watch over a link: late, and ended when the link is cut.
final class SimulatedWatch<T extends ApiObject> implements WatchStream<T> {
  private final WatchStream<T> direct;
  private final Link link;

  SimulatedWatch(WatchStream<T> direct, Link link) {
    this.direct = direct;
    this.link = link;
    link.opened(this);
  }

  @Override
  public @Nullable WatchEvent<T> next(Deadline deadline) throws InterruptedException {
    var event = direct.next(deadline);
    if (event != null) {
      link.delay();
    }
    return event;
  }

  @Override
  public @Nullable WatchEvent<T> poll() {
    return direct.poll();
  }

  @Override
  public boolean isEnded() {
    return direct.isEnded();
  }

  @Override
  public void close() {
    link.closed(this);
    direct.close();
  }
}
