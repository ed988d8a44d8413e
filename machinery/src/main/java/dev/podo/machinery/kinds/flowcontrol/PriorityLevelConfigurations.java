package dev.podo.machinery.kinds.flowcontrol;

import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kind.KindBuilder;
import dev.podo.machinery.kind.Subresource;
import dev.podo.machinery.table.Cells;
import dev.podo.model.flowcontrol.v1.LimitedPriorityLevelConfiguration;
import dev.podo.model.flowcontrol.v1.PriorityLevelConfiguration;
import dev.podo.model.flowcontrol.v1.PriorityLevelConfigurationList;
import dev.podo.model.flowcontrol.v1.QueuingConfiguration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How much of the server the requests of one priority may take, and what becomes of those beyond.
public final class PriorityLevelConfigurations {
  /// The name of the level whose requests never wait, and of the schema that leads the masters
  /// there.
  public static final String EXEMPT = "exempt";

  /// The name of the level, and of the schema, for whatever nobody else wants.
  public static final String CATCH_ALL = "catch-all";

  public static final String TYPE_EXEMPT = "Exempt";
  public static final String TYPE_LIMITED = "Limited";
  public static final String QUEUE = "Queue";
  public static final String REJECT = "Reject";

  public static final Kind<PriorityLevelConfiguration> KIND =
      Kind.declare(
              new GroupVersionKind(FlowSchemas.GROUP, "v1", "PriorityLevelConfiguration"),
              PriorityLevelConfigurations::details)
          .subresources(Subresource.STATUS)
          .build();

  private PriorityLevelConfigurations() {}

  private static void details(KindBuilder<PriorityLevelConfiguration> kind) {
    kind.schema(PriorityLevelConfiguration.SCHEMA)
        .strategy(new PriorityLevelConfigurationStrategy())
        .columns(
            List.of(
                Column.named(),
                Column.text("Type", "Whether the level is limited.", it -> it.spec().type()),
                number(
                    "NominalConcurrencyShares",
                    "How much of the server the level has for itself.",
                    LimitedPriorityLevelConfiguration::nominalConcurrencyShares),
                number(
                    "Queues", "How many queues there are.", queuing(QueuingConfiguration::queues)),
                number(
                    "HandSize",
                    "Among how many queues a flow may choose.",
                    queuing(QueuingConfiguration::handSize)),
                number(
                    "QueueLengthLimit",
                    "How many requests one queue may hold.",
                    queuing(QueuingConfiguration::queueLengthLimit)),
                Cells.age()))
        .listedAs(
            PriorityLevelConfigurationList.SCHEMA,
            (meta, items) ->
                PriorityLevelConfigurationList.builder().metadata(meta).items(items).build());
  }

  private static Column<PriorityLevelConfiguration> number(
      String name,
      String description,
      Function<LimitedPriorityLevelConfiguration, @Nullable Integer> of) {
    return new Column<>(
        name,
        "string",
        "",
        description,
        0,
        (it, now) -> {
          var limited = it.spec().limited();
          var number = limited == null ? null : of.apply(limited);
          return number == null ? Cells.NONE : (Object) number.longValue();
        });
  }

  private static Function<LimitedPriorityLevelConfiguration, @Nullable Integer> queuing(
      Function<QueuingConfiguration, Integer> of) {
    return limited -> {
      var queuing = limited.limitResponse().queuing();
      return queuing == null ? null : of.apply(queuing);
    };
  }
}
