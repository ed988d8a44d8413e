package dev.podo.node;

import dev.podo.client.node.NodeApi;
import dev.podo.foundation.Scope;
import dev.podo.node.admission.NodeAdmission;
import dev.podo.node.container.PodDns;
import dev.podo.node.logs.CriLogs;
import dev.podo.node.pod.PodServices;
import dev.podo.node.runtime.LogSource;
import dev.podo.node.status.Heartbeat;
import dev.podo.node.status.NodeDescription;
import dev.podo.node.status.NodeReporter;
import dev.podo.node.status.NodeStatuses;
import dev.podo.node.streams.NodeStreams;
import dev.podo.node.volumes.PodDirectories;
import org.jspecify.annotations.Nullable;

/// The agent of one node: registers it, says that it lives, and runs the pods that are bound to it.
///
/// What it knows it finds again after a restart, from the API and from the runtime: nothing of its
/// own has to survive, and nothing that runs is restarted.
public final class NodeAgent {
  private final NodeApi streams;
  private final String nodeName;

  private NodeAgent(String nodeName, NodeApi streams) {
    this.nodeName = nodeName;
    this.streams = streams;
  }

  /// Starts an agent that lives until the scope closes; returns at once, the agent comes up beside.
  public static NodeAgent start(
      NodeAgentConfig config, ClusterAccess cluster, NodePorts ports, Scope parent) {
    var scope = parent.child("node " + config.nodeName());
    var clock = scope.environment().clock();
    var facts = ports.host().facts();
    var node = Machine.describe(config, ports.host());
    var directories = new PodDirectories(config.paths().root(), config.paths().logs());
    var logs =
        ports.runtime().logs().orElseGet(() -> new CriLogs(ports.runtime(), directories, clock));
    var statuses = new NodeStatuses(node, facts);
    var upkeep = new Upkeep(config, cluster, ports, directories, scope);
    var about = new AboutNode(cluster.api(), statuses.initial(), upkeep);
    var pods =
        new NodePods(
            config.nodeName(),
            cluster,
            ports.runtime(),
            services(config, cluster, ports, new Insides(node, directories, logs, scope)),
            new NodeAdmission(node.allocatable(), about),
            scope);
    var reporter = startReporting(cluster, ports, node, statuses, new Life(scope, upkeep));
    if (ports.host().storesFiles()) {
      upkeep.start(pods, reporter::wake);
    }
    scope.fork("start", pods::start);
    return new NodeAgent(
        config.nodeName(),
        new NodeStreams(config.nodeName(), cluster.pods(), ports.runtime(), logs, ports.network()));
  }

  private record Insides(
      NodeDescription node, PodDirectories directories, LogSource logs, Scope scope) {}

  private record Life(Scope scope, Upkeep upkeep) {}

  private static PodServices services(
      NodeAgentConfig config, ClusterAccess cluster, NodePorts ports, Insides insides) {
    var dns = config.dns();
    return new PodServices(
        new PodServices.Ports(
            cluster.api(),
            ports.runtime(),
            ports.host(),
            ports.network(),
            cluster.references(),
            cluster.events()),
        new PodServices.NodeSettings(
            insides.logs(),
            insides.node().allocatable(),
            new PodDns(dns.servers(), dns.domain(), dns.host()),
            insides.directories(),
            config.paths().cgroupRoot()),
        insides.scope());
  }

  private static NodeReporter startReporting(
      ClusterAccess cluster,
      NodePorts ports,
      NodeDescription node,
      NodeStatuses statuses,
      Life life) {
    var beat = new HeartbeatStart();
    var reporter =
        new NodeReporter(
            cluster.api(),
            ports.runtime(),
            statuses,
            node,
            cluster.events(),
            new NodeReporter.Registration(life.scope(), beat::start, life.upkeep()::pressure));
    beat.heartbeat = new Heartbeat(cluster.api(), node.name(), life.scope(), reporter::check);
    reporter.wake();
    return reporter;
  }

  /// The lease belongs to the Node, so the Node comes first.
  private static final class HeartbeatStart {
    private @Nullable Heartbeat heartbeat;

    void start() {
      if (heartbeat != null) {
        heartbeat.start();
      }
    }
  }

  public String nodeName() {
    return nodeName;
  }

  /// What an API server asks of the agent.
  public NodeApi streams() {
    return streams;
  }
}
