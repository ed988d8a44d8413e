package dev.podo.machinery.kinds.flowcontrol;

import dev.podo.model.flowcontrol.v1.ExemptPriorityLevelConfiguration;
import dev.podo.model.flowcontrol.v1.LimitResponse;
import dev.podo.model.flowcontrol.v1.LimitedPriorityLevelConfiguration;
import dev.podo.model.flowcontrol.v1.PriorityLevelConfiguration;
import dev.podo.model.flowcontrol.v1.PriorityLevelConfigurationSpec;
import dev.podo.model.flowcontrol.v1.QueuingConfiguration;
import dev.podo.model.meta.v1.ObjectMeta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The priority levels that a cluster has from the beginning, as upstream's (KEP-1040). Without
/// those that are mandatory no server works; of the others each cluster may think otherwise.
public final class InitialPriorityLevels {
  private static final int HAND_SIZE = 6;
  private static final int QUEUE_LENGTH = 50;

  public static final List<PriorityLevelConfiguration> MANDATORY = List.of(exempt(), catchAll());

  public static final List<PriorityLevelConfiguration> SUGGESTED =
      List.of(
          // What keeps nodes and their pods going.
          queued("system", 30, 33, queuing(64, HAND_SIZE)),
          // That nodes are alive must get through whatever else they say.
          queued("node-high", 40, 25, queuing(64, HAND_SIZE)),
          // Without a leader no controller acts.
          queued("leader-election", 10, 0, queuing(16, 4)),
          // Controllers and the scheduler.
          queued("workload-high", 40, 50, queuing(128, HAND_SIZE)),
          // What runs in pods.
          queued("workload-low", 100, 90, queuing(128, HAND_SIZE)),
          // People, and everybody else.
          queued("global-default", 20, 50, queuing(128, HAND_SIZE)));

  private InitialPriorityLevels() {}

  /// The mandatory level of this name; null if there is none.
  public static @Nullable PriorityLevelConfiguration mandatory(String name) {
    for (var level : MANDATORY) {
      if (level.metadata().name().equals(name)) {
        return level;
      }
    }
    return null;
  }

  private static PriorityLevelConfiguration exempt() {
    var exempt =
        ExemptPriorityLevelConfiguration.builder()
            .nominalConcurrencyShares(0)
            .lendablePercent(0)
            .build();
    return level(
        PriorityLevelConfigurations.EXEMPT,
        PriorityLevelConfigurationSpec.builder()
            .type(PriorityLevelConfigurations.TYPE_EXEMPT)
            .exempt(exempt)
            .build());
  }

  private static PriorityLevelConfiguration catchAll() {
    var reject = LimitResponse.builder().type(PriorityLevelConfigurations.REJECT).build();
    return limited(PriorityLevelConfigurations.CATCH_ALL, 5, 0, reject);
  }

  private static QueuingConfiguration queuing(int queues, int handSize) {
    return QueuingConfiguration.builder()
        .queues(queues)
        .handSize(handSize)
        .queueLengthLimit(QUEUE_LENGTH)
        .build();
  }

  private static PriorityLevelConfiguration queued(
      String name, int shares, int lendablePercent, QueuingConfiguration queuing) {
    var response =
        LimitResponse.builder().type(PriorityLevelConfigurations.QUEUE).queuing(queuing).build();
    return limited(name, shares, lendablePercent, response);
  }

  private static PriorityLevelConfiguration limited(
      String name, int shares, int lendablePercent, LimitResponse response) {
    var limited =
        LimitedPriorityLevelConfiguration.builder()
            .nominalConcurrencyShares(shares)
            .lendablePercent(lendablePercent)
            .limitResponse(response)
            .build();
    return level(
        name,
        PriorityLevelConfigurationSpec.builder()
            .type(PriorityLevelConfigurations.TYPE_LIMITED)
            .limited(limited)
            .build());
  }

  private static PriorityLevelConfiguration level(
      String name, PriorityLevelConfigurationSpec spec) {
    return PriorityLevelConfiguration.builder()
        .metadata(ObjectMeta.builder().name(name).build())
        .spec(spec)
        .build();
  }
}
