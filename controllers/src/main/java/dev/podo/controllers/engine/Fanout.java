package dev.podo.controllers.engine;

import java.util.List;

/// Runs tasks side by side and waits for them all.
interface Fanout {
  /// A task that tells whether it has succeeded, and throws only what nobody expected.
  @FunctionalInterface
  interface Task {
    boolean run();
  }

  /// @param slowStart begin with one task, then double as long as all succeed
  /// @return whether all have succeeded; after a failure no further ones are begun
  boolean run(List<? extends Task> tasks, boolean slowStart) throws InterruptedException;
}
