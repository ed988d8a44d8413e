package dev.podo.scheduler.filters;

import dev.podo.model.core.v1.Taint;
import dev.podo.scheduler.state.ClusterState;
import dev.podo.scheduler.state.PodState;
import dev.podo.scheduler.state.Tolerations;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

final class TaintTolerationFilter implements Filter {
  @Override
  public String name() {
    return "TaintToleration";
  }

  @Override
  public String describes() {
    return "A node's NoSchedule and NoExecute taints keep out pods that do not tolerate them.";
  }

  @Override
  public Set<ClusterChange> retriedOn() {
    return EnumSet.of(ClusterChange.NODE_ADDED, ClusterChange.NODE_OPENED);
  }

  @Override
  public @Nullable NodeTest prepare(PodState pod, ClusterState cluster) {
    var tolerations = pod.tolerations();
    return node -> {
      for (var taint : node.taints()) {
        if (keepsOut(taint) && !Tolerations.tolerate(tolerations, taint)) {
          var text = "node(s) had untolerated taint {" + taint.key() + ": " + taint.value() + "}";
          return Rejection.fixed(name(), text);
        }
      }
      return null;
    };
  }

  private static boolean keepsOut(Taint taint) {
    return taint.effect().equals("NoSchedule") || taint.effect().equals("NoExecute");
  }
}
