package dev.podo.clients.cluster;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One cluster of simulated nodes for all clients of a run, started when the first asks for it and
/// taken down after the last test. Each client works in namespaces of its own.
public final class SharedCluster implements ParameterResolver {
  private static final Namespace OURS = Namespace.create(SharedCluster.class);
  // One that each kubectl may empty, and two that nobody does.
  private static final String NODES = String.valueOf(Kubectls.VERSIONS.size() + 2);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Cluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    // JUnit closes what its store holds, since it is AutoCloseable.
    return context
        .getRoot()
        .getStore(OURS)
        .computeIfAbsent(Cluster.class, key -> start(), Cluster.class);
  }

  private static Cluster start() {
    return Cluster.start("--runtime", "simulated", "--nodes", NODES, "--api-port", "0");
  }
}
