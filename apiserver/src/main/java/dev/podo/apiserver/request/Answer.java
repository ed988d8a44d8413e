package dev.podo.apiserver.request;

import dev.podo.apiserver.http.Exchange;
import dev.podo.apiserver.http.Header;
import dev.podo.apiserver.storage.Stored;
import dev.podo.machinery.kind.Kind;
import dev.podo.model.ApiObject;
import dev.podo.model.Struct;
import dev.podo.model.meta.v1.ListMeta;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a request is answered with, before it is known in which form.
public sealed interface Answer {
  /// One object of the API.
  record OfObject<T extends ApiObject>(int code, Kind<T> kind, Stored stored) implements Answer {
    public T object() {
      return stored.as(kind);
    }
  }

  /// Something of the API that is no stored object: a Status, a Scale, a token.
  record OfValue(int code, Struct value) implements Answer {}

  /// A list, of which nothing is encoded yet.
  record OfList<T extends ApiObject>(Kind<T> kind, ListMeta metadata, List<Stored> items)
      implements Answer {}

  /// Changes, as they come.
  record OfWatch<T extends ApiObject>(Kind<T> kind, Watch watch) implements Answer {
    public OfWatch<T> with(Watch value) {
      return new OfWatch<>(kind, value);
    }
  }

  /// A document that is not of the API's objects, ready to send.
  @SuppressWarnings("ArrayRecordComponent") // The bytes are handed on, never changed.
  record OfDocument(int code, List<Header> headers, byte[] body) implements Answer {
    public static OfDocument json(int code, byte[] body) {
      return new OfDocument(code, List.of(new Header("Content-Type", "application/json")), body);
    }

    public static OfDocument text(int code, String body) {
      return new OfDocument(
          code,
          List.of(
              new Header("Content-Type", "text/plain; charset=utf-8"),
              new Header("X-Content-Type-Options", "nosniff")),
          body.getBytes(StandardCharsets.UTF_8));
    }
  }

  /// A conversation that goes on by rules of its own: logs, exec.
  record OfConversation(Conversation conversation) implements Answer {}

  /// Talks to the client directly.
  @FunctionalInterface
  interface Conversation {
    /// @throws dev.podo.machinery.errors.ApiException before it has answered anything
    void hold(Exchange exchange) throws InterruptedException;
  }
}
