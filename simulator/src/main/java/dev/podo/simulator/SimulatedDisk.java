package dev.podo.simulator;

import dev.podo.foundation.Environment;
import dev.podo.store.JournalException;
import dev.podo.store.memory.Faults;
import java.time.Duration;

/// The disk of one life of the control plane: slow when it syncs, and gone once the power is.
final class SimulatedDisk implements Faults {
  private final Environment environment;
  private Duration syncMax = Duration.ofMillis(2);
  private boolean dead;

  SimulatedDisk(Environment environment) {
    this.environment = environment;
  }

  void setSyncMax(Duration value) {
    syncMax = value;
  }

  void losePower() {
    dead = true;
  }

  @Override
  public void beforeWrite(long bytes) {
    if (dead) {
      throw new JournalException("the disk has no power");
    }
  }

  @Override
  public void beforeSync() throws InterruptedException {
    var most = syncMax.toNanos();
    environment.clock().sleep(Duration.ofNanos(environment.random().nextLong(most) + 1));
    // What is not synced when the power goes is for chance to decide: see MemoryDisk#crash.
    while (dead) {
      environment.clock().sleep(Duration.ofDays(1));
    }
  }
}
