package dev.podo.apiserver.aggregation;

import dev.podo.apiserver.http.Header;
import dev.podo.apiserver.http.RequestBody;
import dev.podo.apiserver.relay.OriginConnection;
import dev.podo.apiserver.relay.Outbound;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.request.RequestInfo;
import dev.podo.apiserver.storage.Stored;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Deadline;
import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.custom.Outline;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.machinery.kind.GroupResource;
import dev.podo.machinery.kind.GroupVersionKind;
import dev.podo.machinery.kind.Kind;
import dev.podo.machinery.kinds.apiservice.ApiServices;
import dev.podo.model.ApiObject;
import dev.podo.model.apiregistration.v1.APIService;
import dev.podo.model.meta.v1.APIResourceList;
import dev.podo.model.meta.v1.Status;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What components of this process ask of the servers behind it, in their own names: those that
/// look after objects of all kinds, whoever serves them. Objects are read for their metadata.
final class FromInside {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MAX = 64 << 20;

  private final Extensions extensions;
  private final Clock clock;

  FromInside(Extensions extensions, Clock clock) {
    this.extensions = extensions;
    this.clock = clock;
  }

  Answer answer(Call call, APIService service) throws InterruptedException {
    if (!ApiServices.isAvailable(service)) {
      throw ApiErrors.serviceUnavailable("service unavailable");
    }
    var info = call.info();
    if (!info.resourceRequest()) {
      var body = ask(call, service, "GET", info.path(), RequestBody.EMPTY);
      return new Answer.OfValue(
          200, Json.decode(APIResourceList.SCHEMA, body, Strictness.IGNORE).value());
    }
    return switch (info.verb()) {
      case "list" -> list(call, service);
      case "get" -> get(call, service);
      case "delete", "deletecollection" -> delete(call, service);
      default ->
          throw ApiErrors.methodNotAllowed(
              new GroupResource(info.group(), info.resource()), info.verb());
    };
  }

  private Answer list(Call call, APIService service) throws InterruptedException {
    var options = call.input().listOptions(call.info());
    var query = new StringBuilder();
    add(query, "limit", options.limit() > 0 ? Long.toString(options.limit()) : "");
    add(query, "continue", options.continueToken());
    add(query, "labelSelector", options.labels().toString());
    add(query, "fieldSelector", options.fields().toString());
    var body = ask(call, service, "GET", path(call.info()) + query, RequestBody.EMPTY);
    var name = Json.typeMeta(body).kind();
    var kind = kind(call.info(), name.replaceFirst("List$", ""), name);
    return list(kind, body);
  }

  private static <T extends ApiObject> Answer list(Kind<T> kind, byte[] body) {
    var list = Json.decode(kind.listSchema(), body, Strictness.IGNORE).value();
    var items = list.items().stream().map(item -> Stored.shown(kind, item)).toList();
    return new Answer.OfList<>(kind, list.metadata(), items);
  }

  private Answer get(Call call, APIService service) throws InterruptedException {
    var body = ask(call, service, "GET", path(call.info()), RequestBody.EMPTY);
    var name = Json.typeMeta(body).kind();
    return object(kind(call.info(), name, name + "List"), body);
  }

  private static <T extends ApiObject> Answer object(Kind<T> kind, byte[] body) {
    var object = Json.decode(kind.schema(), body, Strictness.IGNORE).value();
    return new Answer.OfObject<>(200, kind, Stored.shown(kind, object));
  }

  private Answer delete(Call call, APIService service) throws InterruptedException {
    var options = RequestBody.of(Json.encode(call.input().deleteOptions()));
    ask(call, service, "DELETE", path(call.info()), options);
    return new Answer.OfValue(200, Status.builder().status("Success").build());
  }

  private static Kind<?> kind(RequestInfo info, String name, String listName) {
    return Outline.of(
        new GroupVersionKind(info.group(), info.version(), name),
        info.resource(),
        listName,
        !info.namespace().isEmpty());
  }

  private static String path(RequestInfo info) {
    var path = new StringBuilder(info.group().isEmpty() ? "/api" : "/apis/" + info.group());
    path.append('/').append(info.version());
    if (!info.namespace().isEmpty()) {
      path.append("/namespaces/").append(escaped(info.namespace()));
    }
    path.append('/').append(info.resource());
    if (!info.name().isEmpty()) {
      path.append('/').append(escaped(info.name()));
    }
    return path.toString();
  }

  private static void add(StringBuilder query, String name, String value) {
    if (!value.isEmpty()) {
      query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(escaped(value));
    }
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private byte[] ask(Call call, APIService service, String method, String target, RequestBody body)
      throws InterruptedException {
    var headers = new ArrayList<Header>();
    headers.add(new Header("Host", Extensions.host(service)));
    headers.add(new Header("Accept", "application/json"));
    headers.add(new Header("Content-Type", "application/json"));
    headers.add(new Header("Connection", "close"));
    headers.addAll(RemoteIdentity.of(call.user()));
    var request = new Outbound(method, target, List.copyOf(headers), body);
    var deadline = Deadline.after(clock, PATIENCE).orEarlier(call.deadline());
    try (var origin = OriginConnection.open(extensions.destination(service), clock, deadline)) {
      var head = origin.exchange(request);
      var reply = origin.body(request, head).readNBytes(MAX + 1);
      if (reply.length > MAX) {
        throw new IOException("the response is too large");
      }
      if (head.code() >= 300) {
        throw refusal(head.code(), reply);
      }
      return reply;
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while asking " + Extensions.host(service));
      }
      throw ApiErrors.serviceUnavailable("error trying to reach service: " + e.getMessage());
    }
  }

  private static ApiException refusal(int code, byte[] reply) {
    try {
      var status = Json.decode(Status.SCHEMA, reply, Strictness.IGNORE).value();
      if (status.code() == code && !status.reason().isEmpty()) {
        return new ApiException(status);
      }
    } catch (DecodeException e) {
      // Said below.
    }
    return new ApiException(
        Status.builder()
            .status("Failure")
            .code(code)
            .reason(code == 404 ? "NotFound" : code == 405 ? "MethodNotAllowed" : "Unknown")
            .message("the server responded with the status code " + code)
            .build());
  }
}
