package dev.podo.apiserver.aggregation;

import dev.podo.apiserver.chain.Dispatch;
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
import dev.podo.foundation.Deadline;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.GroupVersion;
import dev.podo.machinery.kinds.apiservice.ApiServices;
import dev.podo.model.apiregistration.v1.APIService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Hands requests for versions of groups that other servers serve on to them, after they were
/// authenticated and authorized here like all others.
public final class Aggregation {
  private final Extensions extensions;
  private final Origins origins;
  private final Predicate<GroupVersion> own;
  private final FromInside inside;

  /// @param own which versions this server serves itself
  Aggregation(Extensions extensions, Origins origins, Predicate<GroupVersion> own) {
    this.extensions = extensions;
    this.origins = origins;
    this.own = own;
    this.inside = new FromInside(extensions, origins.clock());
  }

  /// Whether another server is to be asked.
  public boolean isAskedFor(RequestInfo info) {
    var version = version(info);
    return version != null && extensions.of(version) != null;
  }

  /// @param own answers what this server serves itself
  public Dispatch.Handler before(Dispatch.Handler own) {
    return call -> {
      var http = call.http();
      var version = version(call.info());
      var service = version == null ? null : extensions.of(version);
      // A component of this process knows the kinds that are served here: those it means.
      if (http == null && service != null && version != null && !this.own.test(version)) {
        return inside.answer(call, service);
      }
      if (http != null && service != null) {
        return relayed(call, http, service);
      }
      if (http != null && !http.content().isWhole() && !isProxied(call.info())) {
        // Its server has just gone, and what is on the way may be too large for this one.
        throw ApiErrors.serviceUnavailable("service unavailable");
      }
      return own.answer(call);
    };
  }

  private static boolean isProxied(RequestInfo info) {
    return info.group().isEmpty() && info.subresource().equals("proxy");
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
            new Outbound(http.method(), target, headers, http.content()),
            Links.own(List.of(to.name(), http.headers().first("Host"))),
            call.info().isLongRunning() ? Deadline.never() : call.deadline(),
            origins));
  }

  private Destination destination(APIService service) {
    try {
      return extensions.destination(service);
    } catch (IOException | ApiException e) {
      throw ApiErrors.serviceUnavailable("service unavailable: " + e.getMessage());
    }
  }
}
