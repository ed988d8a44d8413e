package dev.podo.program.serve;

import dev.podo.apiserver.authn.UserInfo;
import dev.podo.foundation.Scope;
import dev.podo.node.NodeAgentConfig;
import dev.podo.node.SimulatedNodes;
import dev.podo.program.config.Config;
import dev.podo.server.ControlPlane;
import dev.podo.server.NodesReady;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Nodes that only pretend: for trying things out, without root.
final class SimulatedRole {
  private SimulatedRole() {}

  static void start(Config config, ControlPlane plane, Scope scope, Consumer<String> onStep)
      throws ServingException, InterruptedException {
    var nodes = new SimulatedNodes(plane.informers(), name -> plane.as(UserInfo.node(name)), scope);
    var names = names(config);
    for (var name : names) {
      var agent = nodes.start(NodeAgentConfig.of(name, KubeletVersion.TEXT));
      scope.onClose(plane.nodes().register(name, agent.streams()));
    }
    if (!NodesReady.await(plane.informers(), names, scope.environment().clock())) {
      throw new ServingException("the simulated nodes did not become ready", "the log has more");
    }
    onStep.accept(
        names.size()
            + (names.size() == 1 ? " simulated node is ready" : " simulated nodes are ready"));
  }

  private static List<String> names(Config config) {
    if (config.nodes() == 1) {
      return List.of(config.node().name());
    }
    var names = new ArrayList<String>();
    for (int i = 1; i <= config.nodes(); i++) {
      names.add(config.node().name() + "-" + i);
    }
    return names;
  }
}
