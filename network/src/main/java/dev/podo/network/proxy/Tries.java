package dev.podo.network.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Which endpoints one exchange has tried, and which is next.
final class Tries {
  private static final int MAX = 5;

  private final SplittableRandom random;
  private List<Upstream> refused = List.of();
  private List<Upstream> lost = List.of();
  private int count;
  private String lastProblem = "";

  Tries(SplittableRandom random) {
    this.random = random;
  }

  /// The endpoint to try now: one that has not failed this exchange; else one that lost the
  /// connection, which may have been the connection's fault alone.
  ///
  /// @return null when it is time to give up
  @Nullable Upstream next(Pool pool) {
    if (count == MAX) {
      return null;
    }
    var chosen = lost.isEmpty() ? null : pool.pick(random, union());
    chosen = chosen != null ? chosen : pool.pick(random, refused);
    count += chosen == null ? 0 : 1;
    return chosen;
  }

  /// Whether no endpoint has failed yet.
  boolean isFirst() {
    return count == 1;
  }

  /// After an idle connection proved dead, its like are not trusted either.
  boolean mayReuse() {
    return lost.isEmpty();
  }

  /// It did not accept a connection.
  void refused(Upstream by, String problem) {
    refused = with(refused, by);
    lastProblem = problem;
  }

  /// It closed the connection before it answered.
  void lost(Upstream by, String problem) {
    lost = with(lost, by);
    lastProblem = problem;
  }

  /// What went wrong last; "" when nothing has.
  String lastProblem() {
    return lastProblem;
  }

  private List<Upstream> union() {
    var all = new ArrayList<>(refused);
    all.addAll(lost);
    return all;
  }

  private static List<Upstream> with(List<Upstream> some, Upstream more) {
    var out = new ArrayList<>(some);
    out.add(more);
    return out;
  }
}
