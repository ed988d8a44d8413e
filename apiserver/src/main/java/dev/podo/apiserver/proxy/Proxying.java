package dev.podo.apiserver.proxy;

import dev.podo.apiserver.http.Header;
import dev.podo.apiserver.http.HttpRequest;
import dev.podo.apiserver.relay.Destination;
import dev.podo.apiserver.relay.Forwarding;
import dev.podo.apiserver.relay.Links;
import dev.podo.apiserver.relay.Origins;
import dev.podo.apiserver.relay.Outbound;
import dev.podo.apiserver.relay.Relay;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.request.RequestInfo;
import dev.podo.apiserver.service.ServiceAddresses;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.verbs.Actions;
import dev.podo.client.node.NodeApi;
import dev.podo.client.node.NodeDirectory;
import dev.podo.client.node.NodeReply;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.GroupResource;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.validation.IpAddress;
import dev.podo.model.ApiObject;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Node;
import dev.podo.model.core.v1.Pod;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `pods/proxy`, `services/proxy` and `nodes/proxy`. Whom a request goes to is found out here, in
/// upstream's words where it cannot be; how it goes there is the business of the [Relay].
public final class Proxying {
  private static final List<String> VERBS =
      List.of("create", "delete", "get", "options", "patch", "update");
  private static final int POD_SEGMENTS = 7; // api v1 namespaces NAMESPACE pods NAME proxy
  private static final int NODE_SEGMENTS = 5; // api v1 nodes NAME proxy
  private static final int AGENT_PORT = 10_250;
  private static final int PORT_MAX = 65_535;

  private final ObjectStore store;
  private final NodeDirectory nodes;
  private final ServiceAddresses services;
  private final AddressRule rule;
  private final Origins origins;

  public Proxying(
      ObjectStore store,
      NodeDirectory nodes,
      ServiceAddresses services,
      AddressRule rule,
      Origins origins) {
    this.store = store;
    this.nodes = nodes;
    this.services = services;
    this.rule = rule;
    this.origins = origins;
  }

  /// Whether a request is for one of them.
  public static boolean isAskedFor(RequestInfo info) {
    return info.group().isEmpty()
        && info.subresource().equals("proxy")
        && switch (info.resource()) {
          case "pods", "services", "nodes" -> true;
          default -> false;
        };
  }

  public void addTo(Actions actions) {
    for (var verb : VERBS) {
      actions
          .with("pods", "proxy", verb, this::pod)
          .with("services", "proxy", verb, this::service)
          .with("nodes", "proxy", verb, this::node);
    }
  }

  private Answer pod(Call call) throws InterruptedException {
    var asked = asked(call, "pod");
    var pod = find(call, Pods.KIND, call.info().namespace(), asked.name());
    var port = asked.port().isEmpty() ? firstPort(pod) : port(asked.port());
    var address = allowed(pod.status().podIP());
    return toPod(call, pod, new InetSocketAddress(address, port), asked.secure());
  }

  /// The first port that a container names; that of the scheme when none does.
  private static int firstPort(Pod pod) {
    return Stream.concat(
            pod.spec().containers().stream(),
            pod.spec().initContainers().stream()
                .filter(each -> "Always".equals(each.restartPolicy())))
        .map(Container::ports)
        .filter(ports -> !ports.isEmpty())
        .map(ports -> ports.getFirst().containerPort())
        .findFirst()
        .orElse(80);
  }

  private static int port(String text) {
    try {
      var port = Integer.parseInt(text);
      if (port > 0 && port <= PORT_MAX) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw ApiErrors.badRequest("invalid port \"" + text + "\"");
  }

  private InetAddress allowed(String ip) {
    var address = IpAddress.parse(ip) == null ? null : address(ip);
    if (address == null || !rule.allows(address)) {
      throw ApiErrors.badRequest("address not allowed");
    }
    return address;
  }

  private static @Nullable InetAddress address(String ip) {
    try {
      return InetAddress.getByName(ip); // It is an address already: nobody is asked for it.
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private Answer service(Call call) throws InterruptedException {
    var namespace = call.info().namespace();
    var asked = asked(call, "service");
    for (var target : services.targets(namespace, asked.name(), asked.port())) {
      var reference = target.endpoint().targetRef();
      var pod =
          reference == null || !reference.kind().equals("Pod")
              ? null
              : found(call, Pods.KIND, namespace, reference.name());
      var ip = target.address().getAddress();
      if (pod != null && has(pod, target.endpoint().addresses().getFirst()) && rule.allows(ip)) {
        return toPod(call, pod, target.address(), asked.secure());
      }
    }
    throw ApiErrors.serviceUnavailable(
        "no endpoints available for service \"" + asked.name() + "\"");
  }

  /// An endpoint is whatever somebody wrote there; a pod's address is what its node said.
  private static boolean has(Pod pod, String ip) {
    return pod.status().podIPs().stream().anyMatch(it -> it.ip().equals(ip));
  }

  private Answer toPod(Call call, Pod pod, InetSocketAddress address, boolean secure)
      throws InterruptedException {
    var path = path(call, POD_SEGMENTS);
    var redirect = redirect(call, path);
    if (redirect != null) {
      return redirect;
    }
    var agent = agent(pod.spec().nodeName());
    var simulated =
        agent == null
            ? null
            : agent.simulated(
                address.getAddress().getHostAddress(), address.getPort(), path.rest());
    return simulated == null ? relay(call, path, address, secure) : document(simulated);
  }

  private @Nullable NodeApi agent(String node) {
    try {
      return node.isEmpty() ? null : nodes.node(node);
    } catch (ApiException elsewhere) {
      return null;
    }
  }

  private Answer node(Call call) throws InterruptedException {
    var asked = asked(call, "node");
    var node = find(call, Nodes.KIND, "", asked.name());
    var path = path(call, NODE_SEGMENTS);
    var redirect = redirect(call, path);
    if (redirect != null) {
      return redirect;
    }
    var port = asked.port().isEmpty() ? agentPort(node) : port(asked.port());
    if (port != agentPort(node)) {
      return relay(
          call, path, new InetSocketAddress(allowed(nodeAddress(node)), port), asked.secure());
    }
    var agent = nodes.node(asked.name());
    var verb = call.info().verb();
    if (!verb.equals("get")) {
      throw ApiErrors.methodNotAllowed(new GroupResource("", "nodes/proxy"), verb);
    }
    return document(agent.get(path.rest()));
  }

  private static int agentPort(Node node) {
    var told = node.status().daemonEndpoints().kubeletEndpoint().Port();
    return told > 0 ? told : AGENT_PORT;
  }

  private static String nodeAddress(Node node) {
    for (var type : List.of("InternalIP", "ExternalIP")) {
      for (var address : node.status().addresses()) {
        if (address.type().equals(type)) {
          return address.address();
        }
      }
    }
    return "";
  }

  private static Answer document(NodeReply reply) {
    return new Answer.OfDocument(
        reply.code(), List.of(new Header("Content-Type", reply.contentType())), reply.body());
  }

  private static SchemeNamePort asked(Call call, String what) {
    var asked = SchemeNamePort.parse(call.info().name());
    if (asked == null) {
      throw ApiErrors.badRequest("invalid " + what + " request \"" + call.info().name() + "\"");
    }
    return asked;
  }

  private <T extends ApiObject> T find(Call call, Kind<T> kind, String namespace, String name)
      throws InterruptedException {
    var found = found(call, kind, namespace, name);
    if (found == null) {
      throw ApiErrors.notFound(kind.groupResource(), name);
    }
    return found;
  }

  private <T extends ApiObject> @Nullable T found(
      Call call, Kind<T> kind, String namespace, String name) throws InterruptedException {
    var found = store.find(kind, namespace, name, call.deadline());
    return found == null ? null : found.value().as(kind);
  }

  private static HttpRequest http(Call call) {
    var http = call.http();
    if (http == null) {
      throw ApiErrors.badRequest("proxies are asked over HTTP only");
    }
    return http;
  }

  private static ProxyPath path(Call call, int segments) {
    return ProxyPath.of(http(call).rawPath(), segments);
  }

  /// Without the slash at the end relative links would lead elsewhere. There are none where HTTP is
  /// left, and clients that leave it follow nobody.
  private static @Nullable Answer redirect(Call call, ProxyPath path) {
    if (!path.rest().isEmpty()
        || !call.info().verb().equals("get")
        || http(call).asksForUpgrade()) {
      return null;
    }
    var location = new Header("Location", path.prefix() + "/" + query(http(call)));
    return new Answer.OfDocument(301, List.of(location), new byte[0]);
  }

  private static String query(HttpRequest http) {
    var raw = http.query().raw();
    return raw.isEmpty() ? "" : "?" + raw;
  }

  private Answer relay(Call call, ProxyPath path, InetSocketAddress address, boolean secure) {
    var http = http(call);
    var host = http.headers().first("Host");
    var headers = Forwarding.headers(http, host.isEmpty() ? hostOf(address) : host);
    var target = (path.rest().isEmpty() ? "/" : path.rest()) + query(http);
    return new Answer.OfConversation(
        new Relay(
            secure ? Destination.unverified(address) : Destination.plain(address),
            new Outbound(http.method(), target, headers, http.content()),
            Links.below(path.prefix(), List.of(host, hostOf(address))),
            Deadline.never(),
            origins));
  }

  private static String hostOf(InetSocketAddress address) {
    var ip = address.getAddress().getHostAddress();
    return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + address.getPort();
  }
}
