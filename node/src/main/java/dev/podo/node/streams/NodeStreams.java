package dev.podo.node.streams;

import dev.podo.client.informer.Key;
import dev.podo.client.node.AttachRequest;
import dev.podo.client.node.ByteSink;
import dev.podo.client.node.ExecRequest;
import dev.podo.client.node.LogRequest;
import dev.podo.client.node.NodeApi;
import dev.podo.client.node.NodeReply;
import dev.podo.client.node.PortForwardRequest;
import dev.podo.client.node.ProcessStreams;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.Pod;
import dev.podo.model.core.v1.PodList;
import dev.podo.node.container.EphemeralContainers;
import dev.podo.node.handlers.NetworkClient;
import dev.podo.node.runtime.LogSource;
import dev.podo.node.runtime.Runtime;
import dev.podo.node.runtime.RuntimeFailure;
import dev.podo.node.runtime.Sandbox;
import dev.podo.node.runtime.StreamingRuntime.AttachConfig;
import dev.podo.node.runtime.StreamingRuntime.ExecConfig;
import dev.podo.node.source.PodFeed;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Serves the streams of one node's pods.
public final class NodeStreams implements NodeApi {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String node;
  private final PodFeed pods;
  private final Runtime runtime;
  private final LogSource logs;
  private final NetworkClient network;

  public NodeStreams(
      String node, PodFeed pods, Runtime runtime, LogSource logs, NetworkClient network) {
    this.node = node;
    this.pods = pods;
    this.runtime = runtime;
    this.logs = logs;
    this.network = network;
  }

  /// `/healthz`, which is answered by whoever can answer at all, and `/pods`.
  @Override
  public NodeReply get(String path) {
    return switch (path) {
      case "/healthz", "/healthz/log", "/healthz/ping", "/healthz/syncloop" ->
          NodeReply.text(200, "ok");
      case "/pods", "/pods/" ->
          new NodeReply(
              200,
              "application/json",
              Json.encode(PodList.builder().items(pods.podsOn(node)).build()));
      default -> NodeReply.notFound();
    };
  }

  @Override
  public @Nullable NodeReply simulated(String ip, int port, String path)
      throws InterruptedException {
    if (!network.isSimulated()) {
      return null;
    }
    var reached = network.tcp(ip, port, PATIENCE);
    if (!reached.success()) {
      throw unreachable(reached.output());
    }
    var request = new NetworkClient.HttpGet("HTTP", ip, port, path, List.of());
    return switch (network.get(request, PATIENCE)) {
      case NetworkClient.Reply.Status status -> NodeReply.text(status.code(), status.body());
      case NetworkClient.Reply.Failure failure -> throw unreachable(failure.why());
    };
  }

  private static ApiException unreachable(String why) {
    return ApiErrors.serviceUnavailable("error trying to reach service: " + why);
  }

  @Override
  public void logs(LogRequest request, ByteSink out) throws InterruptedException {
    var pod = pod(request.namespace(), request.pod());
    var name = containerName(pod, request.container());
    var container = new LoggedContainer(pod, name).choose(instances(pod, name), request.previous());
    var range =
        new LogSource.Range(
            request.since(), request.tailLines(), request.follow() && !request.previous());
    if (range.follow()) {
      out.write(new byte[0]); // Who follows is answered, though there be nothing to read yet.
    }
    try {
      logs.read(container.id(), range, new LogLines(request, out));
    } catch (RuntimeFailure e) {
      throw refused(e);
    }
  }

  @Override
  public int exec(ExecRequest request, ProcessStreams streams) throws InterruptedException {
    var id = running(request.namespace(), request.pod(), request.container());
    var config =
        new ExecConfig(
            request.command(), request.tty(), request.stdin(), request.stdout(), request.stderr());
    try {
      return runtime.streaming().exec(id, config, streams);
    } catch (RuntimeFailure e) {
      throw refused(e);
    }
  }

  @Override
  public int attach(AttachRequest request, ProcessStreams streams) throws InterruptedException {
    var id = running(request.namespace(), request.pod(), request.container());
    var config =
        new AttachConfig(request.tty(), request.stdin(), request.stdout(), request.stderr());
    try {
      runtime.streaming().attach(id, config, streams);
      var status = runtime.containers().status(id);
      return status.container().isRunning() ? 0 : status.exitCode();
    } catch (RuntimeFailure e) {
      throw refused(e);
    }
  }

  @Override
  public void portForward(PortForwardRequest request, ProcessStreams streams)
      throws InterruptedException {
    var pod = pod(request.namespace(), request.pod());
    var sandbox =
        runtime.sandboxes().list().stream()
            .filter(each -> each.ready() && each.pod().uid().equals(pod.metadata().uid()))
            .max(Comparator.comparingInt(Sandbox::attempt))
            .orElseThrow(
                () -> ApiErrors.badRequest("pod \"" + request.pod() + "\" is not running"));
    try {
      runtime.streaming().portForward(sandbox.id(), request.port(), streams);
    } catch (RuntimeFailure e) {
      throw refused(e);
    }
  }

  private Pod pod(String namespace, String name) {
    var pod = pods.pod(new Key(namespace, name));
    if (pod == null || !pod.spec().nodeName().equals(node)) {
      throw ApiErrors.notFound(Pods.KIND.groupResource(), name);
    }
    return pod;
  }

  private static String containerName(Pod pod, String asked) {
    var names =
        Stream.of(pod.spec().initContainers(), pod.spec().containers(), EphemeralContainers.of(pod))
            .flatMap(List::stream)
            .map(Container::name)
            .toList();
    if (asked.isEmpty()) {
      var main = pod.spec().containers();
      if (main.size() == 1) {
        return main.getFirst().name();
      }
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

  private String running(String namespace, String podName, String asked)
      throws InterruptedException {
    var pod = pod(namespace, podName);
    var name = containerName(pod, asked);
    return instances(pod, name).stream()
        .filter(dev.podo.node.runtime.Container::isRunning)
        .map(dev.podo.node.runtime.Container::id)
        .findFirst()
        .orElseThrow(() -> ApiErrors.badRequest("container not found (\"" + name + "\")"));
  }

  /// Oldest first.
  private List<dev.podo.node.runtime.Container> instances(Pod pod, String name)
      throws InterruptedException {
    var uid = pod.metadata().uid();
    var sandboxes =
        runtime.sandboxes().list().stream()
            .filter(each -> each.pod().uid().equals(uid))
            .map(Sandbox::id)
            .toList();
    return runtime.containers().list().stream()
        .filter(each -> each.name().equals(name) && sandboxes.contains(each.sandboxId()))
        .sorted(Comparator.comparingInt(dev.podo.node.runtime.Container::attempt))
        .toList();
  }

  private static ApiException refused(RuntimeFailure e) {
    return switch (e.kind()) {
      case NOT_FOUND, NOT_RUNNING, INVALID -> ApiErrors.badRequest(e.text());
      case UNAVAILABLE -> ApiErrors.serviceUnavailable(e.text());
      case TIMEOUT, OTHER -> ApiErrors.internal(e.text());
    };
  }
}
