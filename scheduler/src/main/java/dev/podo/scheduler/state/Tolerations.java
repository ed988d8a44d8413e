package dev.podo.scheduler.state;

import dev.podo.model.core.v1.Taint;
import dev.podo.model.core.v1.Toleration;
import java.util.List;

/// Whether a pod puts up with a taint.
public final class Tolerations {
  private Tolerations() {}

  public static boolean tolerate(List<Toleration> tolerations, Taint taint) {
    for (var toleration : tolerations) {
      if (tolerates(toleration, taint)) {
        return true;
      }
    }
    return false;
  }

  private static boolean tolerates(Toleration toleration, Taint taint) {
    if (!toleration.effect().isEmpty() && !toleration.effect().equals(taint.effect())) {
      return false;
    }
    if (!toleration.key().isEmpty() && !toleration.key().equals(taint.key())) {
      return false;
    }
    return toleration.operator().equals("Exists")
        || (isEqual(toleration.operator()) && toleration.value().equals(taint.value()));
  }

  private static boolean isEqual(String operator) {
    return operator.isEmpty() || operator.equals("Equal");
  }
}
