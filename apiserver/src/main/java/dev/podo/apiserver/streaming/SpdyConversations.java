package dev.podo.apiserver.streaming;

import dev.podo.apiserver.http.Exchange;
import dev.podo.apiserver.http.Header;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.spdy.Wire;
import dev.podo.client.node.PeerGoneException;
import dev.podo.client.node.PortForwardRequest;
import dev.podo.foundation.Check;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.model.meta.v1.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// Conversations over SPDY, into which a connection goes from HTTP, or which a WebSocket carries as
/// a tunnel. The header `X-Stream-Protocol-Version` tells what is said in them.
final class SpdyConversations {
  static final String NAME = "SPDY/3.1";

  /// What a WebSocket is asked for that is to be a tunnel.
  static final String PORT_FORWARD_TUNNEL = "SPDY/3.1+portforward.k8s.io";

  private static final String VERSION_HEADER = "X-Stream-Protocol-Version";
  private static final String ACCEPTED_HEADER = "X-Accepted-Stream-Protocol-Versions";
  private static final String PORT_FORWARD = "portforward.k8s.io";
  private static final List<String> VERSIONS =
      List.of("v4.channel.k8s.io", "v3.channel.k8s.io", "v2.channel.k8s.io", "channel.k8s.io");
  private static final Duration SLOWEST_OPENING = Duration.ofSeconds(30);

  private SpdyConversations() {}

  /// The first version that the client offers and we know.
  private static String agree(Call call, List<String> known) {
    var request = Check.notNull(call.http(), "a request over HTTP");
    if (!request.asksForUpgradeTo(NAME)) {
      throw ApiErrors.badRequest("Upgrade request required");
    }
    var offered = new ArrayList<String>();
    for (var header : request.headers().all(VERSION_HEADER)) {
      for (var part : header.split(",")) {
        offered.add(part.trim());
      }
    }
    if (offered.isEmpty()) {
      throw ApiErrors.badRequest("unable to upgrade: " + VERSION_HEADER + " is required");
    }
    for (var version : offered) {
      if (known.contains(version)) {
        return version;
      }
    }
    known.forEach(version -> call.notes().header(ACCEPTED_HEADER, version));
    throw nothingInCommon(offered, known);
  }

  private static ApiException nothingInCommon(List<String> offered, List<String> known) {
    var message =
        "unable to upgrade: unable to negotiate protocol: client supports [%s], server accepts [%s]"
            .formatted(String.join(" ", offered), String.join(" ", known));
    return new ApiException(
        Status.builder().status("Failure").reason("Forbidden").code(403).message(message).build());
  }

  private static Wire switchTo(Exchange exchange, String version) throws InterruptedException {
    return Wires.of(exchange.switchTo(NAME, List.of(new Header(VERSION_HEADER, version))));
  }

  /// Of exec and attach: the client opens one stream for each thing, named by `streamType`.
  static ProcessConversation.Opening process(ProcessEnds.Wanted wanted, Call call) {
    var version = agree(call, VERSIONS);
    var tellsSize = wanted.tty() && VERSIONS.indexOf(version) <= 1;
    var expected = new ArrayList<>(List.of("error"));
    if (wanted.stdin()) {
      expected.add("stdin");
    }
    if (wanted.stdout()) {
      expected.add("stdout");
    }
    if (wanted.stderr()) {
      expected.add("stderr");
    }
    if (tellsSize) {
      expected.add("resize");
    }
    return (exchange, inside) -> {
      var clock = inside.environment().clock();
      var streams = new StreamsByType(expected, clock);
      var carrier = new SpdyCarrier(switchTo(exchange, version), clock, streams);
      inside.fork("input", carrier::run);
      if (!streams.awaitAll(Deadline.after(clock, SLOWEST_OPENING))) {
        throw new PeerGoneException("the client has not opened all its streams");
      }
      return new ProcessEnds(
          carrier,
          streams.get("error"),
          VERSIONS.indexOf(version) == 0 ? Ending.STATUS : Ending.WORDS,
          streams.find("stdin"),
          streams.find("stdout"),
          streams.find("stderr"),
          streams.find("resize"));
    };
  }

  /// Of port-forward: two streams for each connection, see [StreamPairs].
  static PortForwardConversation.Serving forward(Call call, IntFunction<PortForwardRequest> ports) {
    var version = agree(call, List.of(PORT_FORWARD));
    return (exchange, inside, forwarding) -> {
      var clock = inside.environment().clock();
      var pairs = new StreamPairs(clock, forwarding, ports);
      new SpdyCarrier(switchTo(exchange, version), clock, pairs).run();
    };
  }

  /// The same inside a WebSocket.
  static PortForwardConversation.Serving tunnel(IntFunction<PortForwardRequest> ports) {
    return (exchange, inside, forwarding) -> {
      var clock = inside.environment().clock();
      var pairs = new StreamPairs(clock, forwarding, ports);
      var socket = exchange.upgrade(PORT_FORWARD_TUNNEL);
      new SpdyCarrier(Wires.of(socket), clock, pairs).run();
    };
  }
}
