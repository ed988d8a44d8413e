package dev.podo.apiserver.aggregation;

import dev.podo.apiserver.chain.Dispatch;
import dev.podo.apiserver.http.Header;
import dev.podo.apiserver.http.HttpRequest;
import dev.podo.apiserver.relay.Destination;
import dev.podo.apiserver.relay.Forwarding;
import dev.podo.apiserver.relay.Links;
import dev.podo.apiserver.relay.Outbound;
import dev.podo.apiserver.relay.Relay;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.request.RequestInfo;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kinds.apiservice.ApiServices;
import dev.podo.model.apiregistration.v1.APIService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Hands requests for versions of groups that other servers serve on to them, after they were
/// authenticated and authorized here like all others.
public final class Aggregation {
  private final Extensions extensions;
  private final Scope scope;

  Aggregation(Extensions extensions, Scope scope) {
    this.extensions = extensions;
    this.scope = scope;
  }

  /// @param own answers what this server serves itself
  public Dispatch.Handler before(Dispatch.Handler own) {
    return call -> {
      var http = call.http();
      // A component of this process asks for kinds that it knows: they are served here.
      var version = http == null ? null : version(call.info());
      var service = version == null ? null : extensions.of(version);
      return http == null || service == null ? own.answer(call) : relayed(call, http, service);
    };
  }

  /// The version that a request is for, the document that tells of it included.
  private static @Nullable GroupVersion version(RequestInfo info) {
    if (info.resourceRequest()) {
      return new GroupVersion(info.group(), info.version());
    }
    var path = info.path();
    if (!path.startsWith("/api")) {
      return null;
    }
    var parts = path.substring(1).split("/");
    return switch (parts[0]) {
      case "api" -> parts.length == 2 ? new GroupVersion("", parts[1]) : null;
      case "apis" -> parts.length == 3 ? new GroupVersion(parts[1], parts[2]) : null;
      default -> null;
    };
  }

  private Answer relayed(Call call, HttpRequest http, APIService service) {
    if (!ApiServices.isAvailable(service)) {
      throw ApiErrors.serviceUnavailable("service unavailable");
    }
    var to = destination(service);
    var headers = new ArrayList<Header>();
    for (var header : Forwarding.headers(http, to.name())) {
      if (!RemoteIdentity.isOne(header.name())) {
        headers.add(header);
      }
    }
    headers.addAll(RemoteIdentity.of(call.user()));
    var query = http.query().raw();
    var target = http.rawPath() + (query.isEmpty() ? "" : "?" + query);
    return new Answer.OfConversation(
        new Relay(
            to,
            new Outbound(http.method(), target, headers, http.body()),
            new Links("", List.of(to.name(), http.headers().first("Host"))),
            call.info().isLongRunning() ? Deadline.never() : call.deadline(),
            scope));
  }

  private Destination destination(APIService service) {
    try {
      return extensions.destination(service);
    } catch (IOException | ApiException e) {
      throw ApiErrors.serviceUnavailable("service unavailable: " + e.getMessage());
    }
  }
}
