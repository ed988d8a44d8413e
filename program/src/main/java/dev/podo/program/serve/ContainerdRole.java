package dev.podo.program.serve;

import dev.podo.apiserver.allocation.AddressRange;
import dev.podo.apiserver.allocation.ServiceAllocator;
import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.authz.RuleLists;
import dev.podo.client.ListOptions;
import dev.podo.client.events.EventRecorder;
import dev.podo.controllers.nodeipam.PodRanges;
import dev.podo.foundation.Scope;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.network.DataplaneException;
import dev.podo.network.Network;
import dev.podo.network.NetworkConfig;
import dev.podo.network.dns.DnsConfig;
import dev.podo.network.linux.EpollTransport;
import dev.podo.network.linux.LinuxDataplane;
import dev.podo.network.podnetwork.CniNetwork;
import dev.podo.network.proxy.ProxyConfig;
import dev.podo.network.services.NodePlace;
import dev.podo.network.services.ServiceNetwork;
import dev.podo.node.ClusterAccess;
import dev.podo.node.NodeAgent;
import dev.podo.node.NodeAgentConfig;
import dev.podo.node.NodePorts;
import dev.podo.node.containerd.cri.CriRuntime;
import dev.podo.node.containerd.host.LinuxFacts;
import dev.podo.node.containerd.host.LinuxMounts;
import dev.podo.node.containerd.instance.ContainerdInstance;
import dev.podo.node.containerd.instance.InstanceException;
import dev.podo.node.handlers.SocketClient;
import dev.podo.node.host.LocalHost;
import dev.podo.node.source.CachedReferences;
import dev.podo.node.source.PodFeed;
import dev.podo.program.config.Config;
import dev.podo.server.ControlPlane;
import dev.podo.server.NodesReady;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The one real node: containers on containerd, packets through nftables, names, and the ingress.
final class ContainerdRole {
  private static final int POD_BITS = 24;

  private final Config config;
  private final InetAddress host;
  private final ControlPlane plane;
  private final Scope scope;
  private final Paths paths;

  private ContainerdRole(Config config, InetAddress host, ControlPlane plane, Scope scope) {
    this.config = config;
    this.host = host;
    this.plane = plane;
    this.scope = scope;
    this.paths = new Paths(config);
  }

  static void start(
      Config config, InetAddress host, ControlPlane plane, Scope scope, Consumer<String> onStep)
      throws ServingException, InterruptedException {
    HostClaim.take(config);
    var role = new ContainerdRole(config, host, plane, scope);
    try {
      role.writePodNetwork();
      var runtime = ContainerdInstance.start(role.paths.containerd(), scope);
      onStep.accept("containerd runs");
      role.startNetwork();
      onStep.accept("Services, DNS and ingress are served");
      role.startAgent(runtime);
    } catch (InstanceException | DataplaneException e) {
      throw new ServingException(String.valueOf(e.getMessage()), "then start again");
    } catch (IOException e) {
      throw new ServingException(String.valueOf(e.getMessage()), "free it or configure another");
    }
    if (!NodesReady.await(
        plane.informers(), List.of(config.node().name()), scope.environment().clock())) {
      throw new ServingException(
          "the node " + config.node().name() + " did not become ready",
          "kubectl describe node says why");
    }
    onStep.accept("node " + config.node().name() + " is ready");
  }

  private void writePodNetwork() throws IOException {
    var settings = paths.containerd();
    var tag = paths.tag();
    var network =
        new CniNetwork(
            "podo-" + tag,
            paths.bridge(),
            podCidr(),
            settings.cniConfigDirectory().resolve("state").toString(),
            0);
    Files.createDirectories(settings.cniConfigDirectory());
    Files.writeString(
        settings.cniConfigDirectory().resolve(CniNetwork.FILE_NAME), network.confList());
  }

  /// What the node has of the cluster's range, or is about to get. Nodes of former names that have
  /// taken all of it have no pods on this host, so the first part is free all the same.
  private String podCidr() {
    var cidr = config.network().podCidr();
    var nodes = plane.admin().list(Nodes.KIND, ListOptions.all()).items();
    return PodRanges.parse(cidr)
        .of(config.node().name(), nodes)
        .orElse(cidr.substring(0, cidr.indexOf('/')) + "/" + POD_BITS);
  }

  private String dnsAddress() {
    return AddressRange.parse(config.network().serviceCidr()).address(ServiceAllocator.DNS_NUMBER);
  }

  private void startNetwork() throws IOException {
    var network = config.network();
    var place =
        new NodePlace(
            config.node().name(),
            new ServiceNetwork(host.getHostAddress(), network.podCidr(), network.serviceCidr()));
    var dns =
        DnsConfig.of(
            network.clusterDomain(),
            dnsAddress(),
            new InetSocketAddress(host, 0),
            HostResolver.follow(scope.environment().clock()));
    var ingress =
        ProxyConfig.of(
            new InetSocketAddress(config.ingressHttp().address(), config.ingressHttp().port()),
            new InetSocketAddress(config.ingressHttps().address(), config.ingressHttps().port()),
            Math.max(1, Runtime.getRuntime().availableProcessors()));
    var networkConfig =
        new NetworkConfig(
            place,
            Optional.of(dns),
            Optional.of(ingress),
            host.getHostAddress(),
            EpollTransport.orNio());
    var api = plane.as(UserInfo.of(RuleLists.NETWORK));
    var started =
        Network.start(networkConfig, api, plane.informers(), LinuxDataplane.open(), scope);
    NetworkMetrics.tell(started, plane.server().metrics());
  }

  private void startAgent(CriRuntime runtime) throws IOException {
    var name = config.node().name();
    var root = paths.node();
    Files.createDirectories(root);
    var api = plane.as(UserInfo.node(name));
    var access =
        new ClusterAccess(
            api,
            PodFeed.shared(plane.informers()),
            new CachedReferences(plane.informers()),
            EventRecorder.start(api, "kubelet", name, scope));
    var facts = LinuxFacts.read(name, host.getHostAddress(), root);
    var localHost = new LocalHost(root, new LinuxMounts(), () -> facts);
    var ports = new NodePorts(runtime, localHost, new SocketClient(scope.environment().clock()));
    var agentConfig =
        NodeAgentConfig.of(name, KubeletVersion.TEXT)
            .withEviction(config.node().eviction())
            .withPaths(
                new NodeAgentConfig.Paths(root, root.resolve("logs"), paths.containerd().cgroup()))
            .withDns(
                new NodeAgentConfig.DnsSettings(
                    List.of(dnsAddress()), config.network().clusterDomain(), HostResolver.read()));
    var agent = NodeAgent.start(agentConfig, access, ports, scope);
    scope.onClose(plane.nodes().register(name, agent.streams()));
  }
}
