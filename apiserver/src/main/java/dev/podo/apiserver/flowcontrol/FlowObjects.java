package dev.podo.apiserver.flowcontrol;

import dev.podo.client.Api;
import dev.podo.client.CallInterruptedException;
import dev.podo.client.ListOptions;
import dev.podo.client.WatchOptions;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Backoff;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Promise;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.flowcontrol.FlowSchemas;
import dev.podo.machinery.kinds.flowcontrol.PriorityLevelConfigurations;
import dev.podo.model.ApiObject;
import dev.podo.model.flowcontrol.v1.FlowSchema;
import dev.podo.model.flowcontrol.v1.FlowSchemaCondition;
import dev.podo.model.flowcontrol.v1.PriorityLevelConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Keeps [FlowControl] in step with the FlowSchemas and PriorityLevelConfigurations of the cluster:
/// makes those that it has from the beginning, takes over what they say, and notes at each schema
/// whether its level is there.
public final class FlowObjects {
  private static final System.Logger LOG = System.getLogger(FlowObjects.class.getName());
  private static final WriteOptions WRITES =
      WriteOptions.as("api-priority-and-fairness-config-consumer-v1");
  private static final Backoff RETRY =
      Backoff.exponential(Duration.ofMillis(100), Duration.ofSeconds(30));

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Api api;
  private final FlowControl control;
  private final Scope scope;
  private final InitialObjects initial;
  private final ReentrantLock lock = new ReentrantLock();

  public FlowObjects(Api api, FlowControl control, Scope scope) {
    this.api = api;
    this.control = control;
    this.scope = scope;
    this.initial = new InitialObjects(api);
  }

  /// Makes what is missing and takes it over.
  public void run() {
    try {
      refresh();
    } catch (InterruptedException e) {
      throw new CallInterruptedException(e);
    } catch (ApiException e) {
      // Until the store serves, the levels hold that every cluster has.
      LOG.log(System.Logger.Level.WARNING, "flowcontrol: {0}", e.getMessage());
    }
  }

  /// Follows changes while the scope lasts.
  public void keep() {
    scope.fork("flowschemas", () -> follow(FlowSchemas.KIND));
    scope.fork("prioritylevels", () -> follow(PriorityLevelConfigurations.KIND));
  }

  private <T extends ApiObject> void follow(Kind<T> kind) throws InterruptedException {
    var failures = 0;
    while (true) {
      try (var watch = api.watch(kind, WatchOptions.stateAndChanges())) {
        while (!watch.isEnded()) {
          var event = watch.next(Deadline.never());
          if (event != null && event.isReminder()) {
            continue;
          }
          var more = watch.poll();
          while (more != null) {
            more = watch.poll();
          }
          refresh();
          failures = 0;
        }
      } catch (ApiException e) {
        LOG.log(System.Logger.Level.WARNING, "{0}: {1}", kind, e.getMessage());
        var environment = scope.environment();
        environment.clock().sleep(RETRY.delay(++failures, environment.random()));
      }
    }
  }

  private void refresh() throws InterruptedException {
    lock.lock();
    try {
      all(initial.ensure(levels(), schemas()));
      var levels = levels();
      var schemas = schemas();
      control.configure(levels, schemas);
      var names = new TreeSet<String>();
      levels.forEach(it -> names.add(it.metadata().name()));
      var notes = new ArrayList<Runnable>();
      for (var schema : schemas) {
        var level = schema.spec().priorityLevelConfiguration().name();
        var condition = condition(level, names.contains(level));
        if (isNew(condition, FlowSchemas.dangling(schema))) {
          notes.add(() -> note(schema, condition));
        }
      }
      all(notes);
    } finally {
      lock.unlock();
    }
  }

  /// Writes at once, so that all of them share one commit: a cluster starts with some thirty.
  private void all(List<Runnable> writes) throws InterruptedException {
    var done = new ArrayList<Promise<Boolean>>();
    for (var write : writes) {
      done.add(
          scope.compute(
              "flowcontrol",
              () -> {
                write.run();
                return true;
              }));
    }
    var until = Deadline.after(scope.environment().clock(), PATIENCE);
    try {
      for (var one : done) {
        one.await(until);
      }
    } catch (TimeoutException e) {
      throw ApiErrors.timeout("the objects of flow control could not be written", 0);
    } catch (Promise.Failure e) {
      throw e.getCause() instanceof ApiException refused ? refused : e;
    }
  }

  private static boolean isNew(FlowSchemaCondition next, @Nullable FlowSchemaCondition now) {
    return now == null
        || !now.status().equals(next.status())
        || !now.message().equals(next.message());
  }

  private List<PriorityLevelConfiguration> levels() {
    return api.list(PriorityLevelConfigurations.KIND, ListOptions.all()).items();
  }

  private List<FlowSchema> schemas() {
    return api.list(FlowSchemas.KIND, ListOptions.all()).items();
  }

  private FlowSchemaCondition condition(String level, boolean isThere) {
    var about =
        "This FlowSchema references the PriorityLevelConfiguration object named \"" + level + "\"";
    return FlowSchemaCondition.builder()
        .type(FlowSchemas.DANGLING)
        .status(isThere ? "False" : "True")
        .reason(isThere ? "Found" : "NotFound")
        .message(about + (isThere ? " and it exists" : " but there is no such object"))
        .lastTransitionTime(scope.environment().clock().now())
        .build();
  }

  private void note(FlowSchema schema, FlowSchemaCondition next) {
    try {
      api.updateStatus(FlowSchemas.KIND, FlowSchemas.withCondition(schema, next), WRITES);
    } catch (ApiException e) {
      // Whatever came in between is about to be told, and looked at.
      if (!e.isConflict() && !e.isNotFound()) {
        throw e;
      }
    }
  }
}
