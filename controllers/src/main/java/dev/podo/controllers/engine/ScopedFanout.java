package dev.podo.controllers.engine;

import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.foundation.Signal;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs tasks side by side on threads of a scope.
final class ScopedFanout implements Fanout {
  private static final int WIDTH = 64;

  private final Scope scope;

  ScopedFanout(Scope scope) {
    this.scope = scope;
  }

  @Override
  public boolean run(List<? extends Task> tasks, boolean slowStart) throws InterruptedException {
    var from = 0;
    var width = slowStart ? 1 : WIDTH;
    while (from < tasks.size()) {
      var to = Math.min(tasks.size(), from + width);
      if (!together(tasks.subList(from, to))) {
        return false;
      }
      from = to;
      width = Math.min(WIDTH, width * 2);
    }
    return true;
  }

  private boolean together(List<? extends Task> tasks) throws InterruptedException {
    if (tasks.size() == 1) {
      return tasks.get(0).run();
    }
    var running = new AtomicInteger(tasks.size());
    var succeeded = new AtomicInteger();
    var ended = new Signal(scope.environment().clock());
    for (var task : tasks) {
      scope.fork(
          "write",
          () -> {
            try {
              succeeded.addAndGet(task.run() ? 1 : 0);
            } finally {
              running.decrementAndGet();
              ended.raise();
            }
          });
    }
    ended.awaitUntil(() -> running.get() == 0, Deadline.never());
    return succeeded.get() == tasks.size();
  }
}
