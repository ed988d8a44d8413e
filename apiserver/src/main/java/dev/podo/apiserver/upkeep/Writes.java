package dev.podo.apiserver.upkeep;

import dev.podo.client.CallInterruptedException;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Promise;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/// What a server writes of its own, side by side: writes that wait for the disk at the same time
/// share its next sync, where one after the other each would have its own.
public final class Writes {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Writes() {}

  /// Returns when all are done.
  ///
  /// @throws ApiException of one that failed
  public static void together(Scope scope, List<Runnable> writes) {
    var under = new ArrayList<Promise<Boolean>>();
    for (var write : writes) {
      under.add(
          scope.compute(
              "writes",
              () -> {
                write.run();
                return true;
              }));
    }
    var until = Deadline.after(scope.environment().clock(), PATIENCE);
    try {
      for (var each : under) {
        each.await(until);
      }
    } catch (InterruptedException e) {
      throw new CallInterruptedException(e);
    } catch (TimeoutException e) {
      throw ApiErrors.timeout("what every cluster has could not be written in time", 0);
    } catch (Promise.Failure e) {
      throw e.getCause() instanceof ApiException refused ? refused : e;
    }
  }
}
