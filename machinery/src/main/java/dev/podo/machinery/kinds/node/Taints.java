package dev.podo.machinery.kinds.node;

import dev.podo.model.core.v1.Taint;
import dev.podo.model.core.v1.Toleration;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// How nodes keep Pods away, and which Pods do not mind.
public final class Taints {
  public static final String NO_SCHEDULE = "NoSchedule";
  public static final String PREFER_NO_SCHEDULE = "PreferNoSchedule";
  public static final String NO_EXECUTE = "NoExecute";

  private Taints() {}

  /// Whether a Pod with this toleration does not mind the taint. An empty effect stands for every
  /// effect, an empty key with `Exists` for every taint.
  public static boolean tolerates(Toleration toleration, Taint taint) {
    if (!toleration.effect().isEmpty() && !toleration.effect().equals(taint.effect())) {
      return false;
    }
    if (!toleration.key().isEmpty() && !toleration.key().equals(taint.key())) {
      return false;
    }
    return switch (toleration.operator()) {
      case "Exists" -> true;
      case "Equal", "" -> !toleration.key().isEmpty() && toleration.value().equals(taint.value());
      default -> false;
    };
  }

  /// The first of the taints that count which none of these tolerations covers; null if all are
  /// covered.
  public static @Nullable Taint firstUntolerated(
      List<Taint> taints, Collection<Toleration> tolerations, Predicate<Taint> counts) {
    for (var taint : taints) {
      if (counts.test(taint) && tolerations.stream().noneMatch(it -> tolerates(it, taint))) {
        return taint;
      }
    }
    return null;
  }

  /// Whether Pods without a toleration are kept from a node with this taint, or driven off it.
  public static boolean forbids(Taint taint) {
    return taint.effect().equals(NO_SCHEDULE) || taint.effect().equals(NO_EXECUTE);
  }
}
