package dev.podo.apiserver.inprocess;

import dev.podo.apiserver.TestServer;
import dev.podo.client.Api;
import dev.podo.client.ApiContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The method call is a transport like any other.
class InProcessApiTest extends ApiContract {
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.inProcess();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  protected Api api() {
    return server.admin();
  }
}
