package dev.podo.client.http;

import dev.podo.client.CallInterruptedException;
import dev.podo.client.kubeconfig.Access;
import dev.podo.client.kubeconfig.KubeconfigException;
import dev.podo.machinery.codec.DecodeException;
import dev.podo.machinery.codec.Json;
import dev.podo.machinery.codec.Strictness;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.ApiException;
import dev.podo.model.Schema;
import dev.podo.model.Struct;
import dev.podo.model.meta.v1.Status;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Requests and replies in JSON over one HTTP client, and the server's Status as an exception.
final class Exchange {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration REPLY = Duration.ofSeconds(60);

  private final HttpClient client;
  private final Access access;

  Exchange(Access access) throws KubeconfigException {
    this.access = access;
    try {
      this.client =
          HttpClient.newBuilder()
              .sslContext(ClientTls.context(access))
              .connectTimeout(CONNECT)
              .build();
    } catch (GeneralSecurityException | IOException e) {
      throw new KubeconfigException(
          "the certificates for " + access.server() + " cannot be used: " + e.getMessage());
    }
  }

  /// @param contentType of the body, which is absent when this is null
  byte[] send(String method, String url, @Nullable String contentType, byte[] body) {
    var request = request(url).timeout(REPLY).method(method, BodyPublishers.ofByteArray(body));
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    var response = send(request.build(), BodyHandlers.ofByteArray(), url);
    if (response.statusCode() >= 300) {
      throw failure(response.statusCode(), response.body());
    }
    return response.body();
  }

  /// Opens a reply that goes on.
  InputStream stream(String url) {
    var response = send(request(url).GET().build(), BodyHandlers.ofInputStream(), url);
    if (response.statusCode() < 300) {
      return response.body();
    }
    try (var body = response.body()) {
      throw failure(response.statusCode(), body.readAllBytes());
    } catch (IOException e) {
      throw failure(response.statusCode(), new byte[0]);
    }
  }

  private HttpRequest.Builder request(String url) {
    var request =
        HttpRequest.newBuilder(URI.create(access.server() + url))
            .header("Accept", "application/json");
    if (access.token() != null) {
      request.header("Authorization", "Bearer " + access.token());
    }
    return request;
  }

  private <B> HttpResponse<B> send(
      HttpRequest request, HttpResponse.BodyHandler<B> handler, String url) {
    try {
      return client.send(request, handler);
    } catch (IOException e) {
      throw ApiErrors.serviceUnavailable(
          "the API server at "
              + access.server()
              + " does not answer "
              + request.method()
              + " "
              + url
              + ": "
              + e.getMessage());
    } catch (InterruptedException e) {
      throw new CallInterruptedException(e);
    }
  }

  static ApiException failure(int code, byte[] body) {
    try {
      var status = Json.decode(Status.SCHEMA, body, Strictness.IGNORE).value();
      if (status.code() != 0) {
        return new ApiException(status);
      }
    } catch (DecodeException notAStatus) {
      // a proxy in between answers in its own words
    }
    return new ApiException(
        Status.builder()
            .status("Failure")
            .code(code)
            .message("the server answered " + code)
            .build());
  }

  static <T extends Struct> T decode(Schema<T> schema, byte[] body) {
    try {
      return Json.decode(schema, body, Strictness.IGNORE).value();
    } catch (DecodeException e) {
      throw ApiErrors.internal("the server's reply cannot be understood: " + e.getMessage());
    }
  }
}
