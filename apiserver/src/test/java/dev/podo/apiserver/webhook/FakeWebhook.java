package dev.podo.apiserver.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.podo.apiserver.pki.CertificateAuthority;
import dev.podo.apiserver.pki.Pem;
import dev.podo.apiserver.pki.Subject;
import dev.podo.machinery.codec.Json;
import dev.podo.model.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A webhook in this process, behind TLS with an authority of its own.
public final class FakeWebhook implements AutoCloseable {
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Bytes caBundle;
  private final List<Object> questions = new CopyOnWriteArrayList<>();
  private volatile UnaryOperator<@Nullable Object> answer = question -> question;
  private volatile int code = 200;

  private FakeWebhook(HttpsServer server, Bytes caBundle) {
    this.server = server;
    this.caBundle = caBundle;
  }

  /// @param hosts for which its certificate is good
  public static FakeWebhook start(String... hosts) {
    try {
      var random = new SecureRandom();
      var authority = CertificateAuthority.create(random, Instant.now());
      var own = authority.issue(Subject.server("webhook", List.of(hosts)), Instant.now());
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      keys.setKeyEntry("key", own.key(), new char[0], new Certificate[] {own.certificate()});
      var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, new char[0]);
      var context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, random);
      var server =
          HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      var webhook =
          new FakeWebhook(server, Bytes.utf8(Pem.encode(List.of(authority.certificate()))));
      server.setExecutor(webhook.threads);
      server.createContext("/", webhook::handle);
      server.start();
      return webhook;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// From now on it answers so.
  public FakeWebhook answering(UnaryOperator<@Nullable Object> answerToQuestion) {
    this.answer = answerToQuestion;
    return this;
  }

  public FakeWebhook answeringCode(int httpCode) {
    this.code = httpCode;
    return this;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var question = Json.parse(exchange.getRequestBody().readAllBytes());
      questions.add(question);
      var body = Json.print(answer.apply(question));
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      // Without a length: in chunks.
      exchange.sendResponseHeaders(code, 0);
      exchange.getResponseBody().write(body);
    }
  }

  /// What it was asked, in order.
  public List<Object> questions() {
    return questions;
  }

  public Bytes caBundle() {
    return caBundle;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public String url(String path) {
    return "https://127.0.0.1:" + port() + path;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
