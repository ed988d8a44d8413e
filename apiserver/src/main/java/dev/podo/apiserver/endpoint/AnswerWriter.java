package dev.podo.apiserver.endpoint;

import dev.podo.apiserver.encoding.Format;
import dev.podo.apiserver.encoding.HttpInput;
import dev.podo.apiserver.encoding.ObjectEncoder;
import dev.podo.apiserver.encoding.Representation;
import dev.podo.apiserver.encoding.WatchEncoder;
import dev.podo.apiserver.http.Exchange;
import dev.podo.apiserver.http.Header;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Notes;
import dev.podo.apiserver.watch.WatchPump;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Ids;
import dev.podo.machinery.errors.ApiException;
import dev.podo.model.ApiObject;
import dev.podo.model.Struct;
import java.util.ArrayList;
import java.util.List;

/// Writes one answer in the form that the client accepts.
final class AnswerWriter {
  private static final byte[] NEWLINE = {'\n'};

  private final Exchange exchange;
  private final HttpInput input;
  private final Notes notes;
  private final Environment environment;

  AnswerWriter(Exchange exchange, HttpInput input, Notes notes, Environment environment) {
    this.exchange = exchange;
    this.input = input;
    this.notes = notes;
    this.environment = environment;
  }

  void write(Answer answer) throws InterruptedException {
    switch (answer) {
      case Answer.OfObject<?> object -> writeObject(object);
      case Answer.OfList<?> list -> writeList(list);
      case Answer.OfValue(var code, var value) -> writeValue(code, value);
      case Answer.OfWatch<?> watch -> writeWatch(watch);
      case Answer.OfDocument(var code, var headers, var body) ->
          respond(code, headers, List.of(body));
      case Answer.OfConversation(var conversation) -> conversation.hold(exchange);
    }
  }

  /// Answers with the Status of an error.
  void refuse(ApiException e) {
    var format = Format.JSON;
    try {
      format = negotiate();
    } catch (ApiException notAcceptable) {
      // An error is told in any case.
    }
    var headers = new ArrayList<Header>();
    headers.add(new Header("Content-Type", format.mediaType()));
    if (e.retryAfterSeconds() > 0) {
      headers.add(new Header("Retry-After", Integer.toString(e.retryAfterSeconds())));
    }
    if (e.isUnauthorized()) {
      headers.add(new Header("WWW-Authenticate", "Bearer"));
    }
    respond(e.code(), headers, shown(encoded(e.status(), format), format));
  }

  private Format negotiate() {
    return Representation.negotiate(exchange.request().headers().all("Accept")).format();
  }

  private <T extends ApiObject> void writeObject(Answer.OfObject<T> answer) {
    var as = input.representation(answer.kind());
    respond(
        answer.code(),
        List.of(new Header("Content-Type", as.format().mediaType())),
        shown(
            ObjectEncoder.object(answer.kind(), answer.stored(), as, environment.clock().now()),
            as.format()));
  }

  private <T extends ApiObject> void writeList(Answer.OfList<T> answer) {
    var as = input.representation(answer.kind());
    respond(
        200,
        List.of(new Header("Content-Type", as.format().mediaType())),
        shown(
            ObjectEncoder.list(
                answer.kind(), answer.metadata(), answer.items(), as, environment.clock().now()),
            as.format()));
  }

  private void writeValue(int code, Struct value) {
    var format = negotiate();
    respond(
        code == 0 ? 200 : code,
        List.of(new Header("Content-Type", format.mediaType())),
        shown(encoded(value, format), format));
  }

  /// As people read it, where one seems to look.
  private List<byte[]> shown(List<byte[]> body, Format format) {
    return format == Format.JSON && Indented.wanted(exchange.request())
        ? Indented.print(body)
        : body;
  }

  private static List<byte[]> encoded(Struct value, Format format) {
    return format == Format.JSON
        ? List.of(format.encode(value), NEWLINE)
        : List.of(format.encode(value));
  }

  private <T extends ApiObject> void writeWatch(Answer.OfWatch<T> answer)
      throws InterruptedException {
    var watch = answer.watch();
    try {
      var form = input.representation(answer.kind());
      var bySocket = exchange.request().asksForWebSocket();
      var encoder = new WatchEncoder<>(answer.kind(), form, environment.clock(), bySocket);
      if (bySocket) {
        var socket = exchange.upgrade(Subprotocols.firstOf(exchange.request()));
        WatchPump.start(watch, encoder, socket, environment.clock());
        return;
      }
      var headers = new ArrayList<Header>();
      headers.add(new Header("Content-Type", encoder.contentType()));
      addCommon(headers);
      WatchPump.start(watch, encoder, exchange.stream(200, headers), environment.clock());
    } catch (RuntimeException e) {
      watch.close();
      throw e;
    }
  }

  private void respond(int code, List<Header> ownHeaders, List<byte[]> body) {
    var headers = new ArrayList<>(ownHeaders);
    addCommon(headers);
    var pack = !has(headers, "Content-Encoding") && Gzip.wanted(exchange.request(), body);
    var packed = pack ? Gzip.pack(body) : null;
    if (packed != null) {
      headers.add(new Header("Content-Encoding", "gzip"));
      headers.add(new Header("Vary", "Accept-Encoding"));
    }
    exchange.respond(code, headers, packed == null ? body : packed);
  }

  private void addCommon(List<Header> headers) {
    var given = exchange.request().headers().first("Audit-Id");
    var id = given.isEmpty() || given.length() > 64 ? Ids.uid(environment.random()) : given;
    headers.add(new Header("Audit-Id", id));
    headers.addAll(notes.headers());
    for (var warning : notes.warnings()) {
      headers.add(new Header("Warning", "299 - " + quoted(warning)));
    }
    if (!has(headers, "Cache-Control")) {
      headers.add(new Header("Cache-Control", "no-cache, private"));
    }
  }

  private static boolean has(List<Header> headers, String name) {
    return headers.stream().anyMatch(header -> header.name().equals(name));
  }

  private static String quoted(String text) {
    var out = new StringBuilder("\"");
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else {
        out.append(c < ' ' || c > '~' ? ' ' : c);
      }
    }
    return out.append('"').toString();
  }
}
