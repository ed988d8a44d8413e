package dev.podo.node.handlers;

import dev.podo.foundation.Clock;
import dev.podo.model.Bytes;
import dev.podo.model.IntOrString;
import dev.podo.model.core.v1.Container;
import dev.podo.model.core.v1.ExecAction;
import dev.podo.model.core.v1.HTTPGetAction;
import dev.podo.model.core.v1.LifecycleHandler;
import dev.podo.model.core.v1.Probe;
import dev.podo.node.handlers.NetworkClient.HttpGet;
import dev.podo.node.handlers.NetworkClient.Reply;
import dev.podo.node.runtime.Runtime;
import dev.podo.node.runtime.RuntimeFailure;
import java.time.Duration;

/// Runs probes and hooks against one container, by command or over the network.
public final class Handlers {
  private static final int OUTPUT_MAX = 10 * 1024;

  private final Runtime runtime;
  private final NetworkClient network;
  private final Clock clock;

  public Handlers(Runtime runtime, NetworkClient network, Clock clock) {
    this.runtime = runtime;
    this.network = network;
    this.clock = clock;
  }

  /// The container that is asked.
  ///
  /// @param podIp where it is reached unless the handler says otherwise
  public record Target(Container container, String id, String podIp) {}

  public Answer probe(Probe probe, Target target) throws InterruptedException {
    var timeout = Duration.ofSeconds(Math.max(1, probe.timeoutSeconds()));
    var exec = probe.exec();
    if (exec != null) {
      return run(exec, target, timeout);
    }
    var http = probe.httpGet();
    if (http != null) {
      return judge(network.get(request(http, target), timeout));
    }
    var tcp = probe.tcpSocket();
    if (tcp != null) {
      var host = tcp.host().isEmpty() ? target.podIp() : tcp.host();
      return network.tcp(host, port(tcp.port(), target.container()), timeout);
    }
    return Answer.failed("missing probe handler");
  }

  /// @param timeout how long it may take in all
  public Answer hook(LifecycleHandler hook, Target target, Duration timeout)
      throws InterruptedException {
    var exec = hook.exec();
    if (exec != null) {
      return run(exec, target, timeout);
    }
    var http = hook.httpGet();
    if (http != null) {
      return told(request(http, target), timeout);
    }
    var sleep = hook.sleep();
    if (sleep != null) {
      var wanted = Duration.ofSeconds(sleep.seconds());
      clock.sleep(wanted.compareTo(timeout) < 0 ? wanted : timeout);
      return Answer.OK;
    }
    return Answer.failed("invalid handler");
  }

  private Answer run(ExecAction exec, Target target, Duration timeout) throws InterruptedException {
    try {
      var result = runtime.streaming().run(target.id(), exec.command(), timeout);
      var output = text(result.stdout()) + text(result.stderr());
      return new Answer(result.exitCode() == 0, output);
    } catch (RuntimeFailure e) {
      return Answer.failed(
          e.kind() == RuntimeFailure.Kind.TIMEOUT
              ? "command timed out: \"%s\" timed out after %ds"
                  .formatted(String.join(" ", exec.command()), timeout.toSeconds())
              : e.text());
    }
  }

  private static String text(Bytes bytes) {
    var text = bytes.toUtf8();
    return text.length() <= OUTPUT_MAX ? text : text.substring(0, OUTPUT_MAX);
  }

  /// A redirect that was not followed is a success, and worth telling.
  static Answer judge(Reply reply) {
    return switch (reply) {
      case Reply.Failure(var why, boolean plain) -> Answer.failed(why);
      case Reply.Status(int code, var body) -> {
        if (code < 200 || code >= 400) {
          yield Answer.failed("HTTP probe failed with statuscode: " + code);
        }
        yield code < 300
            ? Answer.OK
            : Answer.warned("Probe terminated redirects, Response body: " + body);
      }
    };
  }

  /// A hook only tells the container: whatever it answers will do. One that asks for HTTPS where
  /// there is none is told in plain text, as it was before certificates could be had everywhere.
  private Answer told(HttpGet request, Duration timeout) throws InterruptedException {
    var reply = network.get(request, timeout);
    if (reply instanceof Reply.Failure(var why, boolean plain) && plain) {
      reply = network.get(request.withScheme("HTTP"), timeout);
    }
    return switch (reply) {
      case Reply.Failure(var why, boolean plain) -> Answer.failed(why);
      case Reply.Status any -> Answer.OK;
    };
  }

  private static HttpGet request(HTTPGetAction action, Target target) {
    var path = action.path().startsWith("/") ? action.path() : "/" + action.path();
    var headers =
        action.httpHeaders().stream()
            .map(each -> new NetworkClient.Header(each.name(), each.value()))
            .toList();
    var host = action.host().isEmpty() ? target.podIp() : action.host();
    return new HttpGet(
        action.scheme(), host, port(action.port(), target.container()), path, headers);
  }

  /// A port by name is one of the container's own.
  private static int port(IntOrString port, Container container) {
    if (port.isInt()) {
      return port.intValue();
    }
    return container.ports().stream()
        .filter(each -> each.name().equals(port.toString()))
        .mapToInt(each -> each.containerPort())
        .findFirst()
        .orElseGet(port::intValue);
  }
}
