package dev.podo.node;

import dev.podo.client.Api;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.Pod;
import dev.podo.node.admission.NodeAdmission;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a node needs to know of itself to take pods.
///
/// @param initial as the agent registers it
record AboutNode(Api api, Node initial, Upkeep upkeep) implements NodeAdmission.About {
  @Override
  public String name() {
    return initial.metadata().name();
  }

  @Override
  public Map<String, String> ownLabels() {
    return initial.metadata().labels();
  }

  @Override
  public Map<String, String> labels() {
    return api.get(Nodes.KIND, "", name()).metadata().labels();
  }

  @Override
  public @Nullable String refuses(Pod pod) {
    return upkeep.refuses(pod);
  }
}
