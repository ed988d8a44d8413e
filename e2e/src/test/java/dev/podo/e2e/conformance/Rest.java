package dev.podo.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.client.http.ClientTls;
import dev.podo.client.kubeconfig.Access;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Yaml;
import dev.podo.machinery.tree.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The API as bytes over TLS, by a client that knows no kinds: what it sends is written here, what
/// it gets is a tree.
final class Rest implements AutoCloseable {
  static final String MERGE = "application/merge-patch+json";
  static final String STRATEGIC = "application/strategic-merge-patch+json";
  static final String APPLY = "application/apply-patch+yaml";
  private static final int CONFLICT = 409;

  private final HttpClient client;
  private final String server;

  Rest(Access access) {
    try {
      client = HttpClient.newBuilder().sslContext(ClientTls.context(access)).build();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
    server = access.server();
  }

  /// The list at a path, empty where there is none.
  static List<Object> list(@Nullable Object tree, String... path) {
    var found = Trees.get(tree, path);
    return found == null ? List.of() : Trees.asList(found);
  }

  /// What came back.
  record Answer(int code, HttpHeaders headers, String text) {
    @Nullable Object tree() {
      return Json.parse(text);
    }

    String text(String... path) {
      return Trees.text(tree(), path);
    }

    Answer require(int... codes) {
      assertThat(codes).as(text).contains(code);
      return this;
    }

    /// Warnings of the server, as they are sent.
    List<String> warnings() {
      return headers.allValues("Warning");
    }
  }

  Answer send(String method, String path, String type, String body, String... headers) {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(server + path))
              .header("Content-Type", type)
              .method(method, BodyPublishers.ofString(body));
      if (headers.length > 0) {
        request.headers(headers);
      }
      var response = client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Answer ask(String path, String... headers) {
    return send("GET", path, "application/json", "", headers);
  }

  Object get(String path) {
    return Trees.asMap(ask(path).require(200).tree());
  }

  Object create(String collection, String yaml) {
    return Trees.asMap(send("POST", collection, "application/yaml", yaml).require(201).tree());
  }

  Object create(String collection, Object tree) {
    return create(collection, new String(Yaml.print(tree), StandardCharsets.UTF_8));
  }

  Object patch(String path, String mergePatch) {
    return Trees.asMap(send("PATCH", path, MERGE, mergePatch).require(200).tree());
  }

  /// Reads, changes and writes until nobody else wrote in between.
  Object update(String path, UnaryOperator<Object> change) {
    while (true) {
      var body = new String(Json.print(change.apply(get(path))), StandardCharsets.UTF_8);
      var answer = send("PUT", path, "application/json", body);
      if (answer.code() != CONFLICT) {
        return Trees.asMap(answer.require(200).tree());
      }
    }
  }

  void delete(String path) {
    delete(path, "{}");
  }

  /// @param options DeleteOptions
  void delete(String path, String options) {
    send("DELETE", path, "application/json", options).require(200, 202);
  }

  Watching watch(String path) {
    return Watching.open(client, URI.create(server + path));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
