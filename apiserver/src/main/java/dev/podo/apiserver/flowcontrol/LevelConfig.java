package dev.podo.apiserver.flowcontrol;

import dev.podo.machinery.kinds.flowcontrol.PriorityLevelConfigurations;
import dev.podo.model.flowcontrol.v1.LimitedPriorityLevelConfiguration;
import dev.podo.model.flowcontrol.v1.PriorityLevelConfiguration;
import org.jspecify.annotations.Nullable;

/// What a PriorityLevelConfiguration says, with nothing left open.
///
/// @param shares how much of the server's seats, relative to the other levels
/// @param lendablePercent how much of these others may use
/// @param borrowingPercent how many seats of others the level may use, in relation to its own; null
///   for as many as there are
/// @param queuing null for a level that turns away what has no seat
record LevelConfig(
    String name,
    String uid,
    boolean exempt,
    int shares,
    int lendablePercent,
    @Nullable Integer borrowingPercent,
    @Nullable Queuing queuing) {

  /// @param handSize among how many of the queues a flow may choose
  /// @param lengthLimit how many requests one queue holds
  record Queuing(int queues, int handSize, int lengthLimit) {}

  static LevelConfig of(PriorityLevelConfiguration level) {
    var limited = level.spec().limited();
    return level.spec().type().equals(PriorityLevelConfigurations.TYPE_EXEMPT) || limited == null
        ? exempt(level)
        : limited(level, limited);
  }

  private static LevelConfig exempt(PriorityLevelConfiguration level) {
    var exempt = level.spec().exempt();
    return new LevelConfig(
        level.metadata().name(),
        level.metadata().uid(),
        true,
        exempt == null ? 0 : orZero(exempt.nominalConcurrencyShares()),
        exempt == null ? 0 : orZero(exempt.lendablePercent()),
        null,
        null);
  }

  private static LevelConfig limited(
      PriorityLevelConfiguration level, LimitedPriorityLevelConfiguration limited) {
    var queuing = limited.limitResponse().queuing();
    return new LevelConfig(
        level.metadata().name(),
        level.metadata().uid(),
        false,
        orZero(limited.nominalConcurrencyShares()),
        orZero(limited.lendablePercent()),
        limited.borrowingLimitPercent(),
        queuing == null
            ? null
            : new Queuing(queuing.queues(), queuing.handSize(), queuing.queueLengthLimit()));
  }

  private static int orZero(@Nullable Integer value) {
    return value == null ? 0 : value;
  }
}
