package dev.podo.apiserver;

import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.pki.Pem;
import dev.podo.apiserver.pki.Pki;
import dev.podo.apiserver.storage.Stored;
import dev.podo.apiserver.storage.StoredCodec;
import dev.podo.client.Api;
import dev.podo.client.node.NodeApi;
import dev.podo.client.node.NodeDirectory;
import dev.podo.foundation.Deadline;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.store.Journal;
import dev.podo.store.Store;
import dev.podo.store.StoreConfig;
import dev.podo.store.memory.Faults;
import dev.podo.store.memory.MemoryDisk;
import dev.podo.store.memory.MemoryJournal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeoutException;

/// An API server on a journal in memory.
public final class TestServer implements AutoCloseable {
  private static final List<String> HOSTS = List.of("localhost", "127.0.0.1");

  private final Scope scope;
  private final Pki pki;
  private final Store<Stored> store;
  private final ApiServer server;

  private TestServer(Scope scope, Pki pki, Store<Stored> store, ApiServer server) {
    this.scope = scope;
    this.pki = pki;
    this.store = store;
    this.server = server;
  }

  /// Reached by nobody from outside, and saying so.
  public static TestServer unadvertised() {
    return open(ApiServerConfig.inProcessOnly(), StoreConfig.DEFAULT, TestServer::noAgent);
  }

  /// Without a listener.
  public static TestServer inProcess() {
    return start(ApiServerConfig.inProcessOnly(), StoreConfig.DEFAULT, TestServer::noAgent);
  }

  /// Listens on a free port.
  public static TestServer listening() {
    return listening(TestServer::noAgent);
  }

  public static TestServer listening(NodeDirectory nodes) {
    var config = ApiServerConfig.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return start(config, StoreConfig.DEFAULT, nodes);
  }

  public static TestServer start(
      ApiServerConfig config, StoreConfig storeConfig, NodeDirectory nodes) {
    return open(config.withAdvertised(advertised()), storeConfig, nodes);
  }

  /// Listens on a free port, on what an earlier server has left.
  public static TestServer listeningOn(MemoryDisk disk) {
    var config = ApiServerConfig.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return open(
        config.withAdvertised(advertised()),
        new MemoryJournal(disk, Faults.NONE),
        StoreConfig.DEFAULT,
        TestServer::noAgent);
  }

  private static InetAddress advertised() {
    try {
      return InetAddress.getByAddress(new byte[] {10, 0, 0, 1});
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static TestServer open(
      ApiServerConfig config, StoreConfig storeConfig, NodeDirectory nodes) {
    return open(config, new MemoryJournal(), storeConfig, nodes);
  }

  private static TestServer open(
      ApiServerConfig config, Journal journal, StoreConfig storeConfig, NodeDirectory nodes) {
    var environment = Environment.system();
    var scope = Scope.root("test", environment);
    try {
      var catalogue = Catalogue.builtIn();
      Store<Stored> store =
          Store.open(
              journal,
              new StoredCodec(catalogue),
              storeConfig,
              scope,
              Deadline.after(environment.clock(), Duration.ofSeconds(10)));
      var pki = Pki.inMemory(HOSTS, environment);
      var server =
          ApiServer.start(config, store, new ApiServer.Parts(catalogue, pki, nodes), scope);
      return new TestServer(scope, pki, store, server);
    } catch (IOException | TimeoutException | InterruptedException e) {
      scope.close();
      throw new IllegalStateException(e);
    }
  }

  private static NodeApi noAgent(String node) {
    throw ApiErrors.serviceUnavailable("no agent of node " + node);
  }

  public Api admin() {
    return as(UserInfo.of("admin", UserInfo.MASTERS));
  }

  public Api as(UserInfo user) {
    return server.inProcess(user);
  }

  public ApiServer server() {
    return server;
  }

  public Pki pki() {
    return pki;
  }

  public Store<Stored> store() {
    return store;
  }

  public Scope scope() {
    return scope;
  }

  /// Writes a kubeconfig of the administrator.
  public Path kubeconfig(Path file) throws IOException {
    var admin = pki.admin();
    var text =
        """
        apiVersion: v1
        kind: Config
        current-context: test
        clusters:
        - name: test
          cluster:
            server: https://127.0.0.1:%d
            certificate-authority-data: %s
        contexts:
        - name: test
          context: {cluster: test, user: admin}
        users:
        - name: admin
          user:
            client-certificate-data: %s
            client-key-data: %s
        """
            .formatted(
                server.address().getPort(),
                base64(pki.caPem()),
                base64(Pem.encode(List.of(admin.certificate()))),
                base64(Pem.encodeKey(admin)));
    return Files.writeString(file, text);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    scope.close();
  }
}
