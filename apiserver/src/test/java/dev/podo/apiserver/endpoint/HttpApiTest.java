package dev.podo.apiserver.endpoint;

import dev.podo.apiserver.TestServer;
import dev.podo.client.Api;
import dev.podo.client.ApiContract;
import dev.podo.client.http.HttpApi;
import dev.podo.client.kubeconfig.Access;
import dev.podo.client.kubeconfig.Kubeconfig;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// The client's own transport against the server, over TLS.
class HttpApiTest extends ApiContract {
  @TempDir Path directory;
  private TestServer server;
  private Api api;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.listening();
    api = new HttpApi(access(), server.scope());
  }

  private Access access() throws Exception {
    return Kubeconfig.read(server.kubeconfig(directory.resolve("config"))).access();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  protected Api api() {
    return api;
  }
}
