package dev.podo.apiserver.streaming;

import dev.podo.apiserver.http.HttpRequest;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.verbs.Actions;
import dev.podo.client.node.AttachRequest;
import dev.podo.client.node.ExecRequest;
import dev.podo.client.node.LogRequest;
import dev.podo.client.node.NodeApi;
import dev.podo.client.node.NodeDirectory;
import dev.podo.client.node.PortForwardRequest;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.core.v1.Pod;
import java.util.ArrayList;
import java.util.List;

/// `pods/log`, `pods/exec`, `pods/attach` and `pods/portforward`. What is wrong with a request is
/// told as a Status before the conversation begins.
public final class Streaming {
  private static final int MAX_PORTS = 64;

  private final ObjectStore store;
  private final NodeDirectory nodes;
  private final Scope scope;

  public Streaming(ObjectStore store, NodeDirectory nodes, Scope scope) {
    this.store = store;
    this.nodes = nodes;
    this.scope = scope;
  }

  public void addTo(Actions actions) {
    actions
        .with("pods", "log", "get", this::log)
        .with("pods", "exec", "create", this::exec)
        .with("pods", "attach", "create", this::attach)
        .with("pods", "portforward", "create", this::portForward);
  }

  private Answer log(Call call) throws InterruptedException {
    var parameters = new Flags(call);
    var options = LogOptions.of(parameters);
    options.check(call.info().name());
    var pod = pod(call);
    var container = container(pod, parameters.text("container"));
    if (pod.spec().nodeName().isEmpty()) {
      return new Answer.OfDocument(204, List.of(), new byte[0]); // Nobody has anything to say yet.
    }
    var request =
        new LogRequest(
            call.info().namespace(),
            call.info().name(),
            container,
            parameters.isSet("follow"),
            parameters.isSet("previous"),
            options.since(scope.environment().clock().now()),
            parameters.isSet("timestamps"),
            options.tailLines(),
            options.limitBytes(),
            options.streamOrAll());
    var agent = agent(pod);
    return new Answer.OfConversation(
        exchange -> new LogConversation(exchange, scope).hold(sink -> agent.logs(request, sink)));
  }

  private Answer exec(Call call) throws InterruptedException {
    var parameters = new Flags(call);
    var pod = pod(call);
    var command = parameters.all("command");
    if (command.isEmpty()) {
      throw ApiErrors.badRequest("you must specify at least one command to execute");
    }
    var wanted = wanted(parameters);
    var request =
        new ExecRequest(
            call.info().namespace(),
            call.info().name(),
            container(pod, parameters.text("container")),
            command,
            wanted.stdin(),
            wanted.stdout(),
            wanted.stderr(),
            wanted.tty());
    var agent = agent(pod);
    return conversation(call, wanted, streams -> agent.exec(request, streams));
  }

  private Answer attach(Call call) throws InterruptedException {
    var parameters = new Flags(call);
    var pod = pod(call);
    var wanted = wanted(parameters);
    var request =
        new AttachRequest(
            call.info().namespace(),
            call.info().name(),
            container(pod, parameters.text("container")),
            wanted.stdin(),
            wanted.stdout(),
            wanted.stderr(),
            wanted.tty());
    var agent = agent(pod);
    return conversation(call, wanted, streams -> agent.attach(request, streams));
  }

  private Answer conversation(
      Call call, ProcessEnds.Wanted wanted, ProcessConversation.Running process) {
    var opening = opening(upgrade(call), call, wanted);
    return new Answer.OfConversation(
        exchange -> new ProcessConversation(exchange, scope).hold(opening, process));
  }

  /// Chooses what carries the streams of a process.
  private static ProcessConversation.Opening opening(
      HttpRequest request, Call call, ProcessEnds.Wanted wanted) {
    return request.asksForWebSocket()
        ? ChannelConversations.process(wanted, ChannelProtocol.agree(request))
        : SpdyConversations.process(wanted, call);
  }

  private static ProcessEnds.Wanted wanted(Flags parameters) {
    var tty = parameters.isSet("tty");
    var wanted =
        new ProcessEnds.Wanted(
            parameters.isSet("stdin"),
            parameters.isSet("stdout"),
            parameters.isSet("stderr") && !tty,
            tty);
    if (!wanted.stdin() && !wanted.stdout() && !wanted.stderr()) {
      throw ApiErrors.badRequest("you must specify at least 1 of stdin, stdout, stderr");
    }
    return wanted;
  }

  private Answer portForward(Call call) throws InterruptedException {
    var http = upgrade(call);
    var pod = pod(call);
    var agent = agent(pod);
    var serving = serving(http, call, pod);
    return new Answer.OfConversation(
        exchange -> new PortForwardConversation(exchange, scope).hold(agent, serving));
  }

  /// Chooses what carries the streams of connections to ports.
  private static PortForwardConversation.Serving serving(HttpRequest request, Call call, Pod pod) {
    if (!request.asksForWebSocket()) {
      return SpdyConversations.forward(call, port -> forwardTo(pod, port));
    }
    var protocol = ChannelProtocol.agreeOnForwarding(request);
    if (protocol.name().equals(SpdyConversations.PORT_FORWARD_TUNNEL)) {
      return SpdyConversations.tunnel(port -> forwardTo(pod, port));
    }
    var requests = ports(call, pod);
    return (exchange, inside, forwarding) ->
        ChannelConversations.forward(exchange, inside, protocol, forwarding, requests);
  }

  private static List<PortForwardRequest> ports(Call call, Pod pod) {
    var given = new Flags(call).all("ports");
    if (given.isEmpty()) {
      throw ApiErrors.badRequest("query parameter \"ports\" is required");
    }
    var requests = new ArrayList<PortForwardRequest>();
    for (var value : given) {
      if (value.isEmpty()) {
        throw ApiErrors.badRequest("query parameter \"ports\" cannot be empty");
      }
      for (var port : value.split(",", -1)) {
        requests.add(forwardTo(pod, port(port)));
      }
    }
    if (requests.size() > MAX_PORTS) {
      throw ApiErrors.badRequest("query parameter \"ports\" names more than " + MAX_PORTS);
    }
    return requests;
  }

  private static PortForwardRequest forwardTo(Pod pod, int port) {
    var metadata = pod.metadata();
    return new PortForwardRequest(metadata.namespace(), metadata.name(), port);
  }

  private static int port(String text) {
    int port;
    try {
      port = Integer.parseUnsignedInt(text);
    } catch (NumberFormatException e) {
      port = -1;
    }
    if (port == 0) {
      throw ApiErrors.badRequest("port \"" + text + "\" must be > 0");
    }
    if (port < 0 || port > 65_535) {
      throw ApiErrors.badRequest("unable to parse \"" + text + "\" as a port");
    }
    return port;
  }

  private static HttpRequest upgrade(Call call) {
    var http = call.http();
    if (http == null) {
      throw ApiErrors.badRequest("conversations go over HTTP only");
    }
    return http;
  }

  private Pod pod(Call call) throws InterruptedException {
    var info = call.info();
    var found = store.find(Pods.KIND, info.namespace(), info.name(), call.deadline());
    if (found == null) {
      throw ApiErrors.notFound(Pods.KIND.groupResource(), info.name());
    }
    return found.value().as(Pods.KIND);
  }

  private NodeApi agent(Pod pod) {
    var node = pod.spec().nodeName();
    if (node.isEmpty()) {
      throw ApiErrors.badRequest("pod " + pod.metadata().name() + " does not have a host assigned");
    }
    return nodes.node(node);
  }

  /// A pod's own mark for its main container is for clients to heed.
  private static String container(Pod pod, String asked) {
    var spec = pod.spec();
    if (asked.isEmpty() && spec.containers().size() == 1) {
      return spec.containers().getFirst().name();
    }
    var names = new ArrayList<String>();
    spec.initContainers().forEach(c -> names.add(c.name()));
    spec.containers().forEach(c -> names.add(c.name()));
    spec.ephemeralContainers().forEach(c -> names.add(c.name()));
    if (asked.isEmpty()) {
      throw ApiErrors.badRequest(
          "a container name must be specified for pod %s, choose one of: [%s]"
              .formatted(pod.metadata().name(), String.join(" ", names)));
    }
    if (!names.contains(asked)) {
      throw ApiErrors.badRequest(
          "container %s is not valid for pod %s".formatted(asked, pod.metadata().name()));
    }
    return asked;
  }
}
