package dev.podo.apiserver.flowcontrol;

import dev.podo.apiserver.upkeep.Upkeep;
import dev.podo.apiserver.upkeep.Writes;
import dev.podo.client.Api;
import dev.podo.client.ListOptions;
import dev.podo.client.WatchOptions;
import dev.podo.client.WriteOptions;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.flowcontrol.FlowSchemas;
import dev.podo.machinery.kinds.flowcontrol.PriorityLevelConfigurations;
import dev.podo.model.flowcontrol.v1.FlowSchema;
import dev.podo.model.flowcontrol.v1.FlowSchemaCondition;
import dev.podo.model.flowcontrol.v1.PriorityLevelConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Keeps [FlowControl] in step with the FlowSchemas and PriorityLevelConfigurations of the cluster:
/// makes those that it has from the beginning, takes over what they say, and notes at each schema
/// whether its level is there.
public final class FlowObjects {
  private static final System.Logger LOG = System.getLogger(FlowObjects.class.getName());
  private static final WriteOptions WRITES =
      WriteOptions.as("api-priority-and-fairness-config-consumer-v1");

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
    } catch (ApiException e) {
      // Until the store serves, the levels hold that every cluster has.
      LOG.log(System.Logger.Level.WARNING, "flowcontrol: {0}", e.getMessage());
    }
  }

  /// Follows changes while the scope lasts.
  public void keep(Upkeep upkeep) {
    var all = WatchOptions.stateAndChanges();
    upkeep.keep("flowschemas", FlowSchemas.KIND, all, this::refresh);
    upkeep.keep("prioritylevels", PriorityLevelConfigurations.KIND, all, this::refresh);
  }

  private void refresh() {
    lock.lock();
    try {
      Writes.together(scope, initial.ensure(levels(), schemas()));
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
      Writes.together(scope, notes);
    } finally {
      lock.unlock();
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
