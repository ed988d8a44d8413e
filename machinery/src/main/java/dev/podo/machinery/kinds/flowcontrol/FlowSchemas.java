package dev.podo.machinery.kinds.flowcontrol;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.table.Cells;
import dev.podo.model.flowcontrol.v1.FlowSchema;
import dev.podo.model.flowcontrol.v1.FlowSchemaCondition;
import dev.podo.model.flowcontrol.v1.FlowSchemaList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which requests belong together, and to which priority level they go.
public final class FlowSchemas {
  static final String GROUP = "flowcontrol.apiserver.k8s.io";

  /// Stands for every verb, group, resource, namespace, path or name.
  public static final String ALL = "*";

  public static final String USER = "User";
  public static final String USERS = "Group";
  public static final String SERVICE_ACCOUNT = "ServiceAccount";

  public static final String BY_USER = "ByUser";
  public static final String BY_NAMESPACE = "ByNamespace";

  /// The condition which says that the priority level of a schema is missing.
  public static final String DANGLING = "Dangling";

  /// The order in which schemas are asked whether they match.
  public static final Comparator<FlowSchema> BY_PRECEDENCE =
      Comparator.<FlowSchema>comparingInt(it -> it.spec().matchingPrecedence())
          .thenComparing(it -> it.metadata().name());

  public static final Kind<FlowSchema> KIND =
      Kind.declare(new GroupVersionKind(GROUP, "v1", "FlowSchema"), FlowSchemas::details)
          .subresources(Subresource.STATUS)
          .build();

  private FlowSchemas() {}

  private static void details(KindBuilder<FlowSchema> kind) {
    kind.schema(FlowSchema.SCHEMA)
        .strategy(new FlowSchemaStrategy())
        .rowOrder(BY_PRECEDENCE)
        .columns(
            List.of(
                Column.named(),
                Column.text(
                    "PriorityLevel",
                    "Where its requests are worked on.",
                    it -> it.spec().priorityLevelConfiguration().name()),
                new Column<>(
                    "MatchingPrecedence",
                    "string",
                    "",
                    "Its place among all schemas: the first that matches counts.",
                    0,
                    (it, now) -> (long) it.spec().matchingPrecedence()),
                Column.text(
                    "DistinguisherMethod", "What tells its flows apart.", FlowSchemas::method),
                Cells.age(),
                Column.text(
                    "MissingPL",
                    "Whether its priority level is missing.",
                    it -> {
                      var dangling = dangling(it);
                      return dangling == null ? "?" : dangling.status();
                    })))
        .listedAs(
            FlowSchemaList.SCHEMA,
            (meta, items) -> FlowSchemaList.builder().metadata(meta).items(items).build());
  }

  private static String method(FlowSchema schema) {
    var method = schema.spec().distinguisherMethod();
    return method == null ? Cells.NONE : method.type();
  }

  /// Whether its priority level is missing, as far as that was noted.
  public static @Nullable FlowSchemaCondition dangling(FlowSchema schema) {
    for (var condition : schema.status().conditions()) {
      if (condition.type().equals(DANGLING)) {
        return condition;
      }
    }
    return null;
  }

  /// With this condition in place of the one of the same type, if there is one.
  public static FlowSchema withCondition(FlowSchema schema, FlowSchemaCondition next) {
    var conditions = new ArrayList<>(schema.status().conditions());
    conditions.removeIf(it -> it.type().equals(next.type()));
    conditions.add(next);
    return schema.withStatus(schema.status().with(b -> b.conditions(conditions)));
  }
}
